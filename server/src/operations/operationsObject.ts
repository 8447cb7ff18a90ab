import { bindArguments } from '../python/interpreter/signature';
import { HostObject, PY_NONE, type PyValue, unknownPy } from '../python/interpreter/value';
import { toLiteral, toType } from '../sqlalchemy/convert';
import { NameObject, toText } from '../sqlalchemy/names';
import { LibraryFunction, notKnown } from '../sqlalchemy/notKnown';
import { parameters } from '../sqlalchemy/parameters';
import { BatchAlterTable } from './batch';
import { connectionOf } from './connection';
import { Directive, type Target } from './directive';
import { InlineLiteral } from './inlineLiteral';
import { MigrationContextObject } from './migrationContext';
import { DIRECTIVES } from './registry';
import { changesAt, isOverridden, type Session } from './session';

/** The module `alembic.op`, and an `Operations` object. */
export class OperationsObject extends HostObject {
  readonly typeName = 'module';

  constructor(private readonly session: Session) {
    super();
  }

  override getAttribute(name: string): PyValue | undefined {
    return operationsMember(name, { name: 'op', batch: null, queue: null }, this.session);
  }
}

/** A member of `op` or `batch_op`. What Alembic does not have may come from a plugin: it is unknown, not missing. */
function operationsMember(name: string, target: Target, session: Session): PyValue | undefined {
  const spec = DIRECTIVES.get(name);
  if (isOverridden(session, name)) return unknownPy(`The file has its own \`${target.name}.${name}\`.`);
  if (spec !== undefined) {
    return target.batch !== null && spec.batchParameters === null ? undefined : new Directive(spec, target, session);
  }
  return helper(name, session) ?? unknownPy(`\`${target.name}.${name}\` is none of Alembic's own directives.`);
}

function helper(name: string, session: Session): PyValue | undefined {
  switch (name) {
    case 'batch_alter_table':
      return new BatchAlterTable(session, (member, target) => operationsMember(member, target, session));
    case 'f':
      return new LibraryFunction(name, (args) => {
        const given = bindArguments(name, parameters('name'), args).given.get('name');
        return new NameObject(toText(given) ?? notKnown('`op.f` is given something that is no text.'), true);
      });
    case 'inline_literal':
      return new LibraryFunction(name, (args) => {
        const { given } = bindArguments(name, parameters('value type_?'), args);
        const type = given.get('type_') ?? PY_NONE;
        const value = toLiteral(given.get('value') ?? PY_NONE);
        if (value === undefined) return notKnown('What `op.inline_literal` is given is not followed.');
        if (type.kind === 'none') return new InlineLiteral(value, null);
        return new InlineLiteral(value, toType(type) ?? notKnown('The type of `op.inline_literal` is not followed.'));
      });
    case 'get_bind':
      return new LibraryFunction(name, (args) => {
        bindArguments(name, [], args);
        return connectionOf(session.context, session.recorder);
      });
    case 'get_context':
      return new LibraryFunction(name, (args) => {
        bindArguments(name, [], args);
        return new MigrationContextObject(session);
      });
    case 'migration_context':
      return new MigrationContextObject(session);
    case 'register_operation':
      return registerOperation(session);
    case 'implementation_for':
      return implementationFor();
    case 'invoke':
    case 'run_async':
    case 'context':
    case 'impl':
    case 'schema_obj':
      return unknownPy(`Alembic's \`${name}\` is not followed.`);
    default:
      return undefined;
  }
}

/** `@Operations.register_operation("create_view")`: from here on the directive is the project's. */
export function registerOperation(session: Session): PyValue {
  return new LibraryFunction('register_operation', (args, site) => {
    const { given } = bindArguments('register_operation', parameters('name sourcename?'), args);
    const name = toText(given.get('name'));
    if (name === undefined) return notKnown('Which directive is registered is not known.');
    changesAt(session, site).overridden.add(name);
    return sameBack();
  });
}

/** `@Operations.implementation_for(CreateViewOp)`: of operations that only the file itself knows. */
export function implementationFor(): PyValue {
  return new LibraryFunction('implementation_for', sameBack);
}

/** A decorator that gives back what it is given. */
function sameBack(): PyValue {
  return new LibraryFunction('register', (args) => args.positional[0] ?? PY_NONE);
}
