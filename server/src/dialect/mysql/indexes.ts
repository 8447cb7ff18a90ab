import type { Index, Table } from '../../schema/model';
import type { Ddl } from '../ddl';
import { indexReference } from '../ddlIndex';
import { mappingOption, option, optionText, stringOption } from '../ddlOptions';
import { refuse } from '../ddlRefusal';

/** CREATE INDEX with MySQL's options (`MySQLDDLCompiler.visit_create_index`). */
export function createIndex(ddl: Ddl, index: Index, table: Table, ifNotExists: boolean): string {
  const { options } = index;
  const elements = index.elements.map((element): readonly [string | null, string] => {
    if (element.kind === 'columnName') return [element.name, ddl.columns([element.name], table)];
    const text = ddl.expression(element);
    if (element.kind === 'function' || element.kind === 'binary') return [null, `(${text})`];
    if (element.kind === 'text' || element.kind === 'literalColumn') return [null, text];
    return refuse('Where SQLAlchemy sets parentheses in this index is not followed.');
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

/** `mysql_length`: of every column, or of some by name. */
function withLengths(elements: readonly (readonly [string | null, string])[], { options }: Index): readonly string[] {
  const length = option(options, 'mysql_length');
  if (length === null) return elements.map(([, text]) => text);
  if ('kind' in length && length.kind === 'integer') return elements.map(([, text]) => `${text}(${length.value})`);
  const byName = new Map(
    mappingOption(options, 'mysql_length').map(([name, value]) => [
      name,
      'kind' in value && value.kind === 'integer' ? value.value : refuse('A length in `mysql_length` is not a number.'),
    ]),
  );
  return elements.map(([name, text]) => {
    const own = (name === null ? undefined : byName.get(name)) ?? byName.get(text);
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
