import { enumKey } from '../../schema/lookup';
import type { Table } from '../../schema/model';
import { type EnumType, type Schema, schemaKey } from '../../schema/schema';
import { typeFor } from '../../schema/sqlType';
import { namedTypes } from '../../sqlalchemy/namedTypes';
import type { Apply, Contradiction } from '../applied';
import { enumOf } from '../apply/enums';
import { tableLabel } from '../apply/tableEdit';
import type { DropEnum } from '../operation';

/** `Enum(...).drop(bind)`: DROP TYPE on PostgreSQL, nothing elsewhere. */
export const applyDropEnum: Apply<DropEnum> = (schema, { type, checkFirst, place }, context) => {
  if (context.dialect !== 'postgresql') return { schema, contradictions: [] };
  const own = typeFor(type, 'postgresql');
  const item = own.kind === 'custom' ? null : enumOf(own);
  if (item === null) return { schema, contradictions: [] };
  const label = tableLabel(item.name, item.schema);
  const key = enumKey(schema, item.name, item.schema);
  if (key === null) {
    const message = `There is no type \`${label}\` at this point.`;
    const isSure = !checkFirst && schema.typesDoubt === null;
    return { schema, contradictions: isSure ? [{ code: 'no-such-type', message, place }] : [] };
  }
  const user = userOf(schema, item);
  const contradictions: readonly Contradiction[] =
    user === null
      ? []
      : [
          {
            code: 'referenced-type',
            message: `The type \`${label}\` cannot be dropped: the column \`${user}\` is of it.`,
            place,
          },
        ];
  return { schema: { ...schema, enums: schema.enums.delete(key) }, contradictions };
};

/** A column that surely is of a type; null: there is none. */
function userOf(schema: Schema, item: EnumType): string | null {
  for (const { table, doubt } of schema.tables.values()) {
    if (table === null || doubt !== null) continue;
    const column = columnOf(table, item);
    if (column !== null) return `${tableLabel(table.name, table.schema)}.${column}`;
  }
  return null;
}

function columnOf(table: Table, item: EnumType): string | null {
  const wanted = schemaKey(item.name, item.schema);
  const found = table.columns.find(({ type }) =>
    namedTypes(typeFor(type, 'postgresql')).some((named) => {
      const own = enumOf(named);
      return own !== null && schemaKey(own.name, own.schema) === wanted;
    }),
  );
  return found?.name ?? null;
}
