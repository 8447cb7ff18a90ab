import type { Schema } from '../../schema/schema';
import type { ApplyContext } from '../applied';
import type { PlainOperation } from '../applyPlain';
import type { Place } from '../operation';
import type { SqlReader } from './sqlReader';
import type { SqlToken } from './sqlTokens';

/** What a statement does to a schema. */
export type SqlEffect =
  | { readonly kind: 'operation'; readonly operation: PlainOperation }
  /** What no operation says. */
  | { readonly kind: 'change'; readonly change: (schema: Schema, context: ApplyContext) => Schema }
  /** What these tokens name is not known any more; `isNew`: of a table that is made, which leaves others as they are. */
  | {
      readonly kind: 'mentioned';
      readonly tokens: readonly SqlToken[];
      readonly reason: string;
      readonly isNew?: boolean;
    }
  | { readonly kind: 'everything'; readonly reason: string };

/** Where a statement stands. */
export interface SqlScope {
  /** The schema that it meets. */
  readonly schema: Schema;
  readonly place: Place;
}

/** Reads a statement whose first words are read already. @throws NotRead where it says more than is read. */
export type ReadStatement = (reader: SqlReader, scope: SqlScope) => readonly SqlEffect[];

export function operations(...list: readonly PlainOperation[]): readonly SqlEffect[] {
  return list.map((operation) => ({ kind: 'operation', operation }));
}

export function change(make: (schema: Schema, context: ApplyContext) => Schema): SqlEffect {
  return { kind: 'change', change: make };
}

/** Nothing that a schema holds. */
export const NOTHING: readonly SqlEffect[] = [];

/** An `alter_column` that changes nothing yet. */
export const UNALTERED = {
  kind: 'alterColumn',
  nullable: null,
  comment: undefined,
  serverDefault: undefined,
  newName: null,
  type: null,
  existingType: null,
  existingServerDefault: undefined,
  existingNullable: null,
  existingComment: null,
  autoincrement: null,
  existingAutoincrement: null,
  options: {},
  insertBefore: null,
  insertAfter: null,
} as const;
