import { err, ok, type Result } from '../common/result';
import type { EngineError, OpenedDatabase, RunStep, WritingCommand } from '../engine/engine';
import { mayDefine } from '../revision/functions';
import type { Chain, RevisionError, Step } from '../revision/model';
import { planDowngrade, planStamp, planUpgrade } from '../revision/plans';
import { rowsAfter } from '../revision/versionRows';
import type { ProjectSnapshot } from '../workspace/snapshot';
import { isAnother, namesOf } from './anotherDatabase';
import type { PlanFailure, PlannedDatabase, PlannedRun, RunQuestion } from './plannedRun';
import { type Protection, requiredPhrase } from './protection';
import { stateOf } from './readState';

/** Why Alembic would not even begin; null: it would. */
export function whyNotBegun(
  { command, targets }: RunQuestion,
  { chain }: Pick<ProjectSnapshot, 'chain'>,
): EngineError | null {
  const refusal = command === 'ensure_version' ? null : (refusedChain(chain) ?? refusedTargets(targets));
  return refusal === null ? null : refused(refusal);
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

/** The steps in one database, for the user and as the chain has them; the error is the refusal, in words for the user. */
function planDatabase(
  { chain, documents }: Pick<ProjectSnapshot, 'chain' | 'documents'>,
  { command, targets, options }: RunQuestion,
  database: OpenedDatabase,
): Result<{ readonly planned: PlannedDatabase; readonly steps: readonly Step[] }, string> {
  const { rows } = database;
  if (command === 'ensure_version') return ok({ planned: { database, steps: [], rowsAfter: rows }, steps: [] });
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
  const steps = planned.value.map(runStep);
  return ok({ planned: { database, steps, rowsAfter: after }, steps: planned.value });
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

/** What is planned, whoever runs it. */
export interface PlannedSteps {
  readonly run: Omit<PlannedRun, 'engine' | 'engineDetail' | 'native' | 'target'>;
  /** Of each database, as the chain has them. */
  readonly steps: readonly (readonly Step[])[];
}

/**
 * Plans a run for databases that were looked at.
 * @returns `commandFailed` with Alembic's own text for what Alembic refuses; `changedDatabase` when they are others than those
 * shown.
 */
export function planSteps(
  project: Pick<ProjectSnapshot, 'chain' | 'documents'>,
  question: RunQuestion,
  databases: readonly OpenedDatabase[],
  protection: Protection | undefined,
): Result<PlannedSteps, PlanFailure> {
  const { command, targets, shown } = question;
  const state = stateOf(databases);
  if (state.kind !== 'known') return err(state.error);
  if (shown !== undefined && isAnother(shown, state.databases)) {
    return err({
      code: 'changedDatabase',
      message: `Shown is ${namesOf(shown, state.databases)}, but env.py opens ${namesOf(state.databases, shown)}. Nothing was run.`,
      state,
    });
  }
  const unknown = [...new Set(databases.flatMap(({ rows }) => rows))].filter(
    (row) => !project.chain.map.revisions.has(row),
  );
  const purges =
    command === 'stamp' &&
    question.purgesUnknown === true &&
    unknown.length > 0 &&
    !question.options.includes('--purge');
  const options = purges ? [...question.options, '--purge'] : question.options;
  const planned: PlannedDatabase[] = [];
  const steps: (readonly Step[])[] = [];
  for (const database of databases) {
    const one = planDatabase(project, { ...question, options }, database);
    if (!one.ok) return err(refused(unknown.length === 0 ? one.error : advisedUnknown(one.error, command)));
    planned.push(one.value.planned);
    steps.push(one.value.steps);
  }
  const [first, ...others] = planned;
  if (first === undefined) throw new Error('a known state has a database');
  const notes = purges ? [purgeNote(unknown)] : [];
  const phrase = requiredPhrase(state.databases, protection);
  return ok({ steps, run: { command, targets, options, databases: [first, ...others], notes, phrase } });
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
