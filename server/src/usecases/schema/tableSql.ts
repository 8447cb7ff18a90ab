import { err, ok, type Result } from '../../common/result';
import { stringOption } from '../../dialect/ddlOptions';
import { QUOTING } from '../../dialect/postgresql/quoting';
import { quoteIdentifier } from '../../dialect/quoting';
import { dialectNamed } from '../../dialect/registry';
import type { RunMemo, Statement } from '../../dialect/statement';
import type { Operation } from '../../operations/operation';
import { addColumnAgain, constraintAgain, indexAgain, tableAgain } from '../../operations/reverse/rebuild';
import type { Context } from '../../schema/context';
import type { Column, Table } from '../../schema/model';
import { Refusal } from '../../sqlalchemy/refusal';
import { TERMINATOR } from '../sql/eachRevision';

const NOWHERE = { from: 0, to: 0 };

/**
 * What makes a table as it stands: CREATE TABLE, its indexes and comments.
 * @param keepsNames whether names that the database made up are said, too, and it is executed.
 * @returns in the error why that is not known, one sentence.
 */
export function tableSql(table: Table, context: Context, keepsNames = false): Result<readonly Statement[], string> {
  const mode = keepsNames ? 'online' : 'offline';
  if (table.partitionOf !== undefined) return partitionSql(table, table.partitionOf, context, mode);
  const write = (own: Context): readonly Operation[] => tableAgain(table, { place: NOWHERE, context: own, keepsNames });
  return operationsSql(write, ableTo(context, table.columns), mode);
}

/** Only SQLAlchemy 2.1 writes generated columns that PostgreSQL does not store (since 18). */
function ableTo(context: Context, columns: readonly Column[]): Context {
  const isNew = columns.some(
    ({ serverDefault }) => serverDefault?.kind === 'computed' && serverDefault.persisted === false,
  );
  return isNew && context.dialect === 'postgresql' ? { ...context, sqlalchemy: '2.1' } : context;
}

/** A partition has columns and keys of the table that it is part of. */
function partitionSql(
  table: Table,
  of: NonNullable<Table['partitionOf']>,
  context: Context,
  mode: Context['mode'],
): Result<readonly Statement[], string> {
  const by = table.options.postgresql_partition_by;
  const further = by !== undefined && 'kind' in by && by.kind === 'string' ? ` PARTITION BY ${by.value}` : '';
  const parent = quotedName(of.table, of.schema);
  const prefixes = table.prefixes.map((prefix) => `${prefix} `).join('');
  const using = stringOption(table.options, 'postgresql_using');
  const tablespace = stringOption(table.options, 'postgresql_tablespace');
  const stored = `${using === null ? '' : ` USING ${quotedName(using, null)}`}${tablespace === null ? '' : ` TABLESPACE ${quotedName(tablespace, null)}`}`;
  const made = `CREATE ${prefixes}TABLE ${quotedName(table.name, table.schema)} PARTITION OF ${parent} ${of.bound}${further}${stored}`;
  const rebuilt = { ...table, place: NOWHERE };
  const own = operationsSql(
    () => [
      ...table.constraints.map((one) => constraintAgain(one, rebuilt)),
      ...table.indexes.map((index) => indexAgain(index, rebuilt)),
    ],
    context,
    mode,
  );
  return own.ok ? ok([made + TERMINATOR, ...own.value, ...commentsSql(table)]) : own;
}

/** COMMENT ON of a table of PostgreSQL and of its columns. */
export function commentsSql(table: Table): readonly Statement[] {
  const name = quotedName(table.name, table.schema);
  const said = (what: string, comment: string | null): readonly Statement[] =>
    comment === null ? [] : [`COMMENT ON ${what} IS '${comment.replaceAll("'", "''")}'${TERMINATOR}`];
  return [
    ...said(`TABLE ${name}`, table.comment),
    ...table.columns.flatMap((column) => said(`COLUMN ${name}.${quotedName(column.name, null)}`, column.comment)),
  ];
}

/** A name of PostgreSQL's, with its schema. */
export function quotedName(name: string, schema: string | null): string {
  return [...(schema === null ? [] : [schema]), name].map((one) => quoteIdentifier(QUOTING, one)).join('.');
}

/** One column as it stands in CREATE TABLE, without what its table says of it: `email VARCHAR(20) NOT NULL`. */
export function columnSql({ name, schema }: Table, column: Column, context: Context): Result<string, string> {
  const rebuilt = { name, schema, place: NOWHERE };
  const added = operationsSql(() => [addColumnAgain(column, rebuilt, false)], ableTo(context, [column]));
  if (!added.ok) return added;
  const [text = ''] = added.value;
  return ok(text.slice(0, -TERMINATOR.length).replace(/^.*? ADD (?:COLUMN )?/s, ''));
}

/**
 * The SQL of operations that make what is there.
 * @param mode `online`: to be executed; scripts have blanks in the place of tabs.
 * @returns in the error why that is not known, one sentence.
 */
export function operationsSql(
  make: (context: Context) => readonly Operation[],
  given: Context,
  mode: Context['mode'] = 'offline',
): Result<readonly Statement[], string> {
  // The names are those that the database has: no convention makes others.
  const context: Context = { ...given, mode, naming: null };
  const dialect = dialectNamed(context.dialect);
  if (dialect === undefined) return err(`SQL is not written for ${context.dialect}.`);
  const memo: RunMemo = { createdTypes: new Set() };
  const statements: Statement[] = [];
  try {
    for (const operation of make(context)) {
      const one = dialect.statements(operation, context, memo);
      if (!one.ok) return err(one.error.reason);
      statements.push(...one.value.map((statement) => statement + TERMINATOR));
    }
  } catch (error) {
    if (error instanceof Refusal) return err(error.reason);
    throw error;
  }
  return ok(statements);
}
