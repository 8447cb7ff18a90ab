import { machineOf } from '../python/interpreter/machine';
import { bindArguments } from '../python/interpreter/signature';
import { HostObject, PY_NONE, type PyValue, type Site, unknownData, unknownPy } from '../python/interpreter/value';
import { toText } from '../sqlalchemy/names';
import { LibraryFunction, NotFollowed, notFollowed } from '../sqlalchemy/notKnown';
import { parameters } from '../sqlalchemy/parameters';
import { CustomTypeClass } from '../sqlalchemy/customType';
import { TypeClass } from '../sqlalchemy/typeObject';
import type { Hook } from './hooks';
import { nameAfter } from './listenedObjects';
import { setsNameOnly } from './listeners';
import { changesAt, type Session } from './session';

/** Classes whose events change what DDL says, wherever one of them is made. */
const SCHEMA_CLASSES = new Set([
  'CheckConstraint',
  'Column',
  'ColumnCollectionConstraint',
  'ColumnCollectionMixin',
  'Constraint',
  'ForeignKey',
  'ForeignKeyConstraint',
  'Index',
  'MetaData',
  'PrimaryKeyConstraint',
  'SchemaItem',
  'Sequence',
  'Table',
  'UniqueConstraint',
]);

/**
 * Modules of SQLAlchemy's by which a project changes SQLAlchemy itself. That is noted in the session, since Alembic loads
 * every revision file before it runs one: it is so for all of them. Undefined for other modules.
 */
export function hookModule(name: string, plain: PyValue | undefined, session: Session): PyValue | undefined {
  switch (name) {
    case 'sqlalchemy':
      return new HookModule(plain, (member, site) => {
        if (member !== 'event') return undefined;
        const event = plain?.kind === 'host' ? plain.getAttribute(member, site) : undefined;
        return new HookModule(event, (one) => eventMember(one, session));
      });
    case 'sqlalchemy.event':
      return new HookModule(plain, (member) => eventMember(member, session));
    case 'sqlalchemy.ext.compiler':
      return new HookModule(plain, (member) => (member === 'compiles' ? compiles(session) : undefined));
    default:
      return undefined;
  }
}

/** The module as the library has it, with some members of ours. */
class HookModule extends HostObject {
  readonly typeName = 'module';

  constructor(
    private readonly plain: PyValue | undefined,
    private readonly own: (name: string, site: Site) => PyValue | undefined,
  ) {
    super();
  }

  override getAttribute(name: string, site: Site): PyValue | undefined {
    const { plain } = this;
    const own = this.own(name, site);
    if (own !== undefined) return own;
    return plain?.kind === 'host' ? plain.getAttribute(name, site) : (plain ?? unknownPy(notFollowed(name)));
  }
}

/** `listen(target, event, function)`, `@listens_for(target, event)`. */
function eventMember(name: string, session: Session): PyValue | undefined {
  if (name !== 'listen' && name !== 'listens_for') return undefined;
  return new LibraryFunction(
    name,
    (args, site) => {
      const [target, event, listener] = args.positional;
      const cls = target instanceof LibraryFunction || target instanceof NotFollowed ? target.name : undefined;
      if (cls === undefined || !SCHEMA_CLASSES.has(cls)) return sameBack();
      // What is not a text stands for an event that is not known.
      const hook: Hook = { className: cls, event: toText(event) ?? '', namesOnly: false };
      changesAt(session, site).hooks.push(hook);
      const isPlain = args.positional.length === (name === 'listen' ? 3 : 2) && args.keywords.size === 0;
      return withListener(name === 'listen' ? listener : undefined, (fn) => {
        hook.namesOnly = isPlain && setsNameOnly(fn);
        if (isPlain) hook.nameAfter = (object) => nameAfter(fn, hook, object, session, site);
      });
    },
    true,
  );
}

function withListener(given: PyValue | undefined, listen: (listener: PyValue) => void): PyValue {
  if (given !== undefined) listen(given);
  return new LibraryFunction(
    'decorate',
    ({ positional: [listener] }) => {
      if (listener !== undefined && given === undefined) listen(listener);
      return listener ?? PY_NONE;
    },
    true,
  );
}

/** `@compiles(cls, *dialects)`; of the project's own classes it changes nothing that we write. */
function compiles(session: Session): PyValue {
  return new LibraryFunction(
    'compiles',
    (args, site) => {
      const { given, rest } = bindArguments('compiles', parameters('class_ *specs'), args);
      const target = given.get('class_');
      const cls =
        target instanceof LibraryFunction || target instanceof NotFollowed || target instanceof TypeClass
          ? target.name
          : undefined;
      const dialects = rest.map(toText);
      const concerns =
        dialects.length === 0 || dialects.some((one) => one === undefined || one === session.context.dialect);
      if (target instanceof CustomTypeClass && concerns) return compiledType(target, session, site);
      if (cls !== undefined && concerns) {
        changesAt(session, site).hooks.push({ className: cls, event: null, namesOnly: false });
      }
      return sameBack();
    },
    true,
  );
}

/** What is written for a type of the project, where the function says so whatever it is given. */
function compiledType(target: CustomTypeClass, session: Session, site: Site): PyValue {
  const say = (text: string | null): void => {
    const machine = machineOf(site);
    if (!machine.isReading) machine.spoil();
    if (target.compileAs(text)) return;
    changesAt(session, site).hooks.push({ className: target.name, event: null, namesOnly: false });
  };
  say(null);
  return new LibraryFunction(
    'decorate',
    ({ positional: [compile = PY_NONE] }, site) => {
      const given = [unknownData('It is the type.'), unknownData('It is the compiler.')];
      const written = site.interpreter.call(compile, { positional: given, keywords: new Map() }, site.place);
      say(written.kind === 'string' ? written.value : null);
      return compile;
    },
    true,
  );
}

function sameBack(): PyValue {
  return new LibraryFunction('decorate', ({ positional: [first] }) => first ?? PY_NONE, true);
}
