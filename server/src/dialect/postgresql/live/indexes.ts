import type { DialectOptions, Index, IndexElement, OptionValue } from '../../../schema/model';
import type { ConstraintRow, IndexRow } from './catalogue';
import { operatorClass, part, type PrintedPart, printedParts } from './elements';
import { printed } from './printed';

/** The name of a column of the table, by its number. */
export type ColumnNames = (number: number) => string;

/** An index; null where PostgreSQL's definition of it is not followed. */
export function indexOf(row: IndexRow, nameOf: ColumnNames): Index | null {
  const parts = row.definition === null ? null : printedParts(row.definition);
  if (parts?.length !== row.keys) return null;
  const ops: (readonly [string, OptionValue])[] = [];
  const elements = parts.map((one, at): IndexElement => {
    const number = row.columns[at] ?? 0;
    // SQLAlchemy takes nothing twice: a column that is there again stands in parentheses.
    const before = number > 0 ? row.columns.slice(0, at).filter((other) => other === number).length : 0;
    if (before > 0) return printed(again(one, before));
    const found = number > 0 ? operatorClass(one.text, one) : undefined;
    if (found === undefined) return printed(one.text);
    if (found !== null) ops.push([nameOf(number), text(found)]);
    return { kind: 'columnName', name: nameOf(number) };
  });
  return {
    kind: 'index',
    name: { text: row.name, final: true },
    elements,
    unique: row.isUnique,
    options: {
      ...(row.method === 'btree' ? {} : { postgresql_using: text(row.method) }),
      ...(ops.length === 0 ? {} : { postgresql_ops: { kind: 'mapping', entries: ops } as const }),
      ...keyOptions(row, nameOf),
      ...storageOptions(row),
      ...(row.where === null ? {} : { postgresql_where: printed(row.where) }),
    },
  };
}

function again({ text: all, tokens: [name] }: PrintedPart, times: number): string {
  const length = name === undefined ? 0 : name.to - name.from;
  return `${'('.repeat(times)}${all.slice(0, length)}${')'.repeat(times)}${all.slice(length)}`;
}

/** What an index and a key that stands on one may have. */
export function keyOptions(row: IndexRow, nameOf: ColumnNames): DialectOptions {
  const included = row.columns.slice(row.keys).map((number) => text(nameOf(number)));
  return {
    ...(included.length === 0 ? {} : { postgresql_include: included }),
    ...(row.nullsNotDistinct ? { postgresql_nulls_not_distinct: { kind: 'boolean', value: true } as const } : {}),
  };
}

/** `WITH (...)` and TABLESPACE. */
function storageOptions({ storage, tablespace }: IndexRow): DialectOptions {
  const entries = (storage ?? []).map((one): readonly [string, OptionValue] => {
    const at = one.indexOf('=');
    return [one.slice(0, at), text(one.slice(at + 1))];
  });
  return {
    ...(entries.length === 0 ? {} : { postgresql_with: { kind: 'mapping', entries } as const }),
    ...(tablespace === null ? {} : { postgresql_tablespace: text(tablespace) }),
  };
}

/** The elements of EXCLUDE with their operators; null where PostgreSQL's definition is not followed. */
export function excludedElements(
  { definition }: ConstraintRow,
  index: IndexRow,
  nameOf: ColumnNames,
): {
  readonly elements: readonly { readonly expression: IndexElement; readonly operator: string }[];
  readonly ops: Readonly<Record<string, string>>;
} | null {
  const parts = definition === null ? null : printedParts(definition);
  if (definition === null || parts?.length !== index.keys) return null;
  const ops: Record<string, string> = {};
  const elements = parts.map((one, at) => {
    const split = one.tokens.findLastIndex(({ kind, text: word }) => kind === 'word' && word === 'WITH');
    const operator = part(definition, one.tokens.slice(split + 1)).text;
    const before: PrintedPart = part(definition, one.tokens.slice(0, split));
    const number = index.columns[at] ?? 0;
    const found = number > 0 ? operatorClass(before.text, before) : undefined;
    if (found === undefined) return { expression: printed(before.text), operator };
    if (found !== null) ops[nameOf(number)] = found;
    return { expression: { kind: 'columnName', name: nameOf(number) } as const, operator };
  });
  return { elements, ops };
}

function text(value: string): { readonly kind: 'string'; readonly value: string } {
  return { kind: 'string', value };
}
