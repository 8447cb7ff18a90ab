import { LineIndex } from '../../common/lineIndex';
import type { Outcome } from '../../python/interpreter/interpreter';
import type { DialectName } from '../../schema/context';
import type { ProjectReadings, RevisionWay } from '../schema/projectReadings';
import { type PartSql, type ShownSql, shownSql } from './shownSql';

/** Dialects as their makers write them. */
export const DIALECT_TITLES: Readonly<Record<DialectName, string>> = {
  postgresql: 'PostgreSQL',
  sqlite: 'SQLite',
  mysql: 'MySQL',
};

const DOUBLED =
  'Backslashes in literals are doubled, as SQLAlchemy 2.0 writes them offline. With a connection they are sent as they are.';

/** The SQL of one direction of a revision (`shownSql`) as a text; comments say what is not known, and on which line. */
export async function revisionSqlText(
  question: RevisionWay,
  readings: ProjectReadings,
  signal?: AbortSignal,
): Promise<string> {
  const lines = new LineIndex(question.document.text() ?? '');
  const parts = await shownSql(question, readings, signal);
  const blocks = parts.map((part) => {
    const title = DIALECT_TITLES[part.dialect];
    const heading = comment(part.engine === null ? title : `${title}, database ${part.engine}`);
    const aside = part.operations.some(({ hasDoubled }) => hasDoubled) ? [comment(DOUBLED)] : [];
    return [[heading, ...aside].join('\n'), ...partBlocks(part, question, lines)].join('\n\n');
  });
  return `${comment(titleOf(question))}\n${blocks.join('\n\n')}\n`;
}

function titleOf({ document: { script, head }, direction }: RevisionWay): string {
  const message = (script?.message ?? head.docstring?.message ?? '').split('\n')[0]?.trim() ?? '';
  const name = [script?.id ?? '', message].filter((one) => one !== '').join(' ');
  return `${direction === 'upgrade' ? 'Upgrade' : 'Downgrade'} of ${name}`;
}

function partBlocks({ operations, reading }: PartSql, { direction }: RevisionWay, lines: LineIndex): readonly string[] {
  const blocks = operations.flatMap((one) => operationBlocks(one, lines));
  const ending = endingOf(reading.ends, lines);
  if (ending !== null) blocks.push(comment(ending));
  return blocks.length === 0 ? [comment(`${direction}() sends nothing to the database.`)] : blocks;
}

function operationBlocks({ written, offline }: ShownSql, lines: LineIndex): readonly string[] {
  const aside = offline === null ? '' : ` Offline there is none: ${offline}`;
  if (!written.ok) {
    const { reason, place } = written.error;
    // Online and offline may fail of the same.
    return [
      comment(`Not known, because of line ${lineAt(lines, place.from)}: ${reason}${offline === reason ? '' : aside}`),
    ];
  }
  return offline === null ? written.value : [comment(`As it runs online.${aside}`), ...written.value];
}

/** Why a run does not complete. */
function endingOf(ends: Outcome, lines: LineIndex): string | null {
  if (ends.kind === 'completed') return null;
  const where = lineAt(lines, ends.place.from);
  if (ends.kind === 'stopped') return `Not known from line ${where} on: ${ends.reason}`;
  const raised = ends.message === '' ? ends.type : `${ends.type}: ${ends.message}`;
  return `Alembic ends at line ${where} with ${raised}`;
}

function lineAt(lines: LineIndex, offset: number): number {
  return lines.position(offset).line + 1;
}

function comment(text: string): string {
  return `-- ${text.replace(/\s*[\r\n]+\s*/g, ' ')}`;
}
