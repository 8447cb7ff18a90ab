import { err, ok, type Result } from '../common/result';
import type {
  DatabaseState,
  EngineError,
  ExpectedDatabase,
  KnownDatabase,
  OpenedDatabase,
  RunStep,
  WritingCommand,
} from '../engine/engine';
import type { ProjectConfig } from '../project/model';
import { mayDefine } from '../revision/functions';
import type { Chain, RevisionError, Step } from '../revision/model';
import { planDowngrade, planStamp, planUpgrade } from '../revision/plans';
import { rowsAfter } from '../revision/versionRows';
import type { ProjectSnapshot } from '../workspace/snapshot';
import { openEngine, type EngineContext } from './engineContext';
import { identify } from './identify';
import { isAnother, namesOf } from './anotherDatabase';
import { requiredPhrase } from './protection';
import { stateOf } from './readState';

/** What the user wants to run. */
export interface RunQuestion {
  readonly command: WritingCommand;
  /** One; for a stamp possibly several, for ensure_version none. */
  readonly targets: readonly string[];
  /** Further arguments of the command: `--tag`, `x`, `--purge`. */
  readonly options: readonly string[];
  /** A stamp purges where the database is at a revision that no file has: without that Alembic refuses every stamp. */
  readonly purgesUnknown?: boolean;
  /** The databases the user sees the state of, if any. */
  readonly shown?: readonly KnownDatabase[];
}

/** What a run would do to one database. */
export interface PlannedDatabase extends ExpectedDatabase {
  readonly rowsAfter: readonly string[];
}

/** What a run would do to which databases: what the user confirms, and what `executeRun` holds the run to. */
export interface PlannedRun {
  readonly command: WritingCommand;
  readonly targets: readonly string[];
  readonly options: readonly string[];
  /** In the order env.py opens them. */
  readonly databases: readonly [PlannedDatabase, ...PlannedDatabase[]];
  readonly engine: 'alembic' | 'native';
  readonly engineDetail: string;
  /** Name of the target the plan is for; null: none is chosen. */
  readonly target: string | null;
  /** What the user should know of it before. Sentences. */
  readonly notes: readonly string[];
  /** What the user has to type before the run, because a database is protected; null: nothing. */
  readonly phrase: string | null;
}

/** Whether a run would change nothing at all. */
export function isIdle({ command, options, databases }: PlannedRun): boolean {
  if (command === 'ensure_version') return databases.every(({ database }) => database.versionTableExists);
  // With `--purge` the rows go even where no step follows.
  const purged = options.includes('--purge');
  return databases.every(({ database, steps }) => steps.length === 0 && !(purged && database.rows.length > 0));
}

/** Why there is no plan. `state`: what env.py's databases said all the same, to be shown from now on. */
export interface PlanFailure extends EngineError {
  readonly state?: DatabaseState;
}

/**
 * Asks env.py which databases a run would open and at which revisions they are, and plans the steps. Changes nothing.
 * @returns `commandFailed` with Alembic's own text for what Alembic refuses; `changedDatabase` when env.py opens other
 * databases than those shown.
 */
export async function planRun(
  config: ProjectConfig,
  project: Pick<ProjectSnapshot, 'chain' | 'documents'>,
  question: RunQuestion,
  context: EngineContext,
  signal: AbortSignal,
): Promise<Result<PlannedRun, PlanFailure>> {
  const { command, targets, shown } = question;
  const engine = openEngine(config, context);
  if (!engine.ok) return engine;
  const refusal = command === 'ensure_version' ? null : (refusedChain(project.chain) ?? refusedTargets(targets));
  if (refusal !== null) return err(refused(refusal));

  const identified = await identify(engine.value, context, signal);
  if (!identified.ok) return identified;
  const state = stateOf(identified.value);
  if (state.kind !== 'known') return err(state.error);
  if (shown !== undefined && isAnother(shown, state.databases)) {
    return err({
      code: 'changedDatabase',
      message: `Shown is ${namesOf(shown, state.databases)}, but env.py opens ${namesOf(state.databases, shown)}. Nothing was run.`,
      state,
    });
  }
  const unknown = [...new Set(identified.value.flatMap(({ rows }) => rows))].filter(
    (row) => !project.chain.map.revisions.has(row),
  );
  const purges =
    command === 'stamp' &&
    question.purgesUnknown === true &&
    unknown.length > 0 &&
    !question.options.includes('--purge');
  const options = purges ? [...question.options, '--purge'] : question.options;
  const planned: PlannedDatabase[] = [];
  for (const database of identified.value) {
    const one = planDatabase(project, { ...question, options }, database);
    if (!one.ok) return err(refused(unknown.length === 0 ? one.error : advisedUnknown(one.error, command)));
    planned.push(one.value);
  }
  const [first, ...others] = planned;
  if (first === undefined) throw new Error('a known state has a database');
  return ok({
    command,
    targets,
    options,
    databases: [first, ...others],
    engine: engine.value.kind,
    engineDetail: engine.value.detail,
    target: context.options.target,
    notes: purges ? [purgeNote(unknown)] : [],
    phrase: context.protection === undefined ? null : requiredPhrase(state.databases, context.protection),
  });
}

function refusedChain(chain: Chain): string | null {
  if (chain.error !== null) {
    const { exception, message } = chain.error;
    return `Alembic cannot load the revisions: ${exception}: ${message}. First mend what the Problems view (or 'alembic-workbench lint') shows.`;
  }
  const cycle = chain.defects.find((defect) => defect.kind === 'cycle');
  if (cycle === undefined) return null;
  // Alembic's own test lets some cycles pass; ordering them it never ends.
  const ids = cycle.scripts.slice(0, 5).map(({ id }) => `'${id}'`);
  return `Alembic cannot order the revisions: ${ids.join(', ')} follow each other in a circle. Mend the chain first.`;
}

function refusedTargets(targets: readonly string[]): string | null {
  const strange = targets.find((target) => target === '' || (target.startsWith('-') && !/^-\d+$/.test(target)));
  if (strange === undefined && targets.length > 0) return null;
  return `'${strange ?? ''}' names no revision. Give an id, head, +1, -1 or label@head.`;
}

/** The steps in one database; the error is the refusal, in words for the user. */
function planDatabase(
  { chain, documents }: Pick<ProjectSnapshot, 'chain' | 'documents'>,
  { command, targets, options }: RunQuestion,
  database: OpenedDatabase,
): Result<PlannedDatabase, string> {
  const { rows } = database;
  if (command === 'ensure_version') return ok({ database, steps: [], rowsAfter: rows });
  // `--purge` empties the version table before anything else (alembic-behaviour.md §1.2).
  const from = options.includes('--purge') ? [] : rows;
  const planned = plan(chain, command, targets, from);
  if (!planned.ok) return err(planned.error.message);
  const lacking = planned.value.find((step) => lacksFunction(chain, documents, step));
  if (lacking) {
    return err(
      `Revision '${lacking.revision ?? ''}' has no function '${lacking.kind}': Alembic would stop before the first step. Write it first.`,
    );
  }
  let after = from;
  for (const step of planned.value) {
    const changed = rowsAfter(chain.map, after, step);
    if (!changed.ok) return err(changed.error.message);
    after = changed.value;
  }
  return ok({ database, steps: planned.value.map(runStep), rowsAfter: after });
}

function plan(
  { map }: Chain,
  command: Exclude<WritingCommand, 'ensure_version'>,
  targets: readonly string[],
  rows: readonly string[],
): Result<readonly Step[], RevisionError> {
  if (command === 'stamp') return planStamp(map, rows, targets);
  const [target = ''] = targets;
  if (targets.length > 1) {
    return err({ exception: 'CommandError', message: `${command} takes one target, not ${targets.join(' ')}` });
  }
  if (target.includes(':')) return err({ exception: 'CommandError', message: 'Range revision not allowed' });
  return command === 'upgrade' ? planUpgrade(map, rows, target) : planDowngrade(map, rows, target);
}

/** Alembic looks for the functions of all steps before it runs the first (runtime/migration.py, `RevisionStep`). */
function lacksFunction({ map }: Chain, documents: ProjectSnapshot['documents'], { kind, revision }: Step): boolean {
  if (kind === 'stamp' || revision === null) return false;
  const body = documents.get(map.revisions.get(revision)?.script.path ?? '')?.body();
  if (!body || body.faults.length > 0 || mayDefine(body, kind)) return false;
  return !body.functions.some(({ name }) => name === kind);
}

/** As the bridge names the steps (`step_of` of migrations.py). */
function runStep({ kind, revision, to }: Step): RunStep {
  return { kind, revision: kind === 'stamp' ? [...to].sort().join(', ') || 'base' : (revision ?? '') };
}

function purgeNote(unknown: readonly string[]): string {
  const rows = unknown.map((row) => `'${row}'`).join(', ');
  return `No file has ${rows}, so the version table is emptied first (--purge): every row of it goes, whatever its branch.`;
}

/** Alembic's own words for a row that no file has, and the next step. */
function advisedUnknown(message: string, command: WritingCommand): string {
  if (!message.startsWith("Can't locate revision identified by")) return message;
  const stamp = command === 'stamp' ? 'stamp with --purge' : 'stamp the database with --purge';
  return `${message}. The database is at a revision that no file has: get its file back, or ${stamp}.`;
}

function refused(message: string): EngineError {
  return { code: 'commandFailed', message };
}
