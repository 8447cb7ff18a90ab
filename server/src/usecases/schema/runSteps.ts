import type { ApplyContext } from '../../operations/applied';
import { applyOperation } from '../../operations/applyOperation';
import type { PlacedOperation } from '../../operations/namedAt';
import type { Batch, Operation } from '../../operations/operation';
import { type Reading, readOperations } from '../../operations/readOperations';
import type { DialectName } from '../../schema/context';
import type { Schema } from '../../schema/schema';
import { inTurns } from '../../workspace/scheduler';
import { applyContext } from './applyContext';
import type { ProjectReadings, RevisionWay } from './projectReadings';
import type { RevisionReplay } from './schemaReplay';

/** One operation of a run, and the schema around it. */
export interface RunStep extends PlacedOperation {
  /** Null: the revision is not where the chain can say what comes before it. */
  readonly schema: { readonly before: Schema; readonly after: Schema } | null;
}

/** What one direction of a revision does to one database. */
export interface Run {
  /** Null: the project has one database. */
  readonly engine: string | null;
  readonly dialect: DialectName;
  readonly reading: Reading;
  /** In the order in which they run; blocks before what is in them. */
  readonly steps: readonly RunStep[];
  /** Every revision up to this one, itself included, in the order of an upgrade; null as for `schema`. */
  readonly replayed: readonly RevisionReplay[] | null;
}

/** What one direction of a revision does online, to each of its databases. */
export async function runsOf(
  question: RevisionWay,
  readings: ProjectReadings,
  signal?: AbortSignal,
): Promise<readonly Run[]> {
  const { project, document, direction } = question;
  const main = readings.dialectOf(project, null);
  const options = readings.options(project, main, 'online');
  const { engines } = readOperations(document.text() ?? '', direction, options.context, options);
  const runs: Run[] = [];
  for (const engine of engines?.map((one) => one.engine) ?? [null]) {
    const dialect = readings.dialectOf(project, engine);
    const { context } = readings.options(project, dialect, 'online');
    const replayed = await replayedTo(question, dialect, engine, readings, signal);
    const last = replayed?.at(-1);
    const schema = direction === 'upgrade' ? last?.before : last?.after;
    const isReplayed = direction === 'upgrade' && last !== undefined;
    const reading = isReplayed ? last.reading : readings.read(question, dialect, engine, schema);
    const steps = stepsOf(reading.operations, schema ?? null, applyContext(context, document.script?.id ?? null));
    runs.push({ engine, dialect, reading, steps, replayed });
  }
  return runs;
}

async function replayedTo(
  { project, document }: RevisionWay,
  dialect: DialectName,
  engine: string | null,
  readings: ProjectReadings,
  signal: AbortSignal | undefined,
): Promise<readonly RevisionReplay[] | null> {
  const id = document.script?.id;
  if (id === undefined) return null;
  const replayed = await inTurns(readings.replay(project, dialect, engine).steps(project, id), signal);
  // A file that has the id of another one is not what the chain holds.
  return replayed?.at(-1)?.document === document ? replayed : null;
}

function stepsOf(
  operations: readonly Operation[],
  start: Schema | null,
  context: ApplyContext,
  batch: Batch | null = null,
): readonly RunStep[] {
  let before = start;
  return operations.flatMap((operation) => {
    const after = before === null ? null : applyOperation(before, operation, context).schema;
    const step: RunStep = { operation, batch, schema: before === null || after === null ? null : { before, after } };
    const inside =
      operation.kind === 'batch'
        ? stepsOf(operation.children, before, context, operation)
        : operation.kind === 'autocommitBlock'
          ? stepsOf(operation.children, before, context, batch)
          : [];
    before = after;
    return [step, ...inside];
  });
}
