import { err, type Result } from '../../common/result';
import { dialectNamed } from '../../dialect/registry';
import { type NativeEnvironment, nativeProgram } from '../../engine/native/plan';
import type { NativeProgram, NativeRefusal } from '../../engine/native/program';
import type { Step } from '../../revision/model';
import type { Schema } from '../../schema/schema';
import type { ProjectSnapshot } from '../../workspace/snapshot';
import { applyContext } from '../schema/applyContext';
import { tableSql } from '../schema/tableSql';
import { TERMINATOR } from '../sql/eachRevision';
import { ProjectHooks } from '../sql/projectHooks';
import type { SqlOptions } from '../sql/sqlOptions';

export interface NativePlanQuestion {
  readonly dialect: NativeProgram['dialect'];
  /** What the version table holds. */
  readonly rows: readonly string[];
  readonly purge: boolean;
  readonly steps: readonly Step[];
  readonly environment: NativeEnvironment;
  /** What the project's revisions are read by; online. */
  readonly options: SqlOptions;
  /** What the database was read to hold. */
  readonly start: Schema;
}

/**
 * All that a run would send to a database that the project's revisions have made, up to its rows.
 * @returns in the error why it is not wholly known.
 */
export function nativePlan(
  project: Pick<ProjectSnapshot, 'chain' | 'documents'>,
  { options, ...question }: NativePlanQuestion,
): Result<NativeProgram, NativeRefusal> {
  const dialect = dialectNamed(question.dialect);
  const { context } = options;
  if (dialect === undefined) {
    return err({ revision: null, file: null, line: null, reason: `SQL is not written for ${question.dialect}.` });
  }
  return nativeProgram({
    ...question,
    project,
    reading: options,
    writer: {
      dialect,
      context: applyContext(context, null),
      hooks: new ProjectHooks(options).all(project),
      tableSql: (table) => {
        const written = tableSql(table, context);
        const bare = (statement: string): string => statement.slice(0, -TERMINATOR.length);
        return written.ok ? { ok: true, value: written.value.map(bare) } : written;
      },
    },
  });
}
