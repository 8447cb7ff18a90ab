import { enumAt, enumKey } from '../../schema/lookup';
import type { Column } from '../../schema/model';
import { type EnumType, type Schema, schemaKey } from '../../schema/schema';
import { type LibraryType, type SqlType, typeFor } from '../../schema/sqlType';
import { attachedTypes, isPostgresqlsOwn, namedTypes } from '../../sqlalchemy/namedTypes';
import { isNativeEnum } from '../../sqlalchemy/toTable';
import { argument, booleanArgument, enumLabels, isType, stringArgument } from '../../sqlalchemy/typeArguments';
import type { ApplyContext } from '../applied';
import { type TableEdit, tableLabel } from './tableEdit';

/** An enum type of PostgreSQL as a type of SQLAlchemy's names it; null for what is none. @throws Refusal */
export function enumOf(type: LibraryType): EnumType | null {
  if (!isType(type, 'sqlalchemy.Enum') || !isNativeEnum(type)) return null;
  const name = stringArgument(type, 'name');
  if (name === null || name === '') return null;
  return { name, schema: stringArgument(type, 'schema') || null, labels: enumLabels(type) };
}

/** CREATE TYPE of `create_table` (SQLAlchemy's `NamedType._on_table_create`), each once. @throws Refusal */
export function createTypesOfTable(edit: TableEdit, columns: readonly Column[]): void {
  if (edit.dialect !== 'postgresql') return;
  const made = new Set<string>();
  for (const column of columns) {
    if (column.type.kind === 'custom') edit.schema = withUnknownTypes(edit, column.type);
    for (const type of attachedTypes(column.type)) {
      const item = enumOf(type);
      if (item === null || !isMadeByTable(type, edit.context)) continue;
      const key = schemaKey(item.name, item.schema);
      if (made.has(key)) continue;
      made.add(key);
      createByTable(edit, item);
    }
  }
}

function isMadeByTable(type: LibraryType, { sqlalchemy }: ApplyContext): boolean {
  if (sqlalchemy === '2.0' && argument(type, 'metadata') !== null) return false;
  return !isPostgresqlsOwn(type) || booleanArgument(type, 'create_type', true);
}

function createByTable(edit: TableEdit, item: EnumType): void {
  const known = enumAt(edit.schema, item.name, item.schema);
  // Within one run Alembic makes it once; a run that begins in between makes it again, and fails.
  if (known !== null && (known.item?.byTable === true || known.doubt !== null)) return;
  if (known !== null) {
    edit.contradict(
      'type-exists',
      `The type \`${tableLabel(item.name, item.schema)}\` is already there, and \`create_table\` makes it again unless \`create_type=False\` is said.`,
    );
    return;
  }
  edit.schema = withEnum(edit.schema, { ...item, byTable: true });
}

/** What a type of the project makes is not known. */
function withUnknownTypes({ schema, context }: TableEdit, type: Extract<SqlType, { kind: 'custom' }>): Schema {
  if (schema.typesDoubt !== null || type.text !== undefined) return schema;
  if (type.written !== undefined && namedTypes(type.written).length === 0) return schema;
  return { ...schema, typesDoubt: { reason: type.reason, revision: context.revision } };
}

/** PostgreSQL refuses a column whose type is not there. */
export function needTypes(edit: TableEdit, column: Pick<Column, 'name' | 'type'>): void {
  if (edit.dialect !== 'postgresql' || edit.schema.typesDoubt !== null) return;
  for (const type of namedTypes(typeFor(column.type, 'postgresql'))) {
    const item = enumOf(type);
    if (item === null || enumKey(edit.schema, item.name, item.schema) !== null) continue;
    edit.contradict(
      'no-such-type',
      `The type \`${tableLabel(item.name, item.schema)}\` of the column \`${edit.label}.${column.name}\` is not there: \`sa.Enum(...).create(op.get_bind())\` makes it.`,
    );
  }
}

/** A schema with an enum type. */
export function withEnum(schema: Schema, item: EnumType): Schema {
  return { ...schema, enums: schema.enums.set(schemaKey(item.name, item.schema), { item, doubt: null }) };
}
