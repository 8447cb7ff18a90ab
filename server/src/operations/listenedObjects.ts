import { PyRaised } from '../python/interpreter/exception';
import { machineOf, Stopped } from '../python/interpreter/machine';
import { pyBool, pyStr } from '../python/interpreter/make';
import { HostObject, PY_NONE, type PyValue, type Site, unknownPy } from '../python/interpreter/value';
import { DialectObject } from './connection';
import type { MadeObject } from './madeObjects';
import type { Session } from './session';

/** Names that a database cuts, or not, by whether a convention made them. */
const LONGEST_NAME = 63;

/**
 * The name that an object which an operation makes has after a listener, which is followed with what is known of the object:
 * its name and its table. Undefined where it asks or does anything else.
 */
export function nameAfter(
  listener: PyValue,
  { className, event }: { readonly className: string; readonly event: string | null },
  object: MadeObject,
  { context, loading }: Session,
  site: Site,
): string | null | undefined {
  // The naming convention of the project is asked before the listener is.
  if (context.naming !== null || (object.name ?? '').length > LONGEST_NAME) return undefined;
  const machine = machineOf(site);
  const table = new Listened('Table', object.table, object.schema);
  const made = className === 'Table' ? table : new Listened(className, object.name, null);
  const keywords =
    className === 'Table'
      ? new Map<string, PyValue>([
          ['checkfirst', pyBool(false)],
          ['_ddl_runner', unknownPy(`What \`${event ?? ''}\` is given is not followed.`)],
        ])
      : new Map<string, PyValue>();
  const other = className === 'Table' ? new ListenedConnection(new DialectObject(context)) : table;
  // What is not followed here is no part of the file that is read.
  const wasLoading = loading.now;
  loading.now = true;
  try {
    return machine.aside(() => {
      const uncertain = machine.uncertain;
      machine.call(listener, { positional: [made, other], keywords }, site.place);
      const isKnown = machine.uncertain === uncertain && !made.isOther && !table.isOther && table.name === object.table;
      return isKnown && (made.name ?? '').length <= LONGEST_NAME ? made.name : undefined;
    });
  } catch (error) {
    if (error instanceof PyRaised || error instanceof Stopped || error instanceof RangeError) return undefined;
    throw error;
  } finally {
    loading.now = wasLoading;
  }
}

/** What a listener is given: it has a name, and more that is not known. */
class Listened extends HostObject {
  /** More than its name was changed. */
  isOther = false;

  constructor(
    override readonly typeName: string,
    public name: string | null,
    private readonly schema: string | null,
  ) {
    super();
  }

  override getAttribute(name: string): PyValue {
    if (name === 'name') return textOrNone(this.name);
    if (name === 'schema' && this.typeName === 'Table') return textOrNone(this.schema);
    return unknownPy(`\`${name}\` of what a listener is given is not followed.`);
  }

  override setAttribute(name: string, value: PyValue): boolean {
    if (name === 'name' && value.kind === 'string') this.name = value.value;
    else this.isOther = true;
    return true;
  }
}

function textOrNone(text: string | null): PyValue {
  return text === null ? PY_NONE : pyStr(text);
}

/** The connection that listeners to the events of tables are given. */
class ListenedConnection extends HostObject {
  readonly typeName = 'MockConnection';

  constructor(private readonly dialect: PyValue) {
    super();
  }

  override getAttribute(name: string): PyValue {
    return name === 'dialect' ? this.dialect : unknownPy(`\`${name}\` of the connection is not followed.`);
  }
}
