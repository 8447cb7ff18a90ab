import { type FileSystem, orNull } from '../../common/fileSystem';
import { err, ok, type Result } from '../../common/result';
import type { ProjectConfig } from '../../project/model';
import type { Argument, Expression, Statement } from '../../python/ast';
import { decodePython } from '../../python/decode';
import { layOut } from '../../python/layout';
import { parseChunks } from '../../python/parse';
import { CONFIGURE_DEFAULTS, type ConfigureOptions, configureOptions } from './configureOptions';

/**
 * Reads `run_migrations_offline()` of env.py, as far as it is that of Alembic's templates: options and one run inside one
 * transaction. Runs nothing.
 * @returns in the error why what it does is not known, one sentence.
 */
export function offlineEnvironment({ envPy }: ProjectConfig, fs: FileSystem): Result<ConfigureOptions, string> {
  if (envPy === null) return ok(CONFIGURE_DEFAULTS);
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

function readOptions(given: readonly Argument[]): Result<ConfigureOptions, string> {
  const said = new Set(given.map(({ name }) => name?.name));
  const read = configureOptions(
    given,
    (option, value) =>
      (option === 'literal_binds' && value.kind === 'boolean' && value.value) ||
      (option === 'dialect_opts' && isNamedParameters(value)),
  );
  if (!read.ok) return read;
  if (!said.has('literal_binds')) return err('env.py asks for no `literal_binds`, so that statements have parameters.');
  if (!said.has('dialect_opts'))
    return err('env.py asks for no `dialect_opts`: each driver has parameters of its own.');
  return read;
}

/** `{"paramstyle": "named"}` */
function isNamedParameters(value: Expression): boolean {
  if (value.kind !== 'dict') return false;
  const [entry, ...more] = value.entries;
  const isText = (one: Expression | null | undefined, text: string): boolean =>
    one?.kind === 'string' && one.value === text;
  return more.length === 0 && isText(entry?.key, 'paramstyle') && isText(entry?.value, 'named');
}
