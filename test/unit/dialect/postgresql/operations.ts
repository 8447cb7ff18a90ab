import { postgresql } from '../../../../server/src/dialect/postgresql/dialect';
import type { RunMemo } from '../../../../server/src/dialect/statement';
import type { Operation, Place } from '../../../../server/src/operations/operation';
import type { Context } from '../../../../server/src/schema/context';
import type { SqlExpression } from '../../../../server/src/schema/expression';
import type { Column, ForeignKey, Name, ReferenceRules } from '../../../../server/src/schema/model';
import { libraryType } from '../../../../server/src/schema/sqlType';

export const PLACE: Place = { from: 3, to: 7 };

export const OFFLINE: Context = { dialect: 'postgresql', mode: 'offline', sqlalchemy: '2.0', naming: null };

export const INTEGER = libraryType('sqlalchemy', 'Integer');

/** The statements of operations in one run; a refusal is its reason in brackets. */
export function sql(
  operations: readonly Operation[],
  context: Context = OFFLINE,
  memo: RunMemo = { createdTypes: new Set() },
): readonly string[] {
  return operations.flatMap((operation) => {
    const answer = postgresql.statements(operation, context, memo);
    return answer.ok ? answer.value : [`(${answer.error.reason})`];
  });
}

export function column(name: string, given: Partial<Column> = {}): Column {
  return {
    kind: 'column',
    name,
    quote: null,
    type: INTEGER,
    primaryKey: false,
    nullable: null,
    autoincrement: 'auto',
    unique: false,
    index: false,
    default: null,
    serverDefault: null,
    items: [],
    comment: null,
    system: false,
    options: {},
    ...given,
  };
}

export const NO_RULES: ReferenceRules = {
  onupdate: null,
  ondelete: null,
  deferrable: null,
  initially: null,
  match: null,
  useAlter: false,
};

export function foreignKey(target: string, given: Partial<ForeignKey> = {}): ForeignKey {
  return { kind: 'foreignKeyItem', target, name: null, rules: NO_RULES, options: {}, ...given };
}

export function named(text: string, final = false): Name {
  return { text, final };
}

export function text(sql: string): SqlExpression {
  return { kind: 'text', sql, binds: {} };
}

export function createTable(
  given: Partial<Extract<Operation, { kind: 'createTable' }>> = {},
): Extract<Operation, { kind: 'createTable' }> {
  return {
    kind: 'createTable',
    place: PLACE,
    table: 't',
    schema: null,
    items: [],
    ifNotExists: null,
    comment: null,
    prefixes: [],
    options: {},
    ...given,
  };
}

export function addColumn(
  added: Column,
  given: Partial<Extract<Operation, { kind: 'addColumn' }>> = {},
): Extract<Operation, { kind: 'addColumn' }> {
  return {
    kind: 'addColumn',
    place: PLACE,
    table: 't',
    schema: null,
    column: added,
    ifNotExists: null,
    inlineReferences: null,
    inlinePrimaryKey: null,
    insertBefore: null,
    insertAfter: null,
    ...given,
  };
}

export function alterColumn(
  given: Partial<Extract<Operation, { kind: 'alterColumn' }>>,
): Extract<Operation, { kind: 'alterColumn' }> {
  return {
    kind: 'alterColumn',
    place: PLACE,
    table: 't',
    schema: null,
    column: 'c',
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
    ...given,
  };
}
