import type { Index, Table } from '../../schema/model';
import type { Ddl } from '../ddl';
import { indexReference } from '../ddlIndex';
import { mappingOption, option, optionText, stringOption } from '../ddlOptions';
import { refuse } from '../../sqlalchemy/refusal';

/** CREATE INDEX with MySQL's options (`MySQLDDLCompiler.visit_create_index`). */
export function createIndex(ddl: Ddl, index: Index, table: Table, ifNotExists: boolean): string {
  const { options } = index;
  const elements = index.elements.map((element): Element => {
    if (element.kind === 'columnName') return { name: element.name, text: ddl.columns([element.name], table) };
    const text = ddl.expression(element);
    if (element.kind === 'function' || element.kind === 'binary') return { name: null, text: `(${text})` };
    const isBare = BARE.has(element.kind) || (element.kind === 'unary' && /^(?:asc|desc)$/.test(element.operator));
    return isBare ? { name: null, text } : refuse('Where SQLAlchemy sets parentheses in this index is not followed.');
  });
  const prefix = stringOption(options, 'mysql_prefix');
  const parser = stringOption(options, 'mysql_with_parser');
  const using = stringOption(options, 'mysql_using');
  return (
    `CREATE ${index.unique ? 'UNIQUE ' : ''}${prefix === null || prefix === '' ? '' : `${prefix} `}INDEX ` +
    `${ifNotExists ? 'IF NOT EXISTS ' : ''}${indexReference(ddl, index, table, false)} ON ${ddl.table(table)} ` +
    `(${withLengths(elements, index).join(', ')})` +
    (parser === null ? '' : ` WITH PARSER ${parser}`) +
    (using === null ? '' : ` USING ${ddl.quote(using)}`)
  );
}

/** What MySQL's compiler sets in no parentheses, besides columns in an order. */
const BARE: ReadonlySet<string> = new Set(['text', 'literalColumn', 'columnReference', 'cast', 'extract', 'label']);

interface Element {
  /** Of a column; null: SQLAlchemy asks other elements in vain. */
  readonly name: string | null;
  readonly text: string;
}

/** `mysql_length`: of every column, or of some by name. */
function withLengths(elements: readonly Element[], { options }: Index): readonly string[] {
  const length = option(options, 'mysql_length');
  if (length === null) return elements.map(({ text }) => text);
  if ('kind' in length && length.kind === 'integer') return elements.map(({ text }) => `${text}(${length.value})`);
  const byName = new Map(
    mappingOption(options, 'mysql_length').map(([name, value]) => [
      name,
      'kind' in value && value.kind === 'integer' ? value.value : refuse('A length in `mysql_length` is not a number.'),
    ]),
  );
  return elements.map(({ name, text }) => {
    if (name === null) return refuse('`mysql_length` by name goes with an index on columns only.');
    const own = byName.get(name) ?? byName.get(text);
    return own === undefined ? text : `${text}(${own})`;
  });
}

/** DROP INDEX, which MySQL finds by its table. */
export function dropIndex(ddl: Ddl, index: Index, table: Table, ifExists: boolean): string {
  const name = indexReference(ddl, index, table, false);
  return `DROP INDEX ${ifExists ? 'IF EXISTS ' : ''}${name} ON ${ddl.table(table)}`;
}

/** `USING ...` of a primary key. */
export function keyUsing(ddl: Ddl, { options }: Pick<Index, 'options'>): string {
  const value = option(options, 'mysql_using');
  if (value === null) return '';
  const using = optionText(value) ?? refuse('The value of `mysql_using` is not a string.');
  return using === '' ? '' : ` USING ${ddl.quote(using)}`;
}
