import { type FileSystem, orNull } from '../../common/fileSystem';
import { err, ok, type Result } from '../../common/result';
import type { VersionTableOptions } from '../../dialect/versionTableSql';
import type { ProjectConfig } from '../../project/model';
import type { Argument, Expression, Statement } from '../../python/ast';
import { decodePython } from '../../python/decode';
import { layOut } from '../../python/layout';
import { parseChunks } from '../../python/parse';

/** What env.py tells Alembic about an offline run. */
export interface OfflineEnvironment {
  readonly versionTable: VersionTableOptions;
  /** Null: as the dialect has it. */
  readonly transactionalDdl: boolean | null;
  readonly transactionPerMigration: boolean;
}

/** What a configuration without env.py gives: Alembic's defaults. */
const DEFAULTS: OfflineEnvironment = {
  versionTable: { name: 'alembic_version', schema: null, primaryKey: true },
  transactionalDdl: null,
  transactionPerMigration: false,
};

/** Keywords of `context.configure()` that change nothing in a script. */
const WITHOUT_EFFECT = new Set([
  ...['url', 'target_metadata', 'render_as_batch', 'compare_type', 'compare_server_default', 'include_schemas'],
  ...['include_object', 'include_name', 'process_revision_directives', 'user_module_prefix', 'render_item'],
]);

/**
 * Reads `run_migrations_offline()` of env.py, as far as it is that of Alembic's templates: options and one run inside one
 * transaction. Runs nothing.
 * @returns in the error why what it does is not known, one sentence.
 */
export function offlineEnvironment({ envPy }: ProjectConfig, fs: FileSystem): Result<OfflineEnvironment, string> {
  if (envPy === null) return ok(DEFAULTS);
  const text = orNull(() => decodePython(fs.readFile(envPy)).text);
  if (text === null) return err(`${envPy} cannot be read.`);
  const statements = parseChunks(text, layOut(text).chunks);
  const offline = statements.find(({ kind, ...one }) => kind === 'function' && isNamed(one, 'run_migrations_offline'));
  if (offline?.kind !== 'function') return err('env.py has no `run_migrations_offline()` as in the templates.');
  const body = offline.body.filter((one) => !isAside(one));
  const [configure, run, ...more] = body;
  const options = configure?.kind === 'expression' ? callOf(configure.value, 'configure') : null;
  if (options === null || run === undefined || more.length > 0 || !isRun(run)) {
    return err('`run_migrations_offline()` of env.py does something else than in the templates.');
  }
  return readOptions(options);
}

function isNamed(statement: object, name: string): boolean {
  return 'name' in statement && (statement.name as { readonly name: string }).name === name;
}

/** A docstring, or a value that is put aside for later. */
function isAside(statement: Statement): boolean {
  if (statement.kind === 'expression') return statement.value.kind === 'string';
  return statement.kind === 'assign' && statement.targets.every(({ kind }) => kind === 'name');
}

/** The arguments of `context.NAME(...)`; null: it is something else. */
function callOf(value: Expression, name: string): readonly Argument[] | null {
  if (value.kind !== 'call' || value.callee.kind !== 'attribute') return null;
  const { object } = value.callee;
  return value.callee.name.name === name && object.kind === 'name' && object.name === 'context'
    ? value.arguments
    : null;
}

/** `with context.begin_transaction(): context.run_migrations()` */
function isRun(statement: Statement): boolean {
  if (statement.kind !== 'with' || statement.items.length !== 1) return false;
  const [item] = statement.items;
  const [only, ...more] = statement.body;
  return (
    item !== undefined &&
    callOf(item.context, 'begin_transaction')?.length === 0 &&
    only?.kind === 'expression' &&
    callOf(only.value, 'run_migrations')?.length === 0 &&
    more.length === 0
  );
}

function readOptions(given: readonly Argument[]): Result<OfflineEnvironment, string> {
  let { versionTable, transactionalDdl, transactionPerMigration } = DEFAULTS;
  const said = new Set<string>();
  for (const { kind, name, value } of given) {
    if (kind !== 'keyword' || name === undefined) return err('What env.py gives `context.configure()` is not known.');
    const option = name.name;
    said.add(option);
    if (WITHOUT_EFFECT.has(option)) continue;
    const flag = value.kind === 'boolean' ? value.value : null;
    const text = value.kind === 'string' ? value.value : null;
    if (option === 'literal_binds' && flag === true) continue;
    if (option === 'dialect_opts' && isNamedParameters(value)) continue;
    if (option === 'transaction_per_migration' && flag !== null) transactionPerMigration = flag;
    else if (option === 'transactional_ddl' && flag !== null) transactionalDdl = flag;
    else if (option === 'version_table' && text !== null) versionTable = { ...versionTable, name: text };
    else if (option === 'version_table_schema' && text !== null) versionTable = { ...versionTable, schema: text };
    else if (option === 'version_table_pk' && flag !== null) versionTable = { ...versionTable, primaryKey: flag };
    else return err(`What env.py gives \`context.configure()\` as \`${option}\` is not followed.`);
  }
  if (!said.has('literal_binds')) return err('env.py asks for no `literal_binds`, so that statements have parameters.');
  if (!said.has('dialect_opts'))
    return err('env.py asks for no `dialect_opts`: each driver has parameters of its own.');
  return ok({ versionTable, transactionalDdl, transactionPerMigration });
}

/** `{"paramstyle": "named"}` */
function isNamedParameters(value: Expression): boolean {
  if (value.kind !== 'dict') return false;
  const [entry, ...more] = value.entries;
  const isText = (one: Expression | null | undefined, text: string): boolean =>
    one?.kind === 'string' && one.value === text;
  return more.length === 0 && isText(entry?.key, 'paramstyle') && isText(entry?.value, 'named');
}
