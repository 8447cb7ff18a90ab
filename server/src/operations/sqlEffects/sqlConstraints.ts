import type { CheckConstraint, Constraint, DialectOptions, Name, ReferenceRules } from '../../schema/model';
import { primaryKeyOf, tableAt } from '../../schema/lookup';
import type { SqlScope } from './sqlEffect';
import { notRead, type SqlReader } from './sqlReader';

/** A name that stands in SQL: no convention changes it. */
export function finalName(text: string): Name {
  return { text, final: true };
}

/** What stands behind `CONSTRAINT name`, for the table as a whole; null where something else follows. @throws NotRead */
export function tableConstraint(reader: SqlReader, scope: SqlScope): Constraint | null {
  const name = reader.take('CONSTRAINT') ? constraintName(reader) : null;
  if (reader.take('PRIMARY', 'KEY')) return keyConstraint('primaryKey', name, reader);
  if (reader.take('UNIQUE')) {
    if (reader.dialect === 'mysql' && (reader.takeOne('KEY', 'INDEX') !== null || !reader.is('('))) {
      return reader.is('(')
        ? keyConstraint('unique', name, reader)
        : keyConstraint('unique', finalName(reader.name()), reader);
    }
    return keyConstraint('unique', name, reader);
  }
  if (reader.take('FOREIGN', 'KEY')) {
    const columns = columnNames(reader);
    return foreignKey(reader, name, columns, scope);
  }
  if (reader.take('CHECK')) return checkConstraint(reader, name);
  return name === null ? null : notRead('a kind of constraint');
}

/** MySQL takes `CONSTRAINT` without a name. */
function constraintName(reader: SqlReader): Name | null {
  if (reader.dialect === 'mysql' && /^(?:PRIMARY|UNIQUE|FOREIGN|CHECK)$/.test(reader.next?.text ?? '')) return null;
  return finalName(reader.name());
}

function keyConstraint(kind: 'primaryKey' | 'unique', name: Name | null, reader: SqlReader): Constraint {
  const columns = columnNames(reader);
  const options = onConflict(reader);
  if (reader.is('INCLUDE') || reader.is('WITH') || reader.is('USING') || reader.is('ON')) notRead('an option of a key');
  return { kind, name, columns, ...deferral(reader), options };
}

/** `ON CONFLICT ...` of SQLite as an option of the thing that it stands behind, or nothing. */
export function onConflict(reader: SqlReader, name = 'sqlite_on_conflict'): DialectOptions {
  if (reader.dialect !== 'sqlite' || !reader.take('ON', 'CONFLICT')) return {};
  const value = reader.takeOne('ROLLBACK', 'ABORT', 'FAIL', 'IGNORE', 'REPLACE') ?? notRead('ON CONFLICT');
  return { [name]: { kind: 'string', value } };
}

/** `(a, b)`: names alone. */
export function columnNames(reader: SqlReader): readonly string[] {
  return reader.list(() => {
    const name = reader.name();
    return reader.is(',') || reader.is(')') ? name : notRead('more than the names of columns');
  });
}

/** Behind `CHECK`. @throws NotRead */
export function checkConstraint(reader: SqlReader, name: Name | null): CheckConstraint {
  const condition = reader.parenthesised();
  if (reader.is('NO', 'INHERIT')) notRead('NO INHERIT');
  const notValid = reader.take('NOT', 'VALID');
  reader.take('ENFORCED');
  const options = notValid ? { postgresql_not_valid: { kind: 'boolean', value: true } as const } : {};
  return { kind: 'check', name, condition, typeBound: false, deferrable: null, initially: null, options };
}

/** From `REFERENCES` on. @throws NotRead */
export function foreignKey(
  reader: SqlReader,
  name: Name | null,
  columns: readonly string[],
  { schema }: SqlScope,
): Extract<Constraint, { kind: 'foreignKey' }> {
  reader.expect('REFERENCES');
  const referred = reader.qualified();
  const given = reader.is('(') ? columnNames(reader) : null;
  const { match, ...actions } = referenceActions(reader);
  const { deferrable, initially } = deferral(reader);
  const notValid = reader.take('NOT', 'VALID');
  const state = given === null ? tableAt(schema, referred.name, referred.schema) : null;
  const key = state?.table && state.doubt === null ? primaryKeyOf(state.table)?.columns : undefined;
  return {
    kind: 'foreignKey',
    name,
    columns,
    referredSchema: referred.schema,
    referredTable: referred.name,
    referredColumns: given ?? key ?? notRead('the columns that a foreign key refers to'),
    rules: { ...actions, deferrable, initially, match, useAlter: false },
    options: notValid ? { postgresql_not_valid: { kind: 'boolean', value: true } } : {},
  };
}

function referenceActions(reader: SqlReader): Pick<ReferenceRules, 'onupdate' | 'ondelete' | 'match'> {
  let onupdate: string | null = null;
  let ondelete: string | null = null;
  let match: string | null = null;
  for (;;) {
    if (reader.take('MATCH')) match = reader.takeOne('FULL', 'PARTIAL', 'SIMPLE') ?? notRead('MATCH');
    else if (reader.take('ON', 'DELETE')) ondelete = action(reader);
    else if (reader.take('ON', 'UPDATE')) onupdate = action(reader);
    else return { onupdate, ondelete, match };
  }
}

function action(reader: SqlReader): string {
  if (reader.take('NO', 'ACTION')) return 'NO ACTION';
  if (reader.take('SET', 'NULL')) return reader.is('(') ? notRead('SET NULL of some columns') : 'SET NULL';
  if (reader.take('SET', 'DEFAULT')) return 'SET DEFAULT';
  return reader.takeOne('CASCADE', 'RESTRICT') ?? notRead('what a foreign key does');
}

/** `[NOT] DEFERRABLE`, `INITIALLY ...`, or nothing. */
export function deferral(reader: SqlReader): {
  readonly deferrable: boolean | null;
  readonly initially: string | null;
} {
  const isNot = reader.take('NOT', 'DEFERRABLE');
  const deferrable = isNot ? null : reader.take('DEFERRABLE') ? true : null;
  const initially = reader.take('INITIALLY') ? reader.takeOne('DEFERRED', 'IMMEDIATE') : null;
  return initially === 'DEFERRED' ? { deferrable: true, initially } : { deferrable, initially: null };
}
