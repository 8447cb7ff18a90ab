import { machineOf } from '../python/interpreter/machine';
import { bindArguments } from '../python/interpreter/signature';
import {
  type CallArguments,
  HostObject,
  PY_NONE,
  type PyValue,
  type Site,
  unknownPy,
} from '../python/interpreter/value';
import { NotKnown, notKnown } from '../sqlalchemy/notKnown';
import { parameters } from '../sqlalchemy/parameters';
import { Arguments, type Scope } from './arguments';
import { effectOf } from './connection';
import type { Opaque, Operation } from './operation';
import { raiseRefused } from './refused';
import type { Session } from './session';
import type { DirectiveSpec } from './spec';

/** Where a directive writes down what it does. */
export interface Target {
  /** `op`, `batch_op`. */
  readonly name: string;
  readonly batch: Scope['batch'];
  /** What a batch holds back; null outside of one. */
  readonly queue: Operation[] | null;
}

/** `op.add_column`, `batch_op.add_column`. */
export class Directive extends HostObject {
  readonly typeName = 'function';
  override readonly takesUnknown = true;

  constructor(
    private readonly spec: DirectiveSpec,
    private readonly target: Target,
    private readonly session: Session,
  ) {
    super();
  }

  override getAttribute(name: string): PyValue | undefined {
    return name === '__name__' ? { kind: 'string', value: this.spec.name } : undefined;
  }

  override call(given: CallArguments, site: Site): PyValue {
    const { spec, target, session } = this;
    const machine = machineOf(site);
    // It runs with the file that reads the module first, and with no other.
    if (machine.isReading) machine.spoil();
    const directive = `${target.name}.${spec.name}`;
    const short = target.batch === null ? spec.parameters : (spec.batchParameters ?? '');
    const bound = bindArguments(spec.name, parameters(short), given);
    const args = new Arguments(bound, { directive, site, batch: target.batch });
    let operation: Operation;
    try {
      if (session.loading.now) notKnown('It is called while the file is loaded, before there is anything to migrate.');
      operation = spec.parse(args);
    } catch (error) {
      if (!(error instanceof NotKnown)) throw error;
      const table = args.tableIfKnown();
      const sent = bound.given.get('sqltext');
      const known: Pick<Opaque, 'statement' | 'may'> =
        spec.kind === 'bulkInsert' ? { may: [] } : sent === undefined ? {} : effectOf(sent, session.context);
      operation = { kind: 'opaque', place: args.place, reason: error.reason, table, ...known };
    }
    if (target.batch === null && machine.trying > 0) raiseRefused(operation, session.context);
    if (operation.kind !== 'opaque' && holdsCustomType(operation)) session.withdrawTypes(operation.place);
    if (spec.isQueued && target.queue !== null) target.queue.push(operation);
    else session.recorder.record(operation);
    if (spec.result === undefined) return PY_NONE;
    return operation.kind === 'opaque' ? unknownPy(operation.reason) : spec.result(args);
  }
}

/** Whether a type of the project stands anywhere in the data. */
function holdsCustomType(data: unknown): boolean {
  if (typeof data !== 'object' || data === null) return false;
  if ('kind' in data && data.kind === 'custom') return true;
  return Object.values(data).some(holdsCustomType);
}
