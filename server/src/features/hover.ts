import type { Connection, Hover, HoverParams } from 'vscode-languageserver';
import { LineIndex } from '../common/lineIndex';
import { type Position, type Range, rangeTouches } from '../common/range';
import { type Named, namedAt, operationsAt } from '../operations/namedAt';
import type { Operation } from '../operations/operation';
import { operationLabel, path as dotted } from '../operations/operationWords';
import type { Direction } from '../operations/readOperations';
import { codeSpan, escapeMarkdown } from '../protocol/markdown';
import { pathAt, type PathNode } from '../python/pathAt';
import type { Context } from '../schema/context';
import { schemaKey } from '../schema/schema';
import type { ProjectReadings } from '../usecases/schema/projectReadings';
import { type Run, runsOf, type RunStep } from '../usecases/schema/runSteps';
import { touchedBy } from '../usecases/schema/touched';
import { shownSql, type ShownSql } from '../usecases/sql/shownSql';
import { inTurns } from '../workspace/scheduler';
import { directionAt } from './support/directionAt';
import { namedText, paragraphs, revisionLink, schemaCount, sqlText, touchingText } from './support/hoverText';
import { guard } from './support/guard';
import { identifierItems } from './support/identifierItems';
import { inProjects, type ProjectFile } from './support/inProjects';
import { needed } from './support/needed';
import { operationSentence } from './support/operationSentence';
import type { OperationsHost } from './support/operationsHost';

/** Operations of one call, or of one revision, beyond this many are counted. */
const MOST_OPERATIONS = 6;

/** Answers hovers over revision files. */
export function registerHover(
  connection: Connection,
  get: () => OperationsHost | null,
  log: (message: string) => void,
): void {
  const host = needed(get);
  const answer = ({ textDocument, position }: HoverParams, signal: AbortSignal): Promise<Hover | null> => {
    const { snapshot, readings } = host();
    // Of a file that is a revision of several projects the first one counts.
    const [file] = inProjects(snapshot(), textDocument.uri);
    return file === undefined ? Promise.resolve(null) : hover(file, position, readings, signal);
  };
  connection.onHover(guard('a hover', answer, log));
}

/**
 * What is known at a place of a revision file: over the id in `down_revision` the schema there, over a call of `op` what it
 * does, its SQL and its table, over the name of a table or column its schema there and who touched it. Null: nothing.
 */
export async function hover(
  file: ProjectFile,
  position: Position,
  readings: ProjectReadings,
  signal?: AbortSignal,
): Promise<Hover | null> {
  const { downRevision, dependsOn } = file.document.head;
  const words = [...identifierItems(downRevision), ...identifierItems(dependsOn)];
  const word = words.find(({ range }) => rangeTouches(range, position));
  if (word !== undefined) return shown(await revisionHover(file, word.value, readings, signal), word.range);
  const text = file.document.text() ?? '';
  const lines = new LineIndex(text);
  const offset = lines.offset(position);
  const path = pathAt(text, offset);
  const isCallee = path.some((node) => node.kind === 'call' && offset <= node.callee.to);
  if (!isCallee && path.at(-1)?.kind !== 'string') return null;
  // A helper stands in neither function: most are for upgrades.
  const way = directionAt(file.document, position);
  for (const direction of way === null ? (['upgrade', 'downgrade'] as const) : [way]) {
    const runs = await runsOf({ ...file, direction }, readings, signal);
    for (const run of runs) {
      const named = namedAt(path, run.steps);
      const { context } = readings.options(file.project, run.dialect, 'online');
      if (named !== null) return shown(nameHover(run, named, path, context), lines.range(named.from, named.to));
      const found = operationsAt(path, run.steps);
      if (found === null || offset > found.call.callee.to) continue;
      const { callee } = found.call;
      const content = await callHover({ ...file, direction }, run, found.operations, readings, signal);
      return shown(content, lines.range(callee.from, callee.to));
    }
  }
  return null;
}

function shown(value: string, range: Range): Hover | null {
  return value === '' ? null : { contents: { kind: 'markdown', value }, range };
}

/** A revision that another one follows or depends on: who it is, what it did, and how much there is after it. */
async function revisionHover(
  { project }: ProjectFile,
  word: string,
  readings: ProjectReadings,
  signal: AbortSignal | undefined,
): Promise<string> {
  const { map } = project.chain;
  const id = map.labels.get(word) ?? word;
  const document = [...project.documents.values()].find(({ script }) => script?.id === id);
  if (document === undefined) return '';
  const created = document.head.docstring?.createDate?.value;
  const about = [revisionLink(document), ...(created === undefined ? [] : [escapeMarkdown(`created ${created}`)])];
  const replay = readings.replay(project, readings.dialectOf(project, null), null);
  const replayed = (await inTurns(replay.steps(project, id), signal))?.at(-1);
  if (replayed === undefined) return paragraphs([about.join(', ')]);
  const labels = replayed.reading.operations.map(operationLabel);
  return paragraphs([
    about.join(', '),
    schemaCount(replayed.after),
    bullets(labels.map(escapeMarkdown), 'It does nothing to the schema.'),
  ]);
}

/** A call of `op`: what it does, its SQL, and the table it is about. */
async function callHover(
  way: ProjectFile & { readonly direction: Direction },
  { engine, dialect, replayed }: Run,
  steps: readonly RunStep[],
  readings: ProjectReadings,
  signal: AbortSignal | undefined,
): Promise<string> {
  const sentences = steps.map(({ operation }) =>
    operation.kind === 'opaque'
      ? `Not known: ${escapeMarkdown(operation.reason)}`
      : operationSentence(operation, codeSpan),
  );
  const parts = await shownSql(way, readings, signal);
  const part = parts.find((one) => one.engine === engine);
  const sql = everyOne(part?.operations ?? []).filter((one) => isAt(one.operation, steps[0]?.operation));
  const last = steps.at(-1);
  const [first, ...others] = sentences;
  return paragraphs([
    others.length === 0 ? (first ?? '') : bullets(sentences, ''),
    ...(steps.every(({ operation }) => operation.kind === 'opaque') ? [] : [sqlText(sql, dialect)]),
    last === undefined || replayed === null
      ? ''
      : tableOf(last, readings.options(way.project, dialect, 'online').context),
  ]);
}

/** The table that an operation leaves behind; of one that drops it the table as it was. */
function tableOf({ operation, schema }: RunStep, context: Context): string {
  const named = tableNamed(operation);
  if (named === null || schema === null) return '';
  // What CREATE TABLE makes is told by its SQL.
  const isTold = operation.kind === 'createTable';
  if (isTold && schema.after.tables.get(schemaKey(named.table, named.schema))?.doubt === null) return '';
  const isGone = operation.kind === 'dropTable';
  const title = isGone ? 'before' : 'after it';
  return namedText(isGone ? schema.before : schema.after, { ...named, column: null }, title, context);
}

function tableNamed(operation: Operation): { readonly table: string; readonly schema: string | null } | null {
  if (!('table' in operation) || typeof operation.table !== 'string') return null;
  const schema = 'schema' in operation ? operation.schema : null;
  return { table: operation.kind === 'renameTable' ? operation.newName : operation.table, schema };
}

/** The name of a table or column: how it is there, and which revisions up to this one touched it. */
function nameHover({ steps, replayed }: Run, named: Named, path: readonly PathNode[], context: Context): string {
  const step = operationsAt(path, steps)?.operations.at(-1);
  const { table, schema, column } = named;
  const name = codeSpan(column === null ? dotted(schema, table) : `${dotted(schema, table)}.${column}`);
  const touching = replayed === null ? [] : touchedBy(replayed, { table, schema, column });
  const around = step?.schema ?? null;
  // As it is after the operation; as it was before one that takes it away.
  const text =
    around &&
    (namedText(around.after, named, 'after it', context) || namedText(around.before, named, 'before', context));
  return paragraphs([
    `${column === null ? 'Table' : 'Column'} ${name}`,
    text ?? '',
    touching.length === 0 ? '' : `Touched up to here by\n\n${touchingText(touching)}`,
  ]);
}

function isAt({ place }: Operation, other: Operation | undefined): boolean {
  return place.from === other?.place.from && place.to === other.place.to;
}

function everyOne(shown: readonly ShownSql[]): readonly ShownSql[] {
  return shown.flatMap((one) => [one, ...everyOne(one.children)]);
}

function bullets(items: readonly string[], nothing: string): string {
  if (items.length === 0) return nothing;
  const left = items.length - MOST_OPERATIONS;
  const shown = items.slice(0, MOST_OPERATIONS).map((item) => `- ${item}`);
  return [...shown, ...(left > 0 ? [`- and ${left} more`] : [])].join('\n');
}
