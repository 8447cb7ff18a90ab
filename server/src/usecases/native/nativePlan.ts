import { err, type Result } from '../../common/result';
import { dialectNamed } from '../../dialect/registry';
import { type NativeEnvironment, nativeProgram } from '../../engine/native/plan';
import type { NativeProgram, NativeRefusal } from '../../engine/native/program';
import { mayTouch } from '../../operations/hooks';
import type { CreateTable } from '../../operations/operation';
import type { Step } from '../../revision/model';
import type { PrimaryKeyConstraint } from '../../schema/model';
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
  const hooks = new ProjectHooks(options);
  const own = ownImplementation(project, hooks);
  if (own !== null) {
    const reason = 'A revision, or a module that it imports, replaces what Alembic itself does, for every revision.';
    return err({ revision: null, file: own, line: null, reason });
  }
  const found = hooks.all(project);
  if (question.rows.length === 0 && found.some((hook) => mayTouch(hook, versionTableMade(question.environment)))) {
    const reason =
      'A file of the project changes how SQLAlchemy makes tables, so what the version table becomes is not known.';
    return err({ revision: null, file: null, line: null, reason });
  }
  return nativeProgram({
    ...question,
    project,
    reading: options,
    writer: {
      dialect,
      context: applyContext(context, null),
      hooks: found,
      tableSql: (table) => {
        const written = tableSql(table, context);
        const bare = (statement: string): string => statement.slice(0, -TERMINATOR.length);
        return written.ok ? { ok: true, value: written.value.map(bare) } : written;
      },
    },
  });
}

/** What making the version table is to those who listen: its key, whose name they may change, and the table itself. */
function versionTableMade({ versionTable: { name, schema, primaryKey } }: NativeEnvironment): CreateTable {
  const key: PrimaryKeyConstraint = {
    kind: 'primaryKey',
    name: { text: `${name}_pkc`, final: false },
    columns: ['version_num'],
    deferrable: null,
    initially: null,
    options: {},
  };
  return {
    kind: 'createTable',
    place: { from: 0, to: 0 },
    table: name,
    schema,
    items: primaryKey ? [key] : [],
    ifNotExists: null,
    comment: null,
    prefixes: [],
    options: {},
  };
}

/** An operation written anew, a dialect of the project's own: Alembic loads all revisions before it runs one. */
const REPLACES =
  /\bimplementation_for\s*\([^)]*\breplace\b|\bclass\s+\w+\s*\([^)]*\b(?:DefaultImpl|SQLiteImpl|PostgresqlImpl)\b/;

/** The path of the first file that does so. */
function ownImplementation({ documents }: Pick<ProjectSnapshot, 'documents'>, hooks: ProjectHooks): string | null {
  for (const [path, document] of documents) {
    const text = document.text() ?? '';
    if (REPLACES.test(text) || hooks.leadsTo(text, REPLACES)) return path;
  }
  return null;
}
