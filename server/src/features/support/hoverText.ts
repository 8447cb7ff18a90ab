import { LineIndex } from '../../common/lineIndex';
import { pathToUri } from '../../common/fileUri';
import { operationLabel, path } from '../../operations/operationWords';
import { codeBlock, codeSpan, escapeMarkdown } from '../../protocol/markdown';
import type { Context, DialectName } from '../../schema/context';
import { type Doubt, type Schema, schemaKey } from '../../schema/schema';
import { columnSql, tableSql } from '../../usecases/schema/tableSql';
import type { TouchTarget } from '../../usecases/schema/touch';
import type { TouchingRevision } from '../../usecases/schema/touched';
import { DIALECT_TITLES } from '../../usecases/sql/revisionSqlText';
import type { ShownSql } from '../../usecases/sql/shownSql';
import type { RevisionDocument } from '../../workspace/snapshot';

/** Statements beyond this many are counted: a hover is small. */
const MOST_STATEMENTS = 20;
const MOST_REVISIONS = 8;

/** The SQL of operations in a hover: what it is for, the statements, and of what is not known the reason. */
export function sqlText(shown: readonly ShownSql[], dialect: DialectName): string {
  const title = DIALECT_TITLES[dialect];
  const written = shown.flatMap(({ written }) => (written.ok ? written.value : []));
  const reasons = new Set(shown.flatMap(({ written }) => (written.ok ? [] : [written.error.reason])));
  const isOnline = shown.some(({ offline, written }) => offline !== null && written.ok);
  const left = written.length - MOST_STATEMENTS;
  const statements = written.slice(0, MOST_STATEMENTS).join('\n\n');
  return paragraphs([
    ...(written.length === 0 ? [] : [codeBlock(statements, 'sql')]),
    ...(left > 0 ? [`And ${left} more statements: *Alembic: Show SQL* has all of them.`] : []),
    ...(isOnline ? [`SQL for ${title}, as it runs online: offline Alembic prints none.`] : []),
    ...[...reasons].map((reason) => `The SQL for ${title} is not known: ${escapeMarkdown(reason)}`),
    ...(written.length === 0 && reasons.size === 0 ? [`It sends nothing to ${title}.`] : []),
  ]);
}

/** Why something is not sure, and which revision made it so. */
function doubtText({ reason, revision }: Doubt): string {
  const who = revision === null ? '' : ` (revision ${codeSpan(revision)})`;
  return `Not sure: ${escapeMarkdown(reason)}${who}`;
}

/** How much there is in a schema, and what makes it unsure. */
export function schemaCount({ tables, enums, doubt }: Schema): string {
  const sure = [...tables.values()].filter((state) => state.table !== null);
  const counts = [count(sure.length, 'table'), ...(enums.size > 0 ? [count(enums.size, 'enum type')] : [])];
  return paragraphs([`The schema there: ${counts.join(', ')}.`, ...(doubt === null ? [] : [doubtText(doubt)])]);
}

/** Revisions that touched something, the newest first, each a link to the place. */
export function touchingText(touching: readonly TouchingRevision[]): string {
  const left = touching.length - MOST_REVISIONS;
  // The one that made it is what is asked for most.
  const shown = left > 0 ? [...touching.slice(0, MOST_REVISIONS - 1), ...touching.slice(-1)] : touching;
  const items = shown.map(({ document, touches }) => {
    const words = new Set(touches.map(({ operation }) => operationLabel(operation)));
    const reasons = new Set(touches.flatMap(({ perhaps }) => perhaps ?? []));
    const perhaps = touches.every((touch) => touch.perhaps !== null) ? `, perhaps: ${[...reasons].join(' ')}` : '';
    return `- ${revisionLink(document, touches[0]?.place.from)}: ${escapeMarkdown([...words].join(', ') + perhaps)}`;
  });
  if (left > 0) items.splice(-1, 0, `- ${left} more`);
  return items.join('\n');
}

/** A revision as a link to a place in its file. */
export function revisionLink(document: RevisionDocument, offset?: number): string {
  const { script, head } = document;
  const message = (script?.message ?? head.docstring?.message ?? '').split('\n')[0]?.trim() ?? '';
  const text = offset === undefined ? null : document.text();
  const line = text === null || offset === undefined ? '' : `#L${new LineIndex(text).position(offset).line + 1}`;
  const name = [codeSpan(script?.id ?? ''), escapeMarkdown(message)].filter((one) => one !== '').join(' ');
  return `[${name}](${pathToUri(document.path).replace(/[()]/g, encodeURIComponent)}${line})`;
}

/** Paragraphs, those that are empty left out. */
export function paragraphs(texts: readonly string[]): string {
  return texts.filter((text) => text !== '').join('\n\n');
}

function count(number: number, noun: string): string {
  return `${number} ${number === 1 ? noun : `${noun}s`}`;
}

/**
 * A table or column as it is in a schema, in SQL; empty when it surely is not there.
 * @param when `after it`, `before`.
 */
export function namedText(
  schema: Schema,
  { table, schema: of, column }: TouchTarget,
  when: string,
  context: Context,
): string {
  const state = schema.tables.get(schemaKey(table, of));
  if (state === undefined) return schema.doubt === null ? '' : doubtText(schema.doubt);
  const doubt = state.doubt === null ? '' : doubtText(state.doubt);
  if (state.table === null) return doubt;
  const held = column === null ? undefined : state.table.columns.find(({ name }) => name === column);
  if (column !== null && held === undefined) return doubt;
  const name = codeSpan(column === null ? path(of, table) : `${path(of, table)}.${column}`);
  const sql = held === undefined ? tableSql(state.table, context) : columnSql(state.table, held, context);
  if (!sql.ok) return paragraphs([`How ${name} is ${when} cannot be written: ${escapeMarkdown(sql.error)}`, doubt]);
  const text = typeof sql.value === 'string' ? sql.value : sql.value.join('\n\n');
  return paragraphs([`${name} ${when}:\n\n${codeBlock(text, 'sql')}`, doubt]);
}
