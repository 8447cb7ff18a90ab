import { writeFlag, writeText } from '../../python/write/literal';
import type { Column, Constraint, Index } from '../../schema/model';
import { isType } from '../typeArguments';
import { isGenerated, writeDefault, writeServerDefault } from './defaults';
import { writeForeignKey, writeInlineConstraint } from './constraints';
import { writeOptions } from './values';
import { keyword, type PythonWriter, writeCall } from './writer';

/**
 * `sa.Column(...)` as Alembic's renderer writes it, with what that leaves out: the primary key, flags, defaults of Python.
 * @param beside what stands in the same table: its primary key decides whether a column may be NULL.
 * @throws Refusal
 */
export function writeColumn(
  column: Column,
  beside: readonly (Column | Constraint | Index)[],
  writer: PythonWriter,
): string {
  const { serverDefault } = column;
  const isKey = beside.some((item) => item.kind === 'primaryKey' && item.columns.includes(column.name));
  const generated = serverDefault !== null && isGenerated(serverDefault) ? serverDefault : null;
  const plain = serverDefault !== null && generated === null ? serverDefault : null;
  const leftOut = column.default === null ? null : writeDefault(column.default, column.name, writer);
  const isUnnumbered = column.default !== null && leftOut === null && column.primaryKey;
  if (column.hasOnUpdate === true) {
    writer.note(
      `The \`onupdate\` of the column '${column.name}' is left out: it is not known here, and changes no SQL of migrations.`,
    );
  }
  return writeCall(writer.sa('Column'), [
    writeText(column.name),
    isType(column.type, 'sqlalchemy.NullType') ? null : writer.type(column.type),
    ...column.items.map((item) =>
      item.kind === 'foreignKeyItem' ? writeForeignKey(item, writer) : writeInlineConstraint(item, writer),
    ),
    generated && writeServerDefault(generated, writer),
    keyword('server_default', plain && writeServerDefault(plain, writer)),
    // A key with a default of Python's is not numbered by the database.
    keyword(
      'autoincrement',
      autoincrement(isUnnumbered && column.autoincrement === 'auto' ? false : column.autoincrement),
    ),
    keyword('primary_key', column.primaryKey && !isKey ? writeFlag(true) : null),
    keyword('default', leftOut),
    keyword('nullable', writeFlag(nullability(column, isKey))),
    keyword('unique', column.unique ? writeFlag(true) : null),
    keyword('index', column.index ? writeFlag(true) : null),
    keyword('quote', column.quote === null ? null : writeFlag(column.quote)),
    keyword('system', column.system ? writeFlag(true) : null),
    keyword('comment', column.comment === null ? null : writeText(column.comment)),
    ...writeOptions(column.options, writer),
  ]);
}

/** What SQLAlchemy makes of a column that does not say it. */
function nullability({ nullable, primaryKey, serverDefault }: Column, isKey: boolean): boolean {
  return nullable ?? !(primaryKey || isKey || serverDefault?.kind === 'identity');
}

function autoincrement(value: Column['autoincrement']): string | null {
  if (value === 'auto') return null;
  return typeof value === 'boolean' ? writeFlag(value) : writeText(value);
}
