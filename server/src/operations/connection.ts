import { raise } from '../python/interpreter/exception';
import { pyBool, pyStr } from '../python/interpreter/make';
import { findUnknown } from '../python/interpreter/lost';
import { bindArguments } from '../python/interpreter/signature';
import {
  type CallArguments,
  HostObject,
  PY_NONE,
  type PyValue,
  type Site,
  unknownData,
  unknownPy,
} from '../python/interpreter/value';
import type { Context, DialectName } from '../schema/context';
import { toExpression } from '../sqlalchemy/convert';
import { UnknownChange } from '../sqlalchemy/dml';
import { toText } from '../sqlalchemy/names';
import { LibraryFunction } from '../sqlalchemy/notKnown';
import { parameters } from '../sqlalchemy/parameters';
import { UnknownSelect } from '../sqlalchemy/selectable';
import { NO_INSPECTION_AVAILABLE } from './exceptions';
import { InspectorObject } from './inspection/inspector';
import type { Opaque } from './operation';
import type { Recorder } from './recorder';
import { beginsOnRows } from './sqlEffects/sqlBeginning';

/** The dialect a connection speaks: all that is known of it is its name. */
export class DialectObject extends HostObject {
  readonly typeName = 'dialect';

  readonly name: DialectName;

  constructor({ dialect }: Context) {
    super();
    this.name = dialect;
  }

  override getAttribute(name: string): PyValue {
    if (name === 'name') return pyStr(this.name);
    if (name === 'has_table') {
      return new LibraryFunction(name, ({ positional: [connection, ...positional], keywords }, site) => {
        if (!(connection instanceof ConnectionObject)) return unknownData('It is read from the database.');
        const inspector = connection.inspector();
        const method = inspector.kind === 'host' ? inspector.getAttribute(name, site) : undefined;
        const answer = method?.kind === 'host' ? method.call({ positional, keywords }, site) : undefined;
        return answer ?? unknownData('It is read from the database.');
      });
    }
    return unknownData(`What \`dialect.${name}\` is depends on the driver and the server.`);
  }
}

const EXECUTE = 'obj parameters? execution_options?';

/** What is known of a statement that is sent, be it without its values: what it makes of a schema. */
export function effectOf(statement: PyValue, { dialect }: Context): Pick<Opaque, 'statement' | 'may'> {
  if (statement.kind === 'unknown') {
    return statement.beginning !== undefined && beginsOnRows(statement.beginning, dialect) ? { may: [] } : {};
  }
  if (statement instanceof UnknownChange) return { statement: statement.begun };
  if (statement instanceof UnknownSelect) return { may: [] };
  const expression = findUnknown([statement]) === undefined ? toExpression(statement, 'text') : undefined;
  return expression === undefined ? {} : { statement: expression };
}

/** Writes down a statement that is executed; the reason why it is not known otherwise. */
function recordStatement(statement: PyValue, recorder: Recorder, { place: { from, to } }: Site): void {
  const place = { from, to };
  const unknown = findUnknown([statement]);
  const expression = unknown === undefined ? toExpression(statement, 'text') : undefined;
  if (expression !== undefined) recorder.record({ kind: 'execute', place, statement: expression });
  else {
    const isPart = statement instanceof UnknownChange || statement instanceof UnknownSelect;
    const reason = isPart
      ? statement.reason
      : (unknown?.reason ??
        `A '${statement.kind === 'host' ? statement.typeName : statement.kind}' that is executed is not followed.`);
    recorder.record({ kind: 'opaque', place, reason, table: null, ...effectOf(statement, recorder.context) });
  }
}

/** What a connection is asked with a database and without. */
abstract class BoundConnection extends HostObject {
  constructor(
    protected readonly context: Context,
    protected readonly recorder: Recorder,
  ) {
    super();
  }

  override getAttribute(name: string, _site: Site): PyValue | undefined {
    switch (name) {
      case 'engine':
        return this;
      case 'dialect':
        return new DialectObject(this.context);
      case 'name':
        return pyStr(this.context.dialect);
      default:
        return undefined;
    }
  }
}

/**
 * What `op.get_bind()` gives with `--sql`: SQLAlchemy's stand-in for a connection (sqlalchemy/engine/mock.py), which writes
 * down what it executes, without its parameters, and answers nothing.
 */
export class MockConnection extends BoundConnection {
  readonly typeName = 'MockConnection';

  override getAttribute(name: string, site: Site): PyValue | undefined {
    switch (name) {
      case 'connect':
      case 'execution_options':
        return new LibraryFunction(
          name,
          (args) => {
            bindArguments(name, parameters('**'), args);
            return this;
          },
          true,
        );
      case 'execute':
        return new LibraryFunction(name, (args, site) => this.#execute(args, site), true);
      default:
        return name.startsWith('_') || name === 'schema_for_object'
          ? unknownPy(`\`${name}\` of the connection is not followed.`)
          : super.getAttribute(name, site);
    }
  }

  #execute(args: CallArguments, site: Site): PyValue {
    const { given } = bindArguments('MockConnection.execute', parameters(EXECUTE), args);
    recordStatement(given.get('obj') ?? PY_NONE, this.recorder, site);
    return PY_NONE;
  }
}

/** A transaction of a connection, as a block. */
export class TransactionObject extends HostObject {
  readonly typeName = 'Transaction';

  override enter(): PyValue {
    return this;
  }

  override getAttribute(name: string): PyValue {
    // Taking back what was recorded is not followed.
    return name === 'commit'
      ? new LibraryFunction(name, () => PY_NONE)
      : unknownPy(`\`${name}\` of a transaction is not followed.`);
  }
}

/** The driver's own connection below one. */
class DriverConnection extends HostObject {
  readonly typeName = 'connection';

  /** `autocommit`, `isolation_level`: how it is committed makes no difference to what is sent. */
  override setAttribute(): boolean {
    return true;
  }

  override getAttribute(name: string): PyValue {
    if (name === 'commit') return new LibraryFunction(name, () => PY_NONE);
    if (name === 'autocommit' || name === 'isolation_level') return unknownData('It is what the driver says.');
    return unknownPy(`\`${name}\` of the driver's connection is not followed.`);
  }
}

/** Members of a connection by which a file does more than send statements. */
const STEERING = new Set([
  'begin',
  'begin_nested',
  'commit',
  'dbapi_connection',
  'driver_connection',
  'execution_options',
]);

/** What `op.get_bind()` gives when there is a database. */
export class ConnectionObject extends BoundConnection {
  readonly typeName = 'Connection';

  override getAttribute(name: string, site: Site): PyValue | undefined {
    const { from, to } = site.place;
    if (STEERING.has(name)) this.recorder.steer({ from, to });
    switch (name) {
      case 'connection':
        return this;
      case 'dbapi_connection':
      case 'driver_connection':
        return new DriverConnection();
      case 'closed':
        return pyBool(false);
      case 'begin':
      case 'begin_nested':
        return new LibraryFunction(name, () => new TransactionObject());
      case 'commit':
        return new LibraryFunction(name, () => PY_NONE);
      case 'execution_options':
        return new LibraryFunction(name, () => this, true);
      case 'execute':
      case 'exec_driver_sql':
      case 'scalar':
      case 'scalars':
        return new LibraryFunction(name, (args, site) => this.#execute(name, args, site), true);
      default:
        return super.getAttribute(name, site) ?? unknownPy(`\`${name}\` of the connection is not followed.`);
    }
  }

  /** `sa.inspect(connection)`: answered from the schema, where one is known. */
  inspector(): PyValue {
    const { recorder } = this;
    const first = recorder.schema();
    if (first === null) return unknownData('It is read from the database.');
    return new InspectorObject({
      schema: () => recorder.schema() ?? first,
      sqlalchemy: this.context.sqlalchemy,
      versionTableSchema: null,
    });
  }

  #execute(name: string, args: CallArguments, site: Site): PyValue {
    const { given } = bindArguments(
      `Connection.${name}`,
      parameters('statement parameters? =execution_options?'),
      args,
    );
    const values = given.get('parameters') ?? PY_NONE;
    const statement = given.get('statement') ?? PY_NONE;
    const { from, to } = site.place;
    // The driver reads these letters otherwise than `text()` does.
    const text = toText(statement);
    if (name === 'exec_driver_sql' && (text === undefined || /[\\:%]/.test(text))) this.recorder.steer({ from, to });
    if (values.kind !== 'none') {
      const reason = 'What a statement does that is given parameters apart is not followed.';
      this.recorder.record({
        kind: 'opaque',
        place: { from, to },
        reason,
        table: null,
        ...effectOf(statement, this.context),
      });
    } else recordStatement(statement, this.recorder, site);
    return unknownData('It is the result of a query.');
  }
}

/** What `op.get_bind()` gives. */
export function connectionOf(context: Context, recorder: Recorder): HostObject {
  return context.mode === 'offline' ? new MockConnection(context, recorder) : new ConnectionObject(context, recorder);
}

/** `sa.inspect(value)` and its older forms. Raises `NoInspectionAvailable` where SQLAlchemy does. */
export function inspect(value: PyValue): PyValue {
  if (value instanceof ConnectionObject) return value.inspector();
  if (value instanceof MockConnection) noInspection("<class 'sqlalchemy.engine.mock.MockConnection'>");
  if (value.kind === 'none') noInspection("<class 'NoneType'>");
  return unknownPy('What SQLAlchemy’s `inspect` gives here is not followed.');
}

function noInspection(type: string): never {
  const message = `No inspection system is available for object of type ${type}`;
  raise('NoInspectionAvailable', message, NO_INSPECTION_AVAILABLE);
}
