import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { printedPlainly } from '../../../server/src/dialect/expressions/printText';
import { TYPES as POSTGRESQL } from '../../../server/src/dialect/postgresql/types';
import { withoutParentheses } from '../../../server/src/dialect/postgresql/live/elements';
import { TYPES as SQLITE } from '../../../server/src/dialect/sqlite/types';
import { typeText } from '../../../server/src/dialect/types';
import type { SqlExpression } from '../../../server/src/schema/expression';
import type { Column, Constraint, Index, OptionValue, ReferenceRules, Table } from '../../../server/src/schema/model';
import type { Schema } from '../../../server/src/schema/schema';
import { autoincrementColumn } from '../../../server/src/sqlalchemy/autoincrement';
import { oraclePython } from '../support/venv';

/** A table as inspectDatabase.py says it. */
interface InspectedTable {
  readonly columns: readonly InspectedColumn[];
  readonly key: readonly [name: string | null, columns: readonly string[]];
  readonly unique: readonly unknown[];
  readonly references: readonly unknown[];
  readonly checks: readonly (readonly [name: string | null, condition: string])[];
  readonly indexes: readonly InspectedIndex[];
  readonly comment: string | null;
}

type InspectedIndex = readonly [
  name: string,
  unique: boolean,
  columns: readonly (string | null)[],
  options: Readonly<Record<string, unknown>>,
];

interface InspectedColumn {
  readonly name: string;
  /** Null: SQLAlchemy does not know it. */
  readonly type: string | null;
  readonly nullable: boolean;
  readonly default: string | null;
  readonly comment: string | null;
  readonly computed: { readonly sqltext: string; readonly persisted?: boolean } | null;
  readonly always: boolean | null;
}

export interface Inspected {
  readonly tables: Readonly<Record<string, InspectedTable>>;
  readonly enums: Readonly<Record<string, readonly string[]>>;
}

/** What SQLAlchemy's inspector finds in databases. */
export function inspected(urls: readonly string[]): readonly Inspected[] {
  const program = join(import.meta.dirname, 'inspectDatabase.py');
  const input = JSON.stringify({ urls });
  const output = execFileSync(oraclePython(), [program], { input, encoding: 'utf8', maxBuffer: 2 ** 28 });
  return output
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Inspected);
}

/** What the inspector does not find by patterns in the text of SQLite's CREATE TABLE, which take many texts for others. */
export const SURE_ON_SQLITE: readonly (keyof InspectedTable)[] = ['columns'];

/**
 * In what a live schema is not what the inspector finds, a line each.
 * @param only the parts that are compared; without collations and expressions of generated columns.
 */
export function inspectionDifferences(
  schema: Schema,
  theirs: Inspected,
  only: readonly (keyof InspectedTable)[] | null = null,
): readonly string[] {
  const lines: string[] = [];
  const ours = new Map([...schema.tables].map(([key, { table }]) => [key.replace('\0', '.'), table] as const));
  for (const name of new Set([...ours.keys(), ...Object.keys(theirs.tables)])) {
    const [mine, other] = [ours.get(name), theirs.tables[name]];
    if (!mine || other === undefined) {
      if (name !== 'alembic_version') lines.push(`${name} is ${mine ? 'not found by the inspector' : 'not found'}`);
      continue;
    }
    const [left, right] = [ourTable(mine, schema), theirTable(other, mine, schema)];
    for (const part of Object.keys(left) as (keyof typeof left)[]) {
      const [one, two] = [left, right].map((all) => {
        const text = JSON.stringify(all[part]);
        return only === null
          ? text
          : text
              .replace(/ COLLATE \\"\w+\\"/g, '')
              .replace(/"computed":(?:null|\[.*?,(?:true|false)\]),"always"/g, '"always"');
      });
      if (one !== two && only?.includes(part) !== false)
        lines.push(`${name}, ${part}:\n  ours   ${one ?? ''}\n  theirs ${two ?? ''}`);
    }
  }
  const enums = Object.fromEntries([...schema.enums].map(([key, { item }]) => [key.replace('\0', '.'), item?.labels]));
  const [one, two] = [enums, theirs.enums].map((all) => JSON.stringify(Object.entries(all).toSorted()));
  if (one !== two) lines.push(`enums: ours ${one ?? ''}, theirs ${two ?? ''}`);
  return lines;
}

type Comparable = Readonly<Record<keyof InspectedTable, unknown>>;

function ourTable(table: Table, schema: Schema): Comparable {
  const key = table.constraints.find(({ kind }) => kind === 'primaryKey');
  const isPostgres = schema.dialect === 'postgresql';
  const numbered = isPostgres ? autoincrementColumn(table)?.name : undefined;
  return {
    columns: table.columns.map((column) => ourColumn(column, isPostgres, column.name === numbered)),
    key: key?.kind === 'primaryKey' ? [nameOf(key), key.columns] : [null, []],
    unique: sorted(table.constraints.flatMap((one) => (one.kind === 'unique' ? [[nameOf(one), one.columns]] : []))),
    references: sorted(
      table.constraints.flatMap((one) =>
        one.kind === 'foreignKey'
          ? [[nameOf(one), one.columns, one.referredSchema, one.referredTable, one.referredColumns, rulesOf(one.rules)]]
          : [],
      ),
    ),
    checks: sorted(
      table.constraints.flatMap((one) => (one.kind === 'check' ? [[nameOf(one), plain(textOf(one.condition))]] : [])),
    ),
    indexes: sorted(
      table.indexes.map(indexOf).filter(
        // The inspector passes over those of SQLite that are on expressions.
        (_one, at) => isPostgres || !hasExpression(table.indexes[at]),
      ),
    ),
    comment: table.comment,
  };
}

function ourColumn(column: Column, isPostgres: boolean, isNumbered: boolean): unknown {
  const { name, type, nullable, serverDefault, comment } = column;
  const isComputed = serverDefault?.kind === 'computed';
  const isPlain = serverDefault?.kind === 'expression';
  const text = isPlain ? textOf(serverDefault.expression) : null;
  return {
    name,
    type: typeOf(type, isPostgres),
    nullable,
    default: isNumbered && text === null && serverDefault === null ? 'nextval' : text && withoutParentheses(text),
    comment,
    computed: isComputed ? [plain(textOf(serverDefault.expression)), serverDefault.persisted] : null,
    always: serverDefault?.kind === 'identity' ? serverDefault.always : null,
  };
}

function typeOf(type: Column['type'], isPostgres: boolean): string {
  return hasOwnWords(type)
    ? OWN_WORDS
    : sameWords(
        typeText({ dialect: isPostgres ? 'postgresql' : 'sqlite', rules: isPostgres ? POSTGRESQL : SQLITE }, type),
      );
}

/** Whether a type, or an array's items, have no class of SQLAlchemy's. */
function hasOwnWords(type: Column['type']): boolean {
  if (type.kind === 'custom') return true;
  const item = type.arguments.item_type;
  return (
    item !== undefined && 'kind' in item && (item.kind === 'custom' || item.kind === 'library') && hasOwnWords(item)
  );
}

/** The inspector knows one dimension of arrays, and has fields of intervals as PostgreSQL prints them. */
function sameWords(type: string): string {
  const interval = /^INTERVAL[A-Za-z ]*/.exec(type)?.[0] ?? '';
  return interval.toUpperCase() + type.slice(interval.length).replace(/(?:\[\])+$/, '[]');
}

/** What SQLAlchemy has no class for it finds to be something else. */
const OWN_WORDS = 'in words of its own';

function theirTable(table: InspectedTable, ours: Table, schema: Schema): Comparable {
  const isPostgres = schema.dialect === 'postgresql';
  const numbered = isPostgres ? autoincrementColumn(ours)?.name : undefined;
  const columns = table.columns.map((column) => {
    const own = ours.columns.find(({ name }) => name === column.name);
    const computed = column.computed && [plain(column.computed.sqltext), column.computed.persisted];
    const isNext = column.name === numbered && (column.default ?? '').startsWith('nextval(');
    return {
      ...column,
      type:
        own === undefined || hasOwnWords(own.type)
          ? OWN_WORDS
          : column.type === null
            ? typeOf(own.type, isPostgres)
            : sameWords(column.type),
      default:
        computed !== null
          ? null
          : isNext
            ? 'nextval'
            : column.default && withoutParentheses(inPlace(column.default, own)),
      comment: column.comment ?? null,
      computed,
      // The whole numbers the rows of a partition.
      always:
        ours.partitionOf !== undefined && own?.serverDefault?.kind === 'identity'
          ? own.serverDefault.always
          : column.always,
    };
  });
  const found = {
    ...table,
    columns,
    unique: sorted(table.unique),
    references: sorted(table.references),
    checks: sorted(table.checks.map(([name, condition]) => [name, plain(condition)])),
    indexes: sorted(table.indexes.map((one) => withoutClasses(one, ours))),
  };
  const isDerived = ours.partitionOf !== undefined || ours.options.postgresql_inherits !== undefined;
  return !isDerived ? found : withoutGiven(found, ourTable(ours, schema));
}

/** The inspector takes a sequence without a schema for one of the table's schema. */
function inPlace(value: string, own: Column | undefined): string {
  const text = own?.serverDefault?.kind === 'expression' ? textOf(own.serverDefault.expression) : '';
  const named = /^nextval\('(?:(?:"[^"]*"|\w+)\.)?((?:"[^"]*"|\w+)'::regclass\))$/.exec(value)?.[1];
  return named !== undefined && text === `nextval('${named}` ? text : value;
}

/** A table that is derived without what others give it, which is not listed with it again. */
function withoutGiven(found: Comparable, own: Comparable): Comparable {
  const both = (part: 'unique' | 'references' | 'checks' | 'indexes'): unknown =>
    Array.isArray(own[part]) && Array.isArray(found[part])
      ? own[part].filter((one) => (found[part] as unknown[]).includes(one))
      : found[part];
  return {
    ...found,
    key: JSON.stringify(own.key) === '[null,[]]' ? own.key : found.key,
    unique: both('unique'),
    references: both('references'),
    checks: both('checks'),
    indexes: both('indexes'),
  };
}

/** Of an index in which we have an expression, and with it its operator class. */
function withoutClasses([name, unique, columns, options]: InspectedIndex, { indexes }: Table): InspectedIndex {
  const own = indexes.find((one) => one.name?.text === name);
  const { postgresql_ops: classes, ...others } = options;
  const isPlain = own === undefined || !hasText(own);
  return [name, unique, columns, isPlain && classes !== undefined ? options : others];
}

function hasText({ elements }: Index): boolean {
  return elements.some(({ kind }) => kind !== 'columnName');
}

function indexOf(index: Index): unknown {
  const { name, unique, elements, options } = index;
  const given = Object.entries(options).filter(([key]) => key !== 'postgresql_ops' || !hasText(index));
  const known = given.map(([key, value]): readonly [string, unknown] => [key, optionOf(value)]);
  return [
    name?.text ?? null,
    unique,
    elements.map((element) => (element.kind === 'columnName' ? element.name : orderedColumn(textOf(element)))),
    Object.fromEntries(known.toSorted(([a], [b]) => (a < b ? -1 : 1))),
  ];
}

function hasExpression(index: Index | undefined): boolean {
  return index?.elements.some((one) => one.kind !== 'columnName' && orderedColumn(textOf(one)) === null) ?? false;
}

/** The column of `name DESC`, or of one that is there again; null: an expression. */
function orderedColumn(text: string): string | null {
  const found = /^(\(*)(?:"((?:[^"]|"")*)"|([a-z_]\w*))(\)*)(?: |$)/i.exec(text);
  if (found?.[1]?.length !== found?.[4]?.length) return null;
  return found?.[2]?.replaceAll('""', '"') ?? found?.[3] ?? null;
}

function optionOf(value: OptionValue): unknown {
  if (!('kind' in value)) return value.map(optionOf);
  if (value.kind === 'mapping') return Object.fromEntries(value.entries.map(([key, one]) => [key, optionOf(one)]));
  if (value.kind === 'text' || value.kind === 'literalColumn') return textOf(value);
  return 'value' in value ? value.value : null;
}

/** The inspector does not tell whether a foreign key is NOT VALID. */
function rulesOf({ onupdate, ondelete, deferrable, initially, match }: ReferenceRules): unknown {
  const rules = { deferrable, initially, match, ondelete, onupdate };
  return Object.fromEntries(Object.entries(rules).filter(([, value]) => value !== null));
}

function textOf(expression: SqlExpression): string {
  if (expression.kind === 'text') return printedPlainly(expression.sql);
  return expression.kind === 'literalColumn' ? expression.sql : '';
}

/**
 * A condition without parentheses, blanks and casts of text: the inspector has PostgreSQL print fewer of them. That they are
 * right is what is made again from them.
 */
function plain(text: string): string {
  return text.replace(/[()\s]/g, '').replace(/::(?:charactervarying|text)(?:\[\])?/g, '');
}

function nameOf({ name }: Pick<Constraint, 'name'>): string | null {
  return name?.text ?? null;
}

function sorted(items: readonly unknown[]): readonly string[] {
  return items.map((item) => JSON.stringify(item)).toSorted();
}
