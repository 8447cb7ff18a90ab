import { LineIndex } from '../../common/lineIndex';
import { err, ok, type Result } from '../../common/result';
import type { RunMemo } from '../../dialect/statement';
import type { VersionTableOptions } from '../../dialect/versionTableSql';
import { type ReadOptions, readOperations } from '../../operations/readOperations';
import { triedParts } from '../../python/triedParts';
import type { Step } from '../../revision/model';
import { getRevision } from '../../revision/resolve';
import { asRevision } from '../../revision/traverse';
import { changesBy } from '../../revision/versionRows';
import type { Schema } from '../../schema/schema';
import type { ProjectSnapshot } from '../../workspace/snapshot';
import type { RunStep } from '../engine';
import { type KeyPragmas, keyPragmas } from './keyPragmas';
import { logLine } from './logLine';
import type { NativeAction, NativeProgram, NativeRefusal, NativeStep, NativeTransaction } from './program';
import { type PlacedAction, type StatementRefusal, stepStatements, type StatementWriter } from './stepStatements';

/** What env.py says of how a run is wrapped. */
export interface NativeEnvironment {
  readonly versionTable: VersionTableOptions;
  /** `transactional_ddl`; null: as the dialect has it. */
  readonly transactionalDdl: boolean | null;
  readonly transactionPerMigration: boolean;
}

export interface NativeQuestion {
  readonly project: Pick<ProjectSnapshot, 'chain' | 'documents'>;
  readonly dialect: NativeProgram['dialect'];
  /** What the version table holds. */
  readonly rows: readonly string[];
  readonly purge: boolean;
  readonly steps: readonly Step[];
  readonly environment: NativeEnvironment;
  /** What the database was read to hold: revisions may ask for it. */
  readonly start: Schema;
  readonly reading: ReadOptions;
  readonly writer: Omit<StatementWriter, 'memo'>;
}

/**
 * All that a run sends; nothing is opened for it.
 * @returns in the error the first reason why it is not wholly known: nothing may be run then.
 */
export function nativeProgram(question: NativeQuestion): Result<NativeProgram, NativeRefusal> {
  const { dialect, environment, purge, rows, writer } = question;
  const memo: RunMemo = { createdTypes: new Set() };
  const steps: PlannedStep[] = [];
  let schema = question.start;
  let before = purge ? [] : rows;
  for (const step of question.steps) {
    const planned = planStep(step, schema, before, question, { ...writer, memo });
    if (!planned.ok) return planned;
    steps.push(planned.value);
    schema = planned.value.after;
    before = planned.value.step.rowsAfter;
  }
  const isWhole = (environment.transactionalDdl ?? dialect === 'postgresql') && !environment.transactionPerMigration;
  const transactions = isWhole && dialect !== 'sqlite' ? [{ steps: steps.map(({ step }) => step) }] : steps.map(alone);
  return ok({
    dialect,
    versionTable: environment.versionTable,
    rows,
    purge,
    // Without a step the version table is made all the same.
    transactions: transactions.length === 0 ? [{ steps: [] }] : transactions,
  });
}

interface PlannedStep {
  readonly step: NativeStep;
  readonly keys: Omit<NativeTransaction, 'steps'>;
  readonly after: Schema;
}

/** SQLite keeps or forgets a revision as a whole, whatever env.py asks for. */
function alone({ step, keys }: PlannedStep): NativeTransaction {
  return { ...keys, steps: [step] };
}

function planStep(
  step: Step,
  schema: Schema,
  rows: readonly string[],
  question: NativeQuestion,
  writer: StatementWriter,
): Result<PlannedStep, NativeRefusal> {
  const { project } = question;
  const { map } = project.chain;
  const changed = changesBy(map, rows, step);
  const nowhere = { revision: step.revision, file: null, line: null };
  if (!changed.ok) return err({ ...nowhere, reason: changed.error.message });
  const base = {
    step: { kind: step.kind, revision: step.kind === 'stamp' ? goalOf(step) : (step.revision ?? '') } satisfies RunStep,
    log: logLine(map, step),
    changes: changed.value.changes,
    rowsAfter: changed.value.after,
  };
  if (step.kind === 'stamp' || step.revision === null) {
    return ok({ step: { ...base, file: null, actions: [], checksReferences: false }, keys: {}, after: schema });
  }
  const file = asRevision(getRevision(map, step.revision)).script.path;
  const text = project.documents.get(file)?.text() ?? null;
  if (text === null) return err({ ...nowhere, file, reason: 'The file of the revision is gone.' });
  const lines = new LineIndex(text);
  const refused = (reason: string, from: number | null): Result<never, NativeRefusal> =>
    err({
      revision: step.revision,
      file,
      line: from === null ? null : lines.position(from).line,
      reason,
    });
  const { context } = writer;
  const options = { ...question.reading, schema };
  const { engines, ...reading } = readOperations(text, step.kind, context, options);
  if (engines !== null) return refused('The revision is written for several databases.', null);
  if (reading.steers !== undefined) {
    const reason =
      'The revision does more with the connection than send statements: it commits, or sets how it is run.';
    return refused(reason, reading.steers.from);
  }
  const revision = { ...context, revision: step.revision };
  const sent = stepStatements(reading, schema, { ...writer, context: revision }, triedParts(text));
  if (!sent.ok) return refused(sent.error.reason, sent.error.place.from);
  const pragmas: Result<KeyPragmas, StatementRefusal> =
    question.dialect === 'sqlite' ? keyPragmas(sent.value.actions) : ok({ actions: sent.value.actions });
  if (!pragmas.ok) return refused(pragmas.error.reason, pragmas.error.place.from);
  const { actions, before, after } = pragmas.value;
  return ok({
    step: {
      ...base,
      file,
      actions: actions.map((action) => withLine(action, lines)),
      checksReferences: actions.some(({ kind }) => kind === 'expect'),
    },
    keys: {
      ...(before !== undefined && { enforcesKeys: before }),
      ...(after !== undefined && { enforcesKeysAfter: after }),
    },
    after: sent.value.after,
  });
}

/** As the bridge names the steps (`step_of` of migrations.py). */
function goalOf({ to }: Step): string {
  return [...to].sort().join(', ') || 'base';
}

function withLine(action: PlacedAction, lines: LineIndex): NativeAction {
  const lineOf = (from: number): number => lines.position(from).line;
  if (action.kind === 'alone') {
    return {
      kind: 'alone',
      statements: action.statements.map(({ sql, place }) => ({ sql, line: lineOf(place.from) })),
    };
  }
  const { place, ...rest } = action;
  return { ...rest, line: lineOf(place.from) };
}
