import { TYPES } from '../../../dialect/postgresql/types';
import { typeText } from '../../../dialect/types';
import type { AlterColumn, Operation } from '../../../operations/operation';
import type { SqlType } from '../../../schema/sqlType';
import { Refusal } from '../../../sqlalchemy/refusal';

/**
 * Operations that PostgreSQL accepts: a type that it does not turn into the other by itself needs `USING`, and such a
 * column's default has to go in between ("ALTER TABLE", `SET DATA TYPE`, of PostgreSQL's manual).
 */
export function withCasts(operations: readonly Operation[]): readonly Operation[] {
  return operations.flatMap((operation): readonly Operation[] => {
    if (operation.kind === 'alterColumn') return castColumn(operation);
    if (operation.kind !== 'batch' && operation.kind !== 'autocommitBlock') return [operation];
    return [{ ...operation, children: withCasts(operation.children) }];
  });
}

function castColumn(operation: AlterColumn): readonly AlterColumn[] {
  const { type, existingType, existingServerDefault, serverDefault } = operation;
  const using = type === null || existingType === null ? null : castText(operation.column, existingType, type);
  if (using === null) return [operation];
  const cast: AlterColumn = {
    ...operation,
    options: { ...operation.options, postgresql_using: { kind: 'string', value: using } },
  };
  const isSet = existingServerDefault?.kind === 'string' || existingServerDefault?.kind === 'expression';
  if (!isSet) return [cast];
  const dropped: AlterColumn = {
    ...operation,
    newName: null,
    type: null,
    nullable: null,
    existingNullable: operation.existingNullable ?? (operation.nullable === null ? null : !operation.nullable),
    comment: undefined,
    serverDefault: null,
  };
  const again = serverDefault === undefined ? existingServerDefault : serverDefault;
  return [dropped, { ...cast, serverDefault: again ?? undefined, existingServerDefault: undefined }];
}

/** What USING says; null where PostgreSQL needs none, or the types are not known. */
function castText(column: string, from: SqlType, to: SqlType): string | null {
  const [was, wanted] = [from, to].map(written);
  if (was === undefined || wanted === undefined || was === null || wanted === null) return null;
  const [source, target] = [family(was), family(wanted)];
  if (target === 'text' || (source === target && source !== 'other') || baseOf(was) === baseOf(wanted)) return null;
  const name = `"${column.replaceAll('"', '""')}"`;
  if (source === 'text') return `${name}::${wanted}`;
  const areNumbers = [source, target].every((one) => one === 'number' || one === 'boolean');
  return `${name}::${areNumbers ? 'INTEGER' : 'TEXT'}::${wanted}`;
}

function written(type: SqlType): string | null {
  try {
    return typeText({ dialect: 'postgresql', rules: TYPES }, type);
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
}

/** Types that PostgreSQL turns into one another when a value is assigned (pg_cast: implicit and assignment casts). */
const FAMILIES: readonly (readonly [family: string, types: RegExp])[] = [
  ['number', /^(?:SMALLINT|INTEGER|BIGINT|NUMERIC|DECIMAL|REAL|FLOAT|DOUBLE PRECISION)$/],
  ['text', /^(?:VARCHAR|CHAR|TEXT|CITEXT)$/],
  ['boolean', /^BOOLEAN$/],
  ['moment', /^(?:DATE|TIMESTAMP)$/],
  ['json', /^JSONB?$/],
];

function family(text: string): string {
  return FAMILIES.find(([, types]) => types.test(baseOf(text)))?.[0] ?? 'other';
}

/** The type without length, precision and time zone; an array stays one. */
function baseOf(text: string): string {
  return text
    .replace(/ (?:WITH|WITHOUT) TIME ZONE/, '')
    .replace(/ COLLATE ".*"/, '')
    .replace(/\([^)]*\)/, '');
}
