import type { Column, Constraint, ForeignKeyConstraint, Index, IndexElement, Name, Table } from '../../schema/model';
import type { SqlExpression } from '../../schema/expression';
import { refuse } from '../../sqlalchemy/refusal';
import type { Ddl } from '../ddl';
import { booleanOption, expressionOption } from '../ddlOptions';
import { defaultSql, isInlineKey, keyColumns } from './columns';
import { reflectedType } from './reflectedType';

/**
 * A table as SQLAlchemy finds it in SQLite, which is less than it was made with: no collations, no CHECK without a name
 * (for Alembic), no indexes on expressions, no options but two.
 * @throws Refusal where it cannot be said what is found.
 */
export function reflectedTable(ddl: Ddl, table: Table): Table {
  if (table.prefixes.length > 0) refuse('A copy of a temporary table is not followed.');
  if (table.schema !== null && table.schema !== '') refuse('A copy of a table in a schema of SQLite is not followed.');
  refuseOddNames(table);
  const columns = table.columns.map((column) => reflectedColumn(ddl, column));
  const inColumns = table.columns.flatMap(({ items }) => items);
  return {
    name: table.name,
    schema: null,
    columns,
    constraints: withoutRepetition([...table.constraints, ...inColumns.filter((item) => item.kind === 'check')]).map(
      (constraint) => reflectedConstraint(ddl, constraint, table),
    ),
    indexes: table.indexes.flatMap((index) => reflectedIndex(ddl, index, table)),
    comment: null,
    prefixes: [],
    options: keptOptions(table),
  };
}

/** SQLAlchemy looks for names in the text of CREATE TABLE, which goes wrong with some. */
function refuseOddNames({ name, columns, constraints }: Table): void {
  const names = [name, ...columns.map((column) => column.name), ...constraints.map((one) => one.name?.text ?? '')];
  const odd = names.find((one) => /["'()[\]\n]/.test(one));
  if (odd !== undefined) refuse(`What SQLAlchemy finds of the name \`${odd}\` is not known.`);
}

function reflectedColumn(ddl: Ddl, column: Column): Column {
  const kind = column.serverDefault?.kind;
  if (kind === 'computed') refuse('SQLite takes no rows for a generated column, so that its table cannot be copied.');
  const sql = defaultSql(ddl, column);
  return {
    kind: 'column',
    name: column.name,
    quote: null,
    type: reflectedType(ddl.type(column.type)),
    primaryKey: column.primaryKey,
    nullable: column.nullable,
    autoincrement: 'auto',
    unique: false,
    index: false,
    default: null,
    serverDefault: sql === null ? null : { kind: 'expression', expression: textOf(reflectedDefault(sql)) },
    items: [],
    comment: null,
    system: false,
    options: {},
  };
}

/** SQLite keeps a default without its parentheses; Alembic puts them around all that is not plainly a constant. */
function reflectedDefault(given: string): string {
  const written = given.trim();
  const bare = written.startsWith('(') ? written.slice(1, -1).trim() : written;
  refuseClauses(bare);
  return /^[0-9.]\n?$/.test(bare) || /^'.+'\n?$/.test(bare) || /^\(.+\)\n?$/.test(bare) ? bare : `(${bare})`;
}

function textOf(sql: string): SqlExpression {
  // What follows a colon is a parameter, though nobody gives it a value.
  if (/(?<![:\w\\]):\w+(?!:)/.test(sql)) refuse('SQLAlchemy takes what follows a colon for a parameter.');
  return { kind: 'text', sql: sql.replaceAll('\\:', ':'), binds: {} };
}

/** Words that SQLAlchemy would take for clauses of the table. */
function refuseClauses(sql: string): void {
  if (/\b(?:unique|check|foreign|references|constraint|generated|primary)\b/i.test(sql)) {
    refuse('An expression has words that SQLAlchemy takes for constraints of the table.');
  }
}

/** Of keys that say the same SQLAlchemy finds the first. */
function withoutRepetition(constraints: readonly Constraint[]): readonly Constraint[] {
  const seen = new Set<string>();
  return constraints.filter((one) => {
    if (one.kind !== 'unique' && one.kind !== 'foreignKey') return true;
    const target = one.kind === 'foreignKey' ? [one.referredTable, ...one.referredColumns] : [];
    const key = [one.kind, ...one.columns, '', ...target].join('\0');
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

const PLAIN = { deferrable: null, initially: null, options: {} } as const;

function reflectedConstraint(ddl: Ddl, constraint: Constraint, table: Table): Constraint {
  const name = constraint.name === null ? null : { text: constraint.name.text, final: true };
  switch (constraint.kind) {
    case 'primaryKey': {
      // A key that stands in its column is written without its name.
      const isInline = keyColumns(table).some((column) => isInlineKey(column, table));
      return { kind: 'primaryKey', name: isInline ? null : name, columns: constraint.columns, ...PLAIN };
    }
    case 'unique':
      return { kind: constraint.kind, name, columns: constraint.columns, ...PLAIN };
    case 'check': {
      const sql = ddl.expression(constraint.condition).trim();
      refuseClauses(sql);
      return { kind: 'check', name, condition: textOf(sql), typeBound: false, ...PLAIN };
    }
    case 'foreignKey':
      return reflectedKey(constraint, name);
    case 'exclude':
      return refuse('SQLite has no EXCLUDE constraints.');
  }
}

/** SQLAlchemy reads name and rules from the text of `FOREIGN KEY (...)`: within a column they are not found. */
function reflectedKey({ isInline, ...key }: ForeignKeyConstraint, name: Name | null): ForeignKeyConstraint {
  return isInline === true
    ? { ...key, name: null, rules: NO_RULES, options: {} }
    : { ...key, name, rules: reflectedRules(key), options: {} };
}

const NO_RULES: ForeignKeyConstraint['rules'] = {
  onupdate: null,
  ondelete: null,
  deferrable: null,
  initially: null,
  match: null,
  useAlter: false,
};

/** Behind MATCH, SQLAlchemy finds nothing more. */
function reflectedRules({ rules }: ForeignKeyConstraint): ForeignKeyConstraint['rules'] {
  if (rules.match !== null) return NO_RULES;
  const action = (text: string | null): string | null => {
    const upper = text?.trim().toUpperCase() ?? 'NO ACTION';
    return upper === 'NO ACTION' ? null : upper;
  };
  return {
    ...NO_RULES,
    onupdate: action(rules.onupdate),
    ondelete: action(rules.ondelete),
    deferrable: rules.deferrable,
    initially: rules.initially?.trim().toUpperCase() ?? null,
  };
}

/** An index on columns; those on expressions are not found. */
function reflectedIndex(ddl: Ddl, index: Index, table: Table): readonly Index[] {
  const elements = index.elements.map((element) => reflectedElement(ddl, element, table));
  if (elements.includes(null) || index.name === null) return [];
  const where = expressionOption(index.options, 'sqlite_where');
  const predicate = where === null ? null : ddl.expression(where);
  if (predicate?.includes('\n') === true) refuse('What SQLAlchemy finds of a WHERE in several lines is not known.');
  return [
    {
      kind: 'index',
      name: { text: index.name.text, final: true },
      elements: elements.flatMap((name) => (name === null ? [] : [{ kind: 'columnName', name }])),
      unique: index.unique,
      options: predicate === null ? {} : { sqlite_where: textOf(predicate) },
    },
  ];
}

/** The column that an element is, with or without an order and a collation, which are lost; null: an expression. */
function reflectedElement(ddl: Ddl, element: IndexElement, table: Table): string | null {
  if (element.kind === 'columnName') return element.name;
  const sql = ddl.expression(element).trim();
  if (sql.startsWith('(')) refuse('What SQLAlchemy finds of an index in parentheses is not known.');
  const [, quoted, plain] = /^(?:"([^"]+)"|([a-z_]\w*))(?:\s+COLLATE\s+\S+)?(?:\s+(?:ASC|DESC))?$/i.exec(sql) ?? [];
  const name = (quoted ?? plain)?.toLowerCase();
  return table.columns.find((column) => column.name.toLowerCase() === name)?.name ?? null;
}

function keptOptions({ options }: Table): Table['options'] {
  const value = (flag: boolean) => ({ kind: 'boolean', value: flag }) as const;
  return {
    ...(booleanOption(options, 'sqlite_with_rowid') === false && { sqlite_with_rowid: value(false) }),
    ...(booleanOption(options, 'sqlite_strict') === true && { sqlite_strict: value(true) }),
  };
}
