import { isDeepStrictEqual } from 'node:util';
import type { Column } from '../../schema/model';
import { isType } from '../../sqlalchemy/typeArguments';
import type { Reverse } from '../applied';
import type { AlterColumn } from '../operation';
import { knownColumn, knownTable } from './known';
import type { Rebuilt } from './rebuild';

/** ALTER COLUMN to what it was, saying what it is. */
export const reverseAlterColumn: Reverse<AlterColumn> = (operation, { before, after, context }) => {
  const { table: name, schema, place } = operation;
  const was = knownColumn(knownTable(before, name, schema), operation.column, context);
  const is = knownColumn(knownTable(after, name, schema), operation.newName ?? operation.column, context);
  const { autoincrement, existingAutoincrement } = operation;
  const numbering =
    autoincrement === null && existingAutoincrement === null
      ? {}
      : {
          autoincrement: autoincrement === null ? null : (existingAutoincrement ?? !autoincrement),
          existingAutoincrement: autoincrement ?? existingAutoincrement,
        };
  return alteredBack(was, is, { name, schema, place }).map((altered) => ({ ...altered, ...numbering }));
};

/** What makes one column of another; nothing where both are the same. `existing_...` says what DDL may need to know. */
export function alteredBack(was: Column, is: Column, { name, schema, place }: Rebuilt): readonly AlterColumn[] {
  const isOther = {
    name: was.name !== is.name,
    type: !isDeepStrictEqual(was.type, is.type),
    nullable: was.nullable !== is.nullable,
    default: !isDeepStrictEqual(was.serverDefault, is.serverDefault),
    comment: was.comment !== is.comment,
  };
  if (!Object.values(isOther).includes(true)) return [];
  const isTyped = !isType(is.type, 'sqlalchemy.NullType');
  // Alembic takes a default that exists for none only where it is said to be none: an identity is added then.
  const addsIdentity = was.serverDefault?.kind === 'identity' && is.serverDefault === null;
  return [
    {
      kind: 'alterColumn',
      place,
      table: name,
      schema,
      column: is.name,
      newName: isOther.name ? was.name : null,
      type: isOther.type ? was.type : null,
      existingType: isTyped ? is.type : null,
      nullable: isOther.nullable ? was.nullable !== false : null,
      existingNullable: isOther.nullable ? null : is.nullable !== false,
      serverDefault: isOther.default ? was.serverDefault : undefined,
      existingServerDefault: is.serverDefault ?? (addsIdentity ? null : undefined),
      comment: isOther.comment ? was.comment : undefined,
      existingComment: is.comment,
      autoincrement: null,
      existingAutoincrement: null,
      options: {},
      insertBefore: null,
      insertAfter: null,
    },
  ];
}
