import { bindArguments } from '../python/interpreter/signature';
import { pyBool } from '../python/interpreter/make';
import { HostObject, type PyValue, unknownData, unknownPy } from '../python/interpreter/value';
import { LibraryFunction } from '../sqlalchemy/notKnown';
import { connectionOf } from './connection';
import { Directive } from './directive';
import { MigrationContextObject } from './migrationContext';
import { ConfigObject, xArguments } from './environmentObjects';
import { implementationFor, OperationsObject, registerOperation } from './operationsObject';
import { DIRECTIVES } from './registry';
import type { Session } from './session';

/** A module or class of Alembic's: what of it is not followed is unknown. */
class Namespace extends HostObject {
  readonly typeName: string = 'module';

  constructor(
    private readonly path: string,
    private readonly member: (name: string) => PyValue | undefined,
  ) {
    super();
  }

  override getAttribute(name: string): PyValue {
    return this.member(name) ?? unknownPy(`\`${this.path}.${name}\` is not followed.`);
  }
}

/** A class of Alembic's that files register operations on. */
class OperationsClass extends Namespace {
  override readonly typeName = 'type';

  constructor(path: string, session: Session) {
    super(path, (name) => {
      if (name === 'register_operation') return registerOperation(session);
      if (name === 'implementation_for') return implementationFor();
      return undefined;
    });
  }
}

/**
 * Modules of Alembic by absolute name, as a revision file sees them while it runs. Undefined for modules that are not
 * Alembic's.
 */
export function alembicModule(name: string, session: Session): PyValue | undefined {
  if (name === 'alembic.op') return new OperationsObject(session);
  if (name !== 'alembic' && !name.startsWith('alembic.')) return undefined;
  return new Namespace(name, (member) => {
    // Messages, errors and small helpers.
    if (name.startsWith('alembic.util')) return unknownData(`\`${name}.${member}\` is not followed.`);
    if (name === 'alembic.context') return contextMember(member, session);
    if (member === 'Operations' || member === 'BatchOperations') return new OperationsClass(member, session);
    return MODULES.has(`${name}.${member}`) ? alembicModule(`${name}.${member}`, session) : undefined;
  });
}

const MODULES = new Set([
  'alembic.op',
  'alembic.context',
  'alembic.operations',
  'alembic.operations.ops',
  'alembic.operations.base',
  'alembic.ddl',
  'alembic.util',
  'alembic.runtime',
]);

/** `alembic.context`: the environment in which the revision runs. */
function contextMember(name: string, session: Session): PyValue | undefined {
  const isOffline = session.context.mode === 'offline';
  switch (name) {
    case 'is_offline_mode':
      return giving(name, () => pyBool(isOffline));
    case 'requires_connection':
      return giving(name, () => pyBool(!isOffline));
    case 'get_context':
      return giving(name, () => new MigrationContextObject(session));
    case 'get_bind':
      return giving(name, () => connectionOf(session.context, session.recorder));
    case 'execute': {
      const execute = DIRECTIVES.get('execute');
      return execute && new Directive(execute, { name: 'context', batch: null, queue: null }, session);
    }
    case 'config':
      return new ConfigObject(session.environment.mainOptions);
    case 'get_x_argument':
      return xArguments(session.environment.xArguments);
    case 'get_tag_argument':
    case 'get_revision_argument':
    case 'get_starting_revision_argument':
    case 'get_head_revision':
    case 'get_head_revisions':
      return new LibraryFunction(name, () => unknownData('It is said on the command line.'), true);
    default:
      return undefined;
  }
}

function giving(name: string, make: () => PyValue): PyValue {
  return new LibraryFunction(name, (args) => {
    bindArguments(name, [], args);
    return make();
  });
}
