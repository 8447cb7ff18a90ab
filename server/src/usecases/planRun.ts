import { err, ok, type Result } from '../common/result';
import type { DatabaseIdentity, DatabaseState, EngineError, OpenedDatabase, RunStep } from '../engine/engine';
import type { ProjectConfig } from '../project/model';
import { mayDefine } from '../revision/functions';
import type { Chain, RevisionError, Step } from '../revision/model';
import { planDowngrade, planStamp, planUpgrade } from '../revision/plans';
import { rowsAfter } from '../revision/versionRows';
import type { ProjectSnapshot } from '../workspace/snapshot';
import { openEngine, type EngineContext } from './engineContext';

export interface RunQuestion {
  readonly command: 'upgrade' | 'downgrade' | 'stamp';
  /** One; for a stamp possibly several. */
  readonly targets: readonly string[];
  /** The database the user sees the state of, if any. */
  readonly shown?: DatabaseIdentity;
}

/** What a run would do to which database: what the user confirms, and what `executeRun` holds the run to. */
export interface PlannedRun {
  readonly command: 'upgrade' | 'downgrade' | 'stamp';
  readonly targets: readonly string[];
  readonly database: OpenedDatabase;
  /** In the order they run; empty: there is nothing to do. */
  readonly steps: readonly RunStep[];
  readonly rowsAfter: readonly string[];
  readonly engine: 'alembic' | 'native';
  readonly engineDetail: string;
}

/** Why there is no plan. `state`: what env.py's database said all the same, to be shown from now on. */
export interface PlanFailure extends EngineError {
  readonly state?: DatabaseState;
}

/**
 * Asks env.py which database a run would open and at which revisions it is, and plans the steps. Changes nothing.
 * @returns `commandFailed` with Alembic's own text for what Alembic refuses; `changedDatabase` when env.py opens another
 * database than the one shown; `unsupported` when it opens several.
 */
export async function planRun(
  config: ProjectConfig,
  { chain, documents }: Pick<ProjectSnapshot, 'chain' | 'documents'>,
  question: RunQuestion,
  context: EngineContext,
  signal: AbortSignal,
): Promise<Result<PlannedRun, PlanFailure>> {
  const { command, targets, shown } = question;
  const engine = openEngine(config, context);
  if (!engine.ok) return engine;
  if (chain.error !== null) {
    const { exception, message } = chain.error;
    return err(
      refused(
        `Alembic cannot load the revisions: ${exception}: ${message}. First mend what the Problems view (or 'alembic-workbench lint') shows.`,
      ),
    );
  }
  const cycle = chain.defects.find((defect) => defect.kind === 'cycle');
  if (cycle) {
    // Alembic's own test lets some cycles pass; ordering them it never ends.
    const ids = cycle.scripts.slice(0, 5).map(({ id }) => `'${id}'`);
    return err(
      refused(
        `Alembic cannot order the revisions: ${ids.join(', ')} follow each other in a circle. Mend the chain first.`,
      ),
    );
  }
  const strange = targets.find((target) => target === '' || (target.startsWith('-') && !/^-\d+$/.test(target)));
  if (strange !== undefined || targets.length === 0) {
    return err(refused(`'${strange ?? ''}' names no revision. Give an id, head, +1, -1 or label@head.`));
  }

  const identified = await engine.value.identify({ output: context.output }, signal);
  if (!identified.ok) return identified;
  const [database, ...others] = identified.value;
  if (database === undefined || others.length > 0) {
    const names = identified.value.map(({ identity }) => identity.label).join(', ');
    const message = `env.py opens ${identified.value.length} databases (${names}). Run it by \`alembic ${command}\` in a terminal.`;
    return err({ code: 'unsupported', message });
  }
  const { identity, rows, versionTableExists } = database;
  const other = shown?.key != null && identity.key !== null && shown.key !== identity.key;
  if (other) {
    return err({
      code: 'changedDatabase',
      message: `Shown is ${shown.label} (${shown.url}), but env.py opens ${identity.label} (${identity.url}). Nothing was run.`,
      state: { kind: 'known', source: 'bridge', database: identity, rows, versionTableExists },
    });
  }

  const planned = plan(chain, command, targets, rows);
  if (!planned.ok) return err(refused(planned.error.message));
  const lacking = planned.value.find((step) => lacksFunction(chain, documents, step));
  if (lacking) {
    return err(
      refused(
        `Revision '${lacking.revision ?? ''}' has no function '${lacking.kind}': Alembic would stop before the first step. Write it first.`,
      ),
    );
  }
  let after = rows;
  for (const step of planned.value) {
    const changed = rowsAfter(chain.map, after, step);
    if (!changed.ok) return err(refused(changed.error.message));
    after = changed.value;
  }
  return ok({
    command,
    targets,
    database,
    steps: planned.value.map(runStep),
    rowsAfter: after,
    engine: engine.value.kind,
    engineDetail: engine.value.detail,
  });
}

function plan(
  { map }: Chain,
  command: RunQuestion['command'],
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

/** As the bridge names the steps (`step_of` of alembicBridge.py). */
function runStep({ kind, revision, to }: Step): RunStep {
  return { kind, revision: kind === 'stamp' ? [...to].sort().join(', ') || 'base' : (revision ?? '') };
}

function refused(message: string): EngineError {
  return { code: 'commandFailed', message };
}
