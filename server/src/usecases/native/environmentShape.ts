import { err, type Result } from '../../common/result';
import {
  type Call,
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
import { Harmless } from './harmless';

type Read = Result<ConfigureOptions, ShapeRefusal>;

/** What its parts are read by. */
interface Shape {
  readonly functions: ReadonlyMap<string, FunctionDefinition>;
  readonly harmless: Harmless;
}

/**
 * Reads an env.py that does what Alembic's templates do online: one engine, one connection, `context.configure()`, and the
 * run inside `context.begin_transaction()`; the asynchronous template likewise.
 * @param isKnown whether a call is looked at elsewhere, and found to change nothing here.
 * @returns in the error the first line that does something else.
 */
export function environmentShape(
  statements: readonly Statement[],
  isKnown: (call: Call) => boolean = () => false,
): Read {
  const isPlain = (one: Statement): one is FunctionDefinition => one.kind === 'function' && one.decorators.length === 0;
  const functions = new Map(statements.filter(isPlain).map((one) => [one.name.name, one]));
  const shape = { functions, harmless: new Harmless(functions, isKnown) };
  let entry: string | null = null;
  for (const statement of statements) {
    if (isPlain(statement)) continue;
    const chosen = onlineBranch(statement);
    // A second run, and what is set after the run.
    if (entry !== null && (chosen !== null || setsUrl(statement))) return other(statement);
    if (chosen !== null) entry = chosen;
    else if (!isAside(statement, shape)) return other(statement);
  }
  const online = entry === null ? undefined : functions.get(entry);
  if (online === undefined)
    return err({ reason: 'env.py has no `run_migrations_online()` as in the templates.', from: 0 });
  const strange = strangeName(statements, new Set(functions.keys()));
  if (strange !== null) return err(strange);
  // What is set for offline mode, or by a function that may not be called, would be taken for what counts here.
  const elsewhere = [...functions.values()].find((one) => one !== online && setsUrl(one));
  return elsewhere === undefined ? onlineRun(online, shape) : other(elsewhere);
}

/** Whether something in a statement sets an option of the configuration. */
function setsUrl(statement: Statement): boolean {
  return [...nodesWithin(statement)].some(
    (node) =>
      (node.kind === 'call' &&
        (isConfigMethod(node, 'set_main_option') || isConfigMethod(node, 'set_section_option'))) ||
      (node.kind === 'assign' && node.targets.some((target) => target.kind === 'subscript' && isPlainTarget(target))),
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
function isAside(statement: Statement, { harmless }: Pick<Shape, 'harmless'>): boolean {
  switch (statement.kind) {
    case 'import':
    case 'importFrom':
    case 'pass':
      return true;
    case 'expression':
      return harmless.is(statement.value) || isUrlOverride(statement.value, harmless);
    case 'assign':
      return statement.targets.every((target) => isPlainTarget(target)) && harmless.is(statement.value);
    case 'annotated':
      return statement.target.kind === 'name' && (statement.value === undefined || harmless.is(statement.value));
    case 'if':
      return isLoggingSetup(statement, harmless);
    case 'function':
      return statement.decorators.length > 0 && statement.decorators.every((one) => isRewriter(one, harmless));
    default:
      return false;
  }
}

/** `@writer.rewrites(ops.AddColumnOp)`: for autogenerate alone. */
function isRewriter(decorator: Expression, harmless: Harmless): boolean {
  if (decorator.kind !== 'call' || decorator.callee.kind !== 'attribute') return false;
  const { name, object } = decorator.callee;
  return (
    name.name === 'rewrites' && object.kind === 'name' && decorator.arguments.every(({ value }) => harmless.is(value))
  );
}

/** A name, or the URL of a section; `config` only as what Alembic has. */
function isPlainTarget(target: Expression): boolean {
  return target.kind === 'name' || (target.kind === 'subscript' && isText(target.index, 'sqlalchemy.url'));
}

/** `config.set_main_option("sqlalchemy.url", ...)`: what it is set to, `visibleUrl` tells. */
function isUrlOverride(value: Expression, harmless: Harmless): boolean {
  if (value.kind !== 'call' || !isConfigMethod(value, 'set_main_option')) return false;
  const [key, url] = value.arguments;
  return (
    value.arguments.length === 2 &&
    key !== undefined &&
    url !== undefined &&
    isText(key.value, 'sqlalchemy.url') &&
    harmless.is(url.value)
  );
}

/** `if config.config_file_name is not None: fileConfig(config.config_file_name)` */
function isLoggingSetup(statement: Extract<Statement, { kind: 'if' }>, harmless: Harmless): boolean {
  const [branch, ...more] = statement.branches;
  if (branch === undefined || more.length > 0 || statement.otherwise.length > 0) return false;
  return (
    harmless.is(branch.test) &&
    branch.body.every(
      (one) => one.kind === 'expression' && one.value.kind === 'call' && calledName(one.value) === 'fileConfig',
    )
  );
}

function onlineRun(online: FunctionDefinition, shape: Shape): Read {
  const late = online.body.slice(online.body.findIndex((one) => isEngine(one, shape)) + 1).find(setsUrl);
  if (late !== undefined && online.body.some((one) => isEngine(one, shape))) return other(late);
  const body = online.body.filter((one) => !isAsideIn(one, shape) && !isEngine(one, shape));
  const [first, ...more] = body;
  if (first === undefined) return other(online);
  const held = heldConnection(first, online.body, shape);
  if (held !== null) return configured(more, online, held, shape);
  if (more[0] !== undefined) return other(more[0]);
  if (first.kind === 'with') return connected(first, online.body, shape);
  // `asyncio.run(NAME())`
  const inner = first.kind === 'expression' ? callOf(first.value, 'run') : null;
  const called = inner?.[0]?.value;
  const name = called?.kind === 'call' && called.callee.kind === 'name' ? called.callee.name : '';
  const run = shape.functions.get(name);
  if (inner?.length !== 1 || run?.isAsync !== true) return other(first);
  const steps = run.body.filter((one) => !isAsideIn(one, shape) && !isEngine(one, shape) && !isDispose(one));
  const [only, ...others] = steps;
  if (only?.kind !== 'with') return other(only ?? run);
  return others[0] === undefined ? connected(only, run.body, shape) : other(others[0]);
}

/** The name in `connection = engine.connect()`; null: it is something else. */
function heldConnection(statement: Statement, around: readonly Statement[], shape: Shape): string | null {
  if (statement.kind !== 'assign' || callOf(statement.value, 'connect')?.length !== 0) return null;
  const [target, ...others] = statement.targets;
  if (target?.kind !== 'name' || others.length > 0 || timesBound(around, target.name) !== 1) return null;
  return isItsEngine(statement.value, around, shape) ? target.name : null;
}

/** Within a function one may be defined that Alembic calls for autogenerate alone. */
function isAsideIn(statement: Statement, shape: Shape): boolean {
  return (statement.kind === 'function' && statement.decorators.length === 0) || isAside(statement, shape);
}

/** `with engine.connect() as connection:` and what stands in it. */
function connected(statement: Extract<Statement, { kind: 'with' }>, around: readonly Statement[], shape: Shape): Read {
  const [item, ...items] = statement.items;
  const opened = item === undefined || items.length > 0 ? null : callOf(item.context, 'connect');
  const connection = item?.target?.kind === 'name' ? item.target.name : null;
  if (opened?.length !== 0 || connection === null || !isItsEngine(item?.context, around, shape))
    return other(statement);
  if (!statement.isAsync) return configured(statement.body, statement, connection, shape);
  // `await connection.run_sync(NAME)`
  const [only, ...more] = statement.body;
  const awaited =
    only?.kind === 'expression' && only.value.kind === 'await' ? callOf(only.value.value, 'run_sync') : null;
  const given = awaited?.[0]?.value;
  const run = given?.kind === 'name' ? shape.functions.get(given.name) : undefined;
  if (awaited?.length !== 1 || run === undefined || more.length > 0) return other(statement);
  const [parameter, ...parameters] = run.parameters ?? [];
  if (parameter === undefined || parameters.length > 0) return other(run);
  return configured(run.body, run, parameter.name.name, shape);
}

/** Whether what is connected to is the one engine that these statements make. */
function isItsEngine(connect: Expression | undefined, around: readonly Statement[], shape: Shape): boolean {
  if (connect?.kind !== 'call' || connect.callee.kind !== 'attribute' || connect.callee.object.kind !== 'name') {
    return false;
  }
  const { name } = connect.callee.object;
  const made = around.some(
    (one) => one.kind === 'assign' && isEngine(one, shape) && one.targets.some((target) => isName(target, name)),
  );
  return made && timesBound(around, name) === 1;
}

/** `context.configure(...)`, `with context.begin_transaction(): context.run_migrations()`. */
function configured(body: readonly Statement[], around: Statement, connection: string, shape: Shape): Read {
  const [configure, run, ...more] = body.filter((one) => !isAsideIn(one, shape));
  const given =
    configure?.kind === 'expression' && isContextCall(configure.value, 'configure') ? configure.value.arguments : null;
  if (given === null || configure === undefined) return other(configure ?? around);
  if (run === undefined || !isRun(withoutClose(run, connection))) return other(run ?? around);
  if (more[0] !== undefined) return other(more[0]);
  const isConnection = (option: string | undefined, value: Expression): boolean =>
    option === 'connection' && isName(value, connection);
  if (!given.some(({ name, value }) => isConnection(name?.name, value))) return other(configure);
  const options = configureOptions(
    given,
    (option, value) => OFFLINE_OPTIONS.has(option) || isConnection(option, value),
  );
  return options.ok ? options : err({ reason: options.error, from: configure.from });
}

/** What stands in `try: ... finally: connection.close()`. */
function withoutClose(statement: Statement, connection: string): Statement {
  if (statement.kind !== 'try' || statement.handlers.length > 0 || statement.otherwise.length > 0) return statement;
  const [[run, ...more], [last, ...others]] = [statement.body, statement.finally];
  const isClose =
    last?.kind === 'expression' &&
    callOf(last.value, 'close')?.length === 0 &&
    [...nodesWithin(last)].some((node) => isName(node, connection));
  return run !== undefined && more.length === 0 && others.length === 0 && isClose ? run : statement;
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
const ENGINE_ARGUMENTS = new Set([
  ...['prefix', 'poolclass', 'url', 'future', 'echo'],
  ...['pool_pre_ping', 'pool_size', 'pool_recycle', 'pool_timeout', 'max_overflow'],
]);
/** Of `context.configure()`: they count without a connection alone. */
const OFFLINE_OPTIONS = new Set(['literal_binds', 'dialect_opts']);

/** `engine = engine_from_config(config.get_section(...), ...)`, `create_engine(url)`. */
function isEngine(statement: Statement, { harmless }: Pick<Shape, 'harmless'>): boolean {
  if (statement.kind !== 'assign' || statement.value.kind !== 'call') return false;
  const name = calledName(statement.value);
  if (!FROM_CONFIG.has(name) && !FROM_URL.has(name)) return false;
  return (
    statement.targets.every(({ kind }) => kind === 'name') &&
    statement.value.arguments.every((argument, index) => isEngineArgument(argument, index, harmless))
  );
}

function isEngineArgument({ kind, name, value }: Argument, index: number, harmless: Harmless): boolean {
  if (kind === 'positional') return index === 0 && (isSection(value) || harmless.is(value));
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
