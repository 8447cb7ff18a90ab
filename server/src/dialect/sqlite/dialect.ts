import type { Constraint, Index, Table } from '../../schema/model';
import { constraintText } from '../ddlConstraint';
import type { Ddl, DdlRules } from '../ddl';
import { refuseNamedTypes } from '../ddlForeignTypes';
import { GENERIC_DDL } from '../ddlGeneric';
import { indexReference } from '../ddlIndex';
import { booleanOption, expressionOption, option } from '../ddlOptions';
import { refuse } from '../../sqlalchemy/refusal';
import { sqlDialect } from '../ddlStatements';
import type { SqlDialect } from '../statement';
import { copiedTable } from './batch';
import { columnSpecification, isInlineKey, keyColumns, onConflict } from './columns';
import { QUOTING } from './quoting';
import { STATEMENTS } from './statements';
import { TYPES } from './types';

const NO_ALTER = 'Alembic alters no constraints of SQLite outside `op.batch_alter_table()`.';

/** SQLAlchemy's `SQLiteDDLCompiler` and Alembic's `SQLiteImpl`. */
const RULES: DdlRules = {
  ...GENERIC_DDL,
  typesOfTable: refuseNamedTypes('postgresql.DOMAIN'),
  typesOfDroppedTable: refuseNamedTypes('postgresql.DOMAIN'),
  transactionalDdl: false,
  quoting: QUOTING,
  types: TYPES,
  longest: { index: 9999, constraint: 9999, identifier: 9999 },
  canAlter: false,
  comments: 'none',
  tableOptions,
  columnSpecification,
  constraint,
  // What belongs to a type is passed over with a warning.
  addConstraint: (_ddl, { kind, ...one }) =>
    kind === 'check' && 'typeBound' in one && one.typeBound ? [] : refuse(NO_ALTER),
  dropConstraint: (_ddl, { typeBound }) => (typeBound ? [] : refuse(NO_ALTER)),
  createIndex,
  renamedTable: (ddl, _schema, name) => ddl.quote(name),
  renamedColumn: 'RENAME COLUMN',
};

/** SQLite's SQL, as Alembic writes it offline. */
export const sqlite: SqlDialect = sqlDialect(RULES, STATEMENTS, copiedTable);

function constraint(ddl: Ddl, item: Constraint, table: Table): string | null {
  const here: Table = { ...table, schema: null };
  switch (item.kind) {
    case 'primaryKey': {
      const [only, ...more] = keyColumns(table);
      if (only !== undefined && more.length === 0 && isInlineKey(only, table)) return null;
      return constraintText(ddl, item, here) + conflict(item, table, 'sqlite_on_conflict_primary_key');
    }
    case 'unique':
      return constraintText(ddl, item, here) + conflict(item, table, 'sqlite_on_conflict_unique');
    case 'check':
      return constraintText(ddl, item, here) + onConflict(item, 'sqlite_on_conflict');
    case 'foreignKey':
      // SQLite knows none from one schema to another.
      if (item.referredSchema !== table.schema) return null;
      return constraintText(ddl, { ...item, referredSchema: null }, here);
    case 'exclude':
      return constraintText(ddl, item, here);
  }
}

/** ON CONFLICT of a key: its own, or that of its only column. */
function conflict(
  item: Extract<Constraint, { kind: 'primaryKey' | 'unique' }>,
  table: Table,
  ofColumn: string,
): string {
  if (option(item.options, 'sqlite_on_conflict') !== null) return onConflict(item, 'sqlite_on_conflict');
  const [name, ...more] = item.columns;
  const column = table.columns.find((one) => one.name === name);
  return column === undefined || more.length > 0 ? '' : onConflict(column, ofColumn);
}

function createIndex(ddl: Ddl, index: Index, table: Table, ifNotExists: boolean): string {
  const elements = index.elements.map((element) =>
    element.kind === 'columnName' ? ddl.columns([element.name], table) : ddl.expression(element),
  );
  const where = expressionOption(index.options, 'sqlite_where');
  return (
    `CREATE ${index.unique ? 'UNIQUE ' : ''}INDEX ${ifNotExists ? 'IF NOT EXISTS ' : ''}` +
    `${indexReference(ddl, index, table, true)} ON ${ddl.table({ ...table, schema: null })} (${elements.join(', ')})` +
    (where === null ? '' : ` WHERE ${ddl.expression(where)}`)
  );
}

function tableOptions(_ddl: Ddl, { options }: Table): string {
  const clauses = [
    booleanOption(options, 'sqlite_with_rowid') === false ? ['WITHOUT ROWID'] : [],
    booleanOption(options, 'sqlite_strict') === true ? ['STRICT'] : [],
  ].flat();
  return clauses.length === 0 ? '' : `\n ${clauses.join(',\n ')}`;
}
