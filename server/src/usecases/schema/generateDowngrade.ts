import { LineIndex } from '../../common/lineIndex';
import type { FileEdit } from '../../common/problem';
import { err, ok, type Result } from '../../common/result';
import { type Reading, readOperations } from '../../operations/readOperations';
import { importEdits, importScope, type InsertedText } from '../../python/write/importScope';
import type { DialectName } from '../../schema/context';
import type { ProjectSnapshot, RevisionDocument } from '../../workspace/snapshot';
import { DIALECT_TITLES } from '../sql/revisionSqlText';
import { applyContext } from './applyContext';
import { type DowngradePart, downgradeBody, type NotUndone, type SaysIrreversible } from './downgrade/downgradeBody';
import { edited, replaceBody } from './downgrade/functionEdit';
import { isSame } from './downgrade/sameElsewhere';
import type { ProjectReadings } from './projectReadings';

export interface DowngradeOptions {
  readonly readings: Pick<ProjectReadings, 'dialectOf' | 'options' | 'replay'>;
  readonly irreversible: SaysIrreversible;
}

export interface GeneratedDowngrade {
  readonly file: string;
  /** `downgrade`; of a file for several databases `downgrade_shop` and the others. Lines are not indented. */
  readonly functions: readonly { readonly name: string; readonly lines: readonly string[] }[];
  /** Lines that the file's imports lack. */
  readonly imports: readonly string[];
  readonly edits: readonly FileEdit[];
  /** The file as it is, and as it is then. */
  readonly before: string;
  readonly text: string;
  readonly notUndone: readonly NotUndone[];
  /** What else the user should know, a sentence each. */
  readonly notes: readonly string[];
}

/**
 * The `downgrade()` that undoes `upgrade()` of a revision, with what that dropped restored from the schema before it. Nothing
 * is run and nothing written.
 * @returns in the error why there is none, one sentence for the user.
 */
export function generateDowngrade(
  project: ProjectSnapshot,
  id: string,
  { readings, irreversible }: DowngradeOptions,
): Result<GeneratedDowngrade, string> {
  const path = project.chain.map.revisions.get(id)?.script.path;
  const document = path === undefined ? undefined : project.documents.get(path);
  const text = document?.text() ?? null;
  if (document === undefined || text === null) return err(`There is no file of the revision ${id}.`);
  const parts = partsOf(project, id, document, text, readings);
  if (!parts.ok) return parts;
  const lines = new LineIndex(text);
  const scope = importScope(text);
  const bodies = parts.value.map((part) => downgradeBody(part, { lines, scope, irreversible }));
  const edits: InsertedText[] = [];
  for (const { name, upgrade, lines: body } of bodies) {
    const edit = replaceBody(text, name, upgrade, body);
    if (edit === null) return err(`The function '${upgrade}' cannot be read: mend its syntax first.`);
    edits.push(edit);
  }
  const imports = [...new Set(bodies.flatMap((body) => body.imports))];
  edits.push(...importEdits(text, imports));
  return ok({
    file: document.path,
    functions: bodies.map(({ name, lines: body }) => ({ name, lines: body })),
    imports,
    edits: edits.map(({ from, to, newText }) => ({ file: document.path, range: lines.range(from, to), newText })),
    before: text,
    text: edited(text, edits),
    notUndone: bodies.flatMap((body) => body.notUndone),
    notes: parts.value.flatMap(({ note }) => note ?? []),
  });
}

/** The functions to undo; of a file for several databases one for each. */
function partsOf(
  project: ProjectSnapshot,
  id: string,
  document: RevisionDocument,
  text: string,
  readings: DowngradeOptions['readings'],
): Result<readonly DowngradePart[], string> {
  const main = readings.dialectOf(project, null);
  const options = readings.options(project, main, 'online');
  const { engines } = readOperations(text, 'upgrade', options.context, options);
  const parts: DowngradePart[] = [];
  for (const engine of engines?.map((one) => one.engine) ?? [null]) {
    const dialect = readings.dialectOf(project, engine);
    const replayed = readings.replay(project, dialect, engine).revision(project, id);
    if (replayed?.document !== document) {
      return err(`What comes before ${id} cannot be put in order: mend the chain of revisions first.`);
    }
    const { reading, before } = replayed;
    const { context } = readings.options(project, dialect, 'online');
    const note = engine === null ? elsewhere(project, text, { dialect, reading }, readings) : null;
    parts.push({ engine, reading, before, note, context: applyContext(context, id) });
  }
  return ok(parts);
}

const DIALECTS: readonly DialectName[] = ['postgresql', 'sqlite', 'mysql'];

/** Without one of these words, and without modules of the project, a function is the same for every dialect. */
const ASKS = /dialect|bind|context|engine|driver/i;
const OTHER_MODULES =
  /^[ \t]*(?:from|import)[ \t]+(?!(?:alembic|sqlalchemy|typing|__future__|datetime|uuid|enum|json|logging)\b)/m;

/** That other databases are changed otherwise, which one downgrade for all cannot undo; null: they are not. */
function elsewhere(
  project: ProjectSnapshot,
  text: string,
  { dialect, reading }: { readonly dialect: DialectName; readonly reading: Reading },
  readings: DowngradeOptions['readings'],
): string | null {
  if (!ASKS.test(text) && !OTHER_MODULES.test(text)) return null;
  const others = DIALECTS.filter((other) => {
    if (other === dialect) return false;
    const options = readings.options(project, other, 'online');
    return !isSame(reading, readOperations(text, 'upgrade', options.context, options));
  });
  if (others.length === 0) return null;
  const there = others.map((name) => DIALECT_TITLES[name]).join(' and ');
  return `Undoes upgrade() as it runs on ${DIALECT_TITLES[dialect]}; on ${there} that does something else.`;
}
