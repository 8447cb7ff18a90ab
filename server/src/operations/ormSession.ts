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
import { rowsOf } from '../sqlalchemy/declarative';
import type { SessionName } from '../sqlalchemy/library';
import { LibraryFunction } from '../sqlalchemy/notKnown';
import { parameters } from '../sqlalchemy/parameters';
import { UnknownSelect } from '../sqlalchemy/selectable';
import { ConnectionObject, effectOf, TransactionObject } from './connection';
import type { Opaque } from './operation';
import type { Recorder } from './recorder';

const RESULT = 'It is the result of a query.';
const SENT = 'What a session of the ORM sends is not followed.';

/** Methods that read and write rows, and do nothing else; of some the result matters. */
const ROWS: Readonly<Record<string, 'none' | 'rows'>> = {
  query: 'rows',
  get: 'rows',
  get_one: 'rows',
  merge: 'rows',
  add: 'none',
  add_all: 'none',
  delete: 'none',
  flush: 'none',
  commit: 'none',
  refresh: 'none',
  bulk_save_objects: 'none',
  bulk_insert_mappings: 'none',
  bulk_update_mappings: 'none',
};

/** Methods that send nothing. */
const IDLE = new Set(['close', 'expire', 'expire_all', 'expunge', 'expunge_all', 'prepare', 'close_all', 'remove']);

/** A session of the ORM: rows are read and written by it; what it executes is what it is told to. */
class SessionObject extends HostObject {
  readonly typeName = 'Session';

  constructor(
    private readonly recorder: Recorder,
    private readonly bind: PyValue,
  ) {
    super();
  }

  override getAttribute(name: string): PyValue {
    const effect = Object.hasOwn(ROWS, name) ? ROWS[name] : undefined;
    if (effect !== undefined) {
      return this.#method(name, ({ positional }, site) => {
        this.#record(site, { reason: SENT, may: [] });
        if (effect === 'none') return PY_NONE;
        return rowsOf(name.startsWith('get') ? positional.slice(0, 1) : positional, RESULT);
      });
    }
    if (IDLE.has(name)) return this.#method(name, () => PY_NONE);
    switch (name) {
      case 'execute':
      case 'scalar':
      case 'scalars':
        return this.#method(name, (args, site) => this.#execute(name, args, site));
      case 'begin':
      case 'begin_nested':
        return this.#method(name, () => new TransactionObject());
      case 'no_autoflush':
        return new TransactionObject();
      case 'bind':
        return this.bind;
      case 'get_bind':
      case 'connection':
        return this.#method(name, () => this.bind);
      case 'new':
      case 'dirty':
      case 'deleted':
      case 'is_active':
      case 'info':
        return unknownData('It is what a session of the ORM holds.');
      default:
        // Among them `rollback`: taking back what was recorded is not followed.
        return unknownPy(`\`${name}\` of a session of the ORM is not followed.`);
    }
  }

  override setAttribute(): boolean {
    return true;
  }

  override enter(): PyValue {
    return this;
  }

  #method(name: string, run: (args: CallArguments, site: Site) => PyValue): PyValue {
    return new LibraryFunction(name, run, true);
  }

  #execute(name: string, args: CallArguments, site: Site): PyValue {
    const signature = parameters('statement params? =execution_options? =bind_arguments?');
    const statement = bindArguments(`Session.${name}`, signature, args).given.get('statement') ?? PY_NONE;
    const reason = statement.kind === 'unknown' ? statement.reason : SENT;
    // What is bound to something else may be another database.
    const isHere = this.bind instanceof ConnectionObject;
    this.#record(site, { reason, ...(isHere && effectOf(statement, this.recorder.context)) });
    // Objects of mapped classes may be among the rows.
    return statement instanceof UnknownSelect || statement.kind === 'unknown' ? unknownPy(RESULT) : unknownData(RESULT);
  }

  #record({ place: { from, to } }: Site, opaque: Pick<Opaque, 'reason' | 'may' | 'statement'>): void {
    this.recorder.record({ kind: 'opaque', place: { from, to }, table: null, ...opaque });
  }
}

/** `Session`, `sessionmaker(...)`, `scoped_session(...)`: calling it gives a session. */
class SessionFactory extends HostObject {
  readonly typeName = 'sessionmaker';
  override readonly takesUnknown = true;

  constructor(
    private readonly recorder: Recorder,
    private bind: PyValue,
  ) {
    super();
  }

  override call(args: CallArguments): PyValue {
    return new SessionObject(this.recorder, givenBind(args) ?? this.bind);
  }

  /** What `scoped_session` makes hands everything else on to the session. */
  override getAttribute(name: string): PyValue {
    if (name !== 'configure') return new SessionObject(this.recorder, this.bind).getAttribute(name);
    return new LibraryFunction(
      name,
      (args) => {
        this.bind = givenBind(args) ?? this.bind;
        return PY_NONE;
      },
      true,
    );
  }
}

function givenBind({ positional, keywords }: CallArguments): PyValue | undefined {
  return keywords.get('bind') ?? positional[0];
}

const NO_BIND: PyValue = unknownPy('The session is bound to nothing.');

/** The ORM's sessions, where there is a database. */
export function ormSession(recorder: Recorder): (name: SessionName) => PyValue {
  return (name) => {
    if (name === 'Session') return new SessionFactory(recorder, NO_BIND);
    return new LibraryFunction(
      name,
      (args) => {
        if (args.keywords.has('class_')) return unknownPy('A class of sessions of the project is not followed.');
        const given = givenBind(args) ?? NO_BIND;
        if (name === 'sessionmaker') return new SessionFactory(recorder, given);
        return given instanceof SessionFactory ? given : unknownPy('What gives the sessions is not followed.');
      },
      true,
    );
  };
}
