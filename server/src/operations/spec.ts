import type { PyValue } from '../python/interpreter/value';
import type { Arguments } from './arguments';
import type { Apply } from './applied';
import type { Operation, OperationKind, OperationOf } from './operation';

/** Operations that a directive of `op` or of a batch makes. */
export type DirectiveKind = Exclude<OperationKind, 'createEnum' | 'dropEnum' | 'batch' | 'autocommitBlock' | 'opaque'>;

/** One directive of Alembic's (alembic-behaviour.md §5.1): its signature, and what a call of it means. */
export interface OperationSpec<O extends Operation = Operation> {
  readonly kind: O['kind'];
  /** `op.<name>`, and `batch_op.<name>` when there is a batch form. */
  readonly name: string;
  /** In the short form of `sqlalchemy/parameters.ts`. */
  readonly parameters: string;
  /** Of `batch_op.<name>`, where table and schema are the batch's; null: there is none. */
  readonly batchParameters: string | null;
  /** Whether a batch holds it back until the block ends: `execute` runs at once. */
  readonly isQueued: boolean;
  /**
   * Reads bound arguments.
   * @throws NotKnown when what is given is not known. @throws PyRaised where Alembic raises.
   */
  readonly parse: (args: Arguments) => O;
  /** What the call gives back; absent: `None`. */
  readonly result?: (args: Arguments) => PyValue;
  /** What the operation makes of a schema. */
  readonly apply: Apply<O>;
}

export type DirectiveSpec<K extends DirectiveKind = DirectiveKind> = { [P in K]: OperationSpec<OperationOf<P>> }[K];
