import { LineIndex } from '../../common/lineIndex';
import { err, ok, type Result } from '../../common/result';
import type { RunMemo } from '../../dialect/statement';
import { VersionTableSql } from '../../dialect/versionTableSql';
import { offlineScript } from '../../engine/native/offlineScript';
import { readOperations } from '../../operations/readOperations';
import type { RevisionMap, Step } from '../../revision/model';
import { planDowngrade, planUpgrade } from '../../revision/plans';
import { resolveRevisions } from '../../revision/resolve';
import type { ProjectSnapshot } from '../../workspace/snapshot';
import { type EachOptions, statementsOf, TERMINATOR } from './eachRevision';
import type { ConfigureOptions } from './configureOptions';
import { ProjectHooks, whyHooked, withHooks } from './projectHooks';

/** Where a script begins: at any identifier, `base` included, or where a database stands. */
export type ScriptStart = string | { readonly rows: readonly string[]; readonly versionTableExists: boolean };

export interface ScriptOptions extends EachOptions {
  readonly direction: 'upgrade' | 'downgrade';
  readonly from: ScriptStart;
  readonly to: string;
  readonly offline: ConfigureOptions;
}

/**
 * What `alembic upgrade FROM:TO --sql` prints (downgrade likewise), without Python.
 * @returns in the error why there is no script: of which revision, on which line.
 */
export function scriptSql(project: ProjectSnapshot, options: ScriptOptions): Result<string, string> {
  const { chain, documents } = project;
  const { from, to, direction, offline, context, dialect } = options;
  if (chain.error !== null) return err(`${chain.error.exception}: ${chain.error.message}`);
  const start = typeof from === 'string' ? startAt(chain.map, from) : ok(from);
  if (!start.ok) return start;
  const { rows, versionTableExists } = start.value;
  const steps = (direction === 'upgrade' ? planUpgrade : planDowngrade)(chain.map, rows, to);
  if (!steps.ok) return err(steps.error.message);
  // CREATE TYPE is written once in a run.
  const memo: RunMemo = { createdTypes: new Set() };
  const hooks = new ProjectHooks(options).all(project);
  const statements = (step: Step): Result<readonly string[], { readonly message: string }> => {
    const script = chain.map.revisions.get(step.revision ?? '')?.script;
    const text = script === undefined ? null : (documents.get(script.path)?.text() ?? null);
    if (script === undefined || text === null) return err({ message: `The file of ${step.revision ?? ''} is gone.` });
    const reading = withHooks(hooks, readOperations(text, direction, context, options));
    const where = (from: number): string => `${script.path}:${new LineIndex(text).range(from, from).start.line + 1}: `;
    if (reading.engines !== null)
      return err({ message: `${where(0)}The revision is written for several databases: --each has the SQL of each.` });
    const [hooked] = reading.operations.flatMap((operation) => whyHooked(hooks, operation) ?? []);
    if (hooked !== undefined) return err({ message: where(0) + hooked });
    const written = statementsOf(reading, options, memo);
    return written.ok ? written : err({ message: where(written.error.place.from) + written.error.reason });
  };
  const script = offlineScript(chain.map, rows, steps.value, statements, {
    transactionalDdl: offline.transactionalDdl ?? dialect.transactionalDdl,
    transactionPerMigration: offline.transactionPerMigration,
    versionTableExists,
    versionTable: new VersionTableSql(context.dialect, offline.versionTable, (name) => dialect.quote(name)),
    begin: `BEGIN${TERMINATOR}`,
    commit: `COMMIT${TERMINATOR}`,
    terminator: TERMINATOR,
  });
  return script.ok ? script : err(script.error.message);
}

/** As `alembic upgrade FROM:TO --sql` takes it: from base on there is no version table yet. */
function startAt(map: RevisionMap, from: string): Result<Exclude<ScriptStart, string>, string> {
  const start = from === 'base' ? ok([]) : resolveRevisions(map, from);
  if (!start.ok) return err(start.error.message);
  const rows = start.value.flatMap((one) => (one === null || one === 'base' ? [] : [one.id]));
  return ok({ rows, versionTableExists: false });
}
