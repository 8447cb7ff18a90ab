import type { SqlExpression } from '../../schema/expression';
import type { ExcludeConstraint, Index, IndexElement, Table } from '../../schema/model';
import { deferrability, preamble } from '../ddlConstraint';
import type { Ddl } from '../ddl';
import { elementKey, indexReference } from '../ddlIndex';
import {
  booleanOption,
  expressionOption,
  listOption,
  mappingOption,
  optionString,
  optionText,
  stringOption,
} from '../ddlOptions';
import { refuse } from '../../sqlalchemy/refusal';

const USING = /^(?:btree|hash|gist|gin|\w+)\n?$/i;

/** CREATE INDEX with PostgreSQL's options (`PGDDLCompiler.visit_create_index`). */
export function createIndex(ddl: Ddl, index: Index, table: Table, ifNotExists: boolean): string {
  const { options } = index;
  const using = stringOption(options, 'postgresql_using');
  const ops = operatorClasses(mappingOption(options, 'postgresql_ops'));
  const elements = index.elements.map((element) => indexElement(ddl, element, table) + classOf(element, ops));
  const distinct = booleanOption(options, 'postgresql_nulls_not_distinct');
  const storage = mappingOption(options, 'postgresql_with').map(
    ([key, value]) => `${key} = ${optionString(value) ?? refuse(`The value of \`${key}\` is not followed.`)}`,
  );
  const tablespace = stringOption(options, 'postgresql_tablespace');
  const where = expressionOption(options, 'postgresql_where');
  return (
    `CREATE ${index.unique ? 'UNIQUE ' : ''}INDEX ${concurrently(index)}${ifNotExists ? 'IF NOT EXISTS ' : ''}` +
    `${indexReference(ddl, index, table, false)} ON ${ddl.table(table)} ` +
    (using === null || using === '' ? '' : `USING ${ddl.phrase(using, USING).toLowerCase()} `) +
    `(${elements.join(', ')})` +
    include(ddl, listOption(options, 'postgresql_include', false), table) +
    (distinct === null ? '' : distinct ? ' NULLS NOT DISTINCT' : ' NULLS DISTINCT') +
    (storage.length === 0 ? '' : ` WITH (${storage.join(', ')})`) +
    (tablespace === null || tablespace === '' ? '' : ` TABLESPACE ${ddl.quote(tablespace)}`) +
    (where === null ? '' : ` WHERE ${ddl.expression(where)}`)
  );
}

/** DROP INDEX with PostgreSQL's options. */
export function dropIndex(ddl: Ddl, index: Index, table: Table, ifExists: boolean): string {
  return `DROP INDEX ${concurrently(index)}${ifExists ? 'IF EXISTS ' : ''}${indexReference(ddl, index, table, true)}`;
}

function concurrently({ options }: Index): string {
  return booleanOption(options, 'postgresql_concurrently') === true ? 'CONCURRENTLY ' : '';
}

/** ` INCLUDE (columns)`, or nothing. */
export function include(ddl: Ddl, columns: readonly string[], table: Table): string {
  return columns.length === 0 ? '' : ` INCLUDE (${ddl.columns(columns, table)})`;
}

/** An element of an index: an expression that is not a function call stands in parentheses. */
function indexElement(ddl: Ddl, element: IndexElement, table: Table): string {
  if (element.kind === 'columnName') return ddl.columns([element.name], table);
  const expression = withoutLabel(element);
  const text = ddl.expression(expression);
  return isGrouped(expression) ? `(${text})` : text;
}

function withoutLabel(expression: SqlExpression): SqlExpression {
  return expression.kind === 'label' || expression.kind === 'typeCoerce'
    ? withoutLabel(expression.operand)
    : expression;
}

/** `self_group()` of SQLAlchemy's expressions, where nothing surrounds them. */
function isGrouped(expression: SqlExpression): boolean {
  switch (expression.kind) {
    case 'binary':
    case 'between':
    case 'collate':
      return true;
    case 'unary':
      if (expression.operator === '-') return true;
      if (/^(?:asc|desc|nulls_?first|nulls_?last)$/.test(expression.operator)) return false;
      return refuse('Where SQLAlchemy sets parentheses in this index is not followed.');
    case 'list': {
      const [only] = expression.items;
      if (expression.joiner === 'tuple') return false;
      return expression.items.length === 1 && only !== undefined ? isGrouped(only) : true;
    }
    case 'select':
    case 'insert':
    case 'update':
    case 'delete':
    case 'scalarSubquery':
      return refuse('A query in an index is not followed.');
    default:
      return false;
  }
}

function operatorClasses(entries: ReturnType<typeof mappingOption>): ReadonlyMap<string, string> {
  return new Map(
    entries.map(([key, value]) => [key, optionText(value) ?? refuse('An operator class is not a string.')]),
  );
}

function classOf(element: IndexElement, classes: ReadonlyMap<string, string>): string {
  const key = elementKey(element);
  const name = key === null ? undefined : classes.get(key);
  return name === undefined ? '' : ` ${name}`;
}

/** EXCLUDE (`PGDDLCompiler.visit_exclude_constraint`). */
export function excludeText(ddl: Ddl, constraint: ExcludeConstraint, table: Table): string {
  const classes = new Map(Object.entries(constraint.ops));
  const elements = constraint.elements.map(({ expression, operator }) => {
    const text =
      expression.kind === 'columnName'
        ? ddl.columns([expression.name], table)
        : ddl.expression(withoutLabel(expression));
    return `${text}${classOf(expression, classes)} WITH ${operator}`;
  });
  const { where } = constraint;
  return (
    `${preamble(ddl, constraint)}EXCLUDE USING ${ddl.phrase(constraint.using, USING).toLowerCase()} ` +
    `(${elements.join(', ')})${where === null ? '' : ` WHERE (${ddl.expression(where, true)})`}` +
    deferrability(ddl, constraint)
  );
}
