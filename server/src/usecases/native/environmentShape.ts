import { err, type Result } from '../../common/result';
import {
  calledName,
  FROM_CONFIG,
  FROM_URL,
  isConfigMethod,
  isName,
  isSection,
  isText,
  nodesWithin,
} from '../../engine/alembic/envNodes';
import type { Argument, Expression, FunctionDefinition, Statement } from '../../python/ast';
import { type ConfigureOptions, configureOptions } from '../sql/configureOptions';
import { type ShapeRefusal, strangeName, timesBound } from './environmentNames';
import { isHarmless } from './harmless';

type Read = Result<ConfigureOptions, ShapeRefusal>;

/**
 * Reads an env.py that does what Alembic's templates do online: one engine, one connection, `context.configure()`, and the
 * run inside `context.begin_transaction()`; the asynchronous template likewise.
 * @returns in the error the first line that does something else.
 */
export function environmentShape(statements: readonly Statement[]): Read {
  const functions = new Map<string, FunctionDefinition>();
  let entry: string | null = null;
  for (const statement of statements) {
    if (statement.kind === 'function' && statement.decorators.length === 0) {
      functions.set(statement.name.name, statement);
      continue;
    }
    const chosen = onlineBranch(statement);
    // A second run, and what is set after the run.
    if (entry !== null && (chosen !== null || setsUrl(statement))) return other(statement);
    if (chosen !== null) entry = chosen;
    else if (!isAside(statement)) return other(statement);
  }
  const online = entry === null ? undefined : functions.get(entry);
  if (online === undefined)
    return err({ reason: 'env.py has no `run_migrations_online()` as in the templates.', from: 0 });
  const strange = strangeName(statements, new Set(functions.keys()));
  if (strange !== null) return err(strange);
  // What is set for offline mode, or by a function that may not be called, would be taken for what counts here.
  const elsewhere = [...functions.values()].find((one) => one !== online && setsUrl(one));
  return elsewhere === undefined ? onlineRun(online, functions) : other(elsewhere);
}

/** Whether something in a statement sets an option of the configuration. */
function setsUrl(statement: Statement): boolean {
  return [...nodesWithin(statement)].some(
    (node) =>
      (node.kind === 'call' &&
        (isConfigMethod(node, 'set_main_option') || isConfigMethod(node, 'set_section_option'))) ||
      (node.kind === 'assign' && node.targets.some(({ kind }) => kind === 'subscript')),
  );
}

/** `if context.is_offline_mode(): ... else: NAME()`; null: it is something else. */
function onlineBranch(statement: Statement): string | null {
  if (statement.kind !== 'if') return null;
  const [branch, ...more] = statement.branches;
  if (branch === undefined || more.length > 0 || !isContextCall(branch.test, 'is_offline_mode')) return null;
  const [only, ...others] = statement.otherwise;
  return only === undefined || others.length > 0 ? null : plainCall(only);
}

/** The name of a function that is called without arguments; null: it is something else. */
function plainCall(statement: Statement): string | null {
  if (statement.kind !== 'expression' || statement.value.kind !== 'call') return null;
  const { callee, arguments: given } = statement.value;
  return callee.kind === 'name' && given.length === 0 ? callee.name : null;
}

/** What leaves the run as it is. */
function isAside(statement: Statement): boolean {
  switch (statement.kind) {
    case 'import':
    case 'importFrom':
    case 'pass':
      return true;
    case 'expression':
      return isHarmless(statement.value) || isUrlOverride(statement.value);
    case 'assign':
      return statement.targets.every((target) => isPlainTarget(target)) && isHarmless(statement.value);
    case 'annotated':
      return statement.target.kind === 'name' && (statement.value === undefined || isHarmless(statement.value));
    case 'if':
      return isLoggingSetup(statement);
    default:
      return false;
  }
}

/** A name, or the URL of a section; `config` only as what Alembic has. */
function isPlainTarget(target: Expression): boolean {
  return target.kind === 'name' || (target.kind === 'subscript' && isText(target.index, 'sqlalchemy.url'));
}

/** `config.set_main_option("sqlalchemy.url", ...)`: what it is set to, `visibleUrl` tells. */
function isUrlOverride(value: Expression): boolean {
  if (value.kind !== 'call' || !isConfigMethod(value, 'set_main_option')) return false;
  const [key, url] = value.arguments;
  return (
    value.arguments.length === 2 &&
    key !== undefined &&
    url !== undefined &&
    isText(key.value, 'sqlalchemy.url') &&
    isHarmless(url.value)
  );
}

/** `if config.config_file_name is not None: fileConfig(config.config_file_name)` */
function isLoggingSetup(statement: Extract<Statement, { kind: 'if' }>): boolean {
  const [branch, ...more] = statement.branches;
  if (branch === undefined || more.length > 0 || statement.otherwise.length > 0) return false;
  return (
    isHarmless(branch.test) &&
    branch.body.every(
      (one) => one.kind === 'expression' && one.value.kind === 'call' && calledName(one.value) === 'fileConfig',
    )
  );
}

function onlineRun(online: FunctionDefinition, functions: ReadonlyMap<string, FunctionDefinition>): Read {
  const late = online.body.slice(online.body.findIndex(isEngine) + 1).find(setsUrl);
  if (late !== undefined && online.body.some(isEngine)) return other(late);
  const body = online.body.filter((one) => !isAside(one) && !isEngine(one));
  const [first, ...more] = body;
  if (first === undefined) return other(online);
  if (more[0] !== undefined) return other(more[0]);
  if (first.kind === 'with') return connected(first, online.body, functions);
  // `asyncio.run(NAME())`
  const inner = first.kind === 'expression' ? callOf(first.value, 'run') : null;
  const called = inner?.[0]?.value;
  const name = called?.kind === 'call' && called.callee.kind === 'name' ? called.callee.name : '';
  const run = functions.get(name);
  if (inner?.length !== 1 || run?.isAsync !== true) return other(first);
  const steps = run.body.filter((one) => !isAside(one) && !isEngine(one) && !isDispose(one));
  const [only, ...others] = steps;
  if (only?.kind !== 'with') return other(only ?? run);
  return others[0] === undefined ? connected(only, run.body, functions) : other(others[0]);
}

/** `with engine.connect() as connection:` and what stands in it. */
function connected(
  statement: Extract<Statement, { kind: 'with' }>,
  around: readonly Statement[],
  functions: ReadonlyMap<string, FunctionDefinition>,
): Read {
  const [item, ...items] = statement.items;
  const opened = item === undefined || items.length > 0 ? null : callOf(item.context, 'connect');
  const connection = item?.target?.kind === 'name' ? item.target.name : null;
  if (opened?.length !== 0 || connection === null || !isItsEngine(item?.context, around)) return other(statement);
  if (!statement.isAsync) return configured(statement.body, statement, connection);
  // `await connection.run_sync(NAME)`
  const [only, ...more] = statement.body;
  const awaited =
    only?.kind === 'expression' && only.value.kind === 'await' ? callOf(only.value.value, 'run_sync') : null;
  const given = awaited?.[0]?.value;
  const run = given?.kind === 'name' ? functions.get(given.name) : undefined;
  if (awaited?.length !== 1 || run === undefined || more.length > 0) return other(statement);
  const [parameter, ...parameters] = run.parameters ?? [];
  if (parameter === undefined || parameters.length > 0) return other(run);
  return configured(run.body, run, parameter.name.name);
}

/** Whether what is connected to is the one engine that these statements make. */
function isItsEngine(connect: Expression | undefined, around: readonly Statement[]): boolean {
  if (connect?.kind !== 'call' || connect.callee.kind !== 'attribute' || connect.callee.object.kind !== 'name') {
    return false;
  }
  const { name } = connect.callee.object;
  const made = around.some(
    (one) => one.kind === 'assign' && isEngine(one) && one.targets.some((target) => isName(target, name)),
  );
  return made && timesBound(around, name) === 1;
}

/** `context.configure(...)`, `with context.begin_transaction(): context.run_migrations()`. */
function configured(body: readonly Statement[], around: Statement, connection: string): Read {
  const [configure, run, ...more] = body.filter((one) => !isAside(one));
  const given =
    configure?.kind === 'expression' && isContextCall(configure.value, 'configure') ? configure.value.arguments : null;
  if (given === null || configure === undefined) return other(configure ?? around);
  if (run === undefined || !isRun(run)) return other(run ?? around);
  if (more[0] !== undefined) return other(more[0]);
  const isConnection = (option: string | undefined, value: Expression): boolean =>
    option === 'connection' && isName(value, connection);
  if (!given.some(({ name, value }) => isConnection(name?.name, value))) return other(configure);
  const options = configureOptions(given, isConnection);
  return options.ok ? options : err({ reason: options.error, from: configure.from });
}

function isRun(statement: Statement): boolean {
  if (statement.kind !== 'with' || statement.items.length !== 1) return false;
  const [item] = statement.items;
  const [only, ...more] = statement.body;
  return (
    item !== undefined &&
    isContextCall(item.context, 'begin_transaction') &&
    item.context.arguments.length === 0 &&
    only?.kind === 'expression' &&
    isContextCall(only.value, 'run_migrations') &&
    only.value.arguments.length === 0 &&
    more.length === 0
  );
}

/** Arguments of `create_engine` and the like that say nothing about what runs where. */
const ENGINE_ARGUMENTS = new Set(['prefix', 'poolclass', 'url', 'future', 'echo']);

/** `engine = engine_from_config(config.get_section(...), ...)`, `create_engine(url)`. */
function isEngine(statement: Statement): boolean {
  if (statement.kind !== 'assign' || statement.value.kind !== 'call') return false;
  const name = calledName(statement.value);
  if (!FROM_CONFIG.has(name) && !FROM_URL.has(name)) return false;
  return (
    statement.targets.every(({ kind }) => kind === 'name') &&
    statement.value.arguments.every((argument, index) => isEngineArgument(argument, index))
  );
}

function isEngineArgument({ kind, name, value }: Argument, index: number): boolean {
  if (kind === 'positional') return index === 0 && (isSection(value) || isHarmless(value));
  if (kind !== 'keyword' || name === undefined || !ENGINE_ARGUMENTS.has(name.name)) return false;
  return name.name !== 'prefix' || isText(value, 'sqlalchemy.');
}

/** `await engine.dispose()`. */
function isDispose(statement: Statement): boolean {
  if (statement.kind !== 'expression') return false;
  const value = statement.value.kind === 'await' ? statement.value.value : statement.value;
  return callOf(value, 'dispose')?.length === 0;
}

/** The arguments of a method of something that has a name; null: it is something else. */
function callOf(value: Expression, method: string): readonly Argument[] | null {
  if (value.kind !== 'call' || value.callee.kind !== 'attribute' || value.callee.object.kind !== 'name') return null;
  return value.callee.name.name === method ? value.arguments : null;
}

function isContextCall(value: Expression, method: string): value is Extract<Expression, { kind: 'call' }> {
  if (value.kind !== 'call' || value.callee.kind !== 'attribute') return false;
  return value.callee.name.name === method && isName(value.callee.object, 'context');
}

function other({ from }: Pick<Statement, 'from'>): Result<never, ShapeRefusal> {
  return err({ reason: 'env.py does something here that Alembic’s templates do not.', from });
}
