import type { Constraint, ReferenceRules } from '../../../schema/model';
import { quoteIdentifier } from '../../quoting';
import { QUOTING } from '../quoting';
import type { ConstraintRow, IndexRow } from './catalogue';
import { withoutParentheses } from './elements';
import { type ColumnNames, excludedElements, keyOptions } from './indexes';
import { printed } from './printed';

/** What a constraint is read with. */
export interface ConstraintScope {
  readonly nameOf: ColumnNames;
  /** The index that it stands on. */
  readonly index: IndexRow | undefined;
  /** The table that a foreign key refers to; undefined: it is none of those that are read. */
  readonly referred:
    { readonly name: string; readonly schema: string | null; readonly nameOf: ColumnNames } | undefined;
}

const ACTIONS: Readonly<Record<string, string | null>> = {
  a: null,
  r: 'RESTRICT',
  c: 'CASCADE',
  n: 'SET NULL',
  d: 'SET DEFAULT',
};
const MATCHES: Readonly<Record<string, string | null>> = { s: null, f: 'FULL', p: 'PARTIAL' };

/** A constraint as the catalogue has it; or why it is not followed, one sentence. */
export function constraintOf(row: ConstraintRow, scope: ConstraintScope): Constraint | string {
  const name = { text: row.name, final: true };
  const columns = (row.columns ?? []).map(scope.nameOf);
  const deferral = {
    deferrable: row.isDeferrable ? true : null,
    initially: row.isDeferred ? 'DEFERRED' : null,
  };
  const validity = row.isValid ? {} : { postgresql_not_valid: { kind: 'boolean', value: true } as const };
  if (row.isPeriod) return `The period of the constraint \`${row.name}\` is not followed.`;
  if (!row.isEnforced) return `That the constraint \`${row.name}\` is not enforced is not followed.`;
  switch (row.kind) {
    case 'p':
    case 'u': {
      const options = scope.index === undefined ? {} : keyOptions(scope.index, scope.nameOf);
      return { kind: row.kind === 'p' ? 'primaryKey' : 'unique', name, columns, ...deferral, options };
    }
    case 'c': {
      if (row.noInherit) return `That the constraint \`${row.name}\` is not inherited is not followed.`;
      const condition = printed(withoutParentheses(row.condition ?? ''));
      return { kind: 'check', name, condition, typeBound: false, deferrable: null, initially: null, options: validity };
    }
    case 'f': {
      const { referred } = scope;
      if (referred === undefined) return `The table that the constraint \`${row.name}\` refers to is not read.`;
      return {
        kind: 'foreignKey',
        name,
        columns,
        referredSchema: referred.schema,
        referredTable: referred.name,
        referredColumns: (row.referredColumns ?? []).map(referred.nameOf),
        rules: { ...rulesOf(row, scope.nameOf), ...deferral },
        options: validity,
      };
    }
    default: {
      const found = scope.index === undefined ? null : excludedElements(row, scope.index, scope.nameOf);
      if (found === null || scope.index === undefined) return `The constraint \`${row.name}\` is not followed.`;
      const { method, where, keys } = scope.index;
      if (scope.index.columns.length > keys) return `What the constraint \`${row.name}\` includes is not followed.`;
      const condition = where === null ? null : printed(withoutParentheses(where));
      return { kind: 'exclude', name, ...found, using: method, where: condition, ...deferral, options: {} };
    }
  }
}

function rulesOf(row: ConstraintRow, nameOf: ColumnNames): Omit<ReferenceRules, 'deferrable' | 'initially'> {
  const set = row.onDeleteColumns ?? [];
  const ondelete = ACTIONS[row.onDelete] ?? null;
  const quoted = set.map((number) => quoteIdentifier(QUOTING, nameOf(number)));
  return {
    onupdate: ACTIONS[row.onUpdate] ?? null,
    ondelete: ondelete === null || set.length === 0 ? ondelete : `${ondelete} (${quoted.join(', ')})`,
    match: MATCHES[row.match] ?? null,
    useAlter: false,
  };
}
