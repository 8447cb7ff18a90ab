import type { DialectName } from './context';
import {
  type Doubt,
  emptySchema,
  type EnumType,
  type ItemState,
  type Schema,
  type Sequence,
  type TableState,
  withTable,
} from './schema';

/** What `schemaJson` writes. */
interface Written {
  readonly dialect: DialectName;
  readonly tables: readonly [key: string, state: TableState][];
  readonly enums: readonly [key: string, state: ItemState<EnumType>][];
  readonly sequences: readonly [key: string, state: ItemState<Sequence>][];
  readonly doubt: Doubt | null;
  readonly typesDoubt: Doubt | null;
}

/** JSON has no whole numbers of any size. */
const BIGINT = '$bigint';

/** A schema as text, to go from one process to another. What is known to be gone is not in it. */
export function schemaJson({ dialect, tables, enums, sequences, doubt, typesDoubt }: Schema): string {
  const written: Written = {
    dialect,
    tables: [...tables],
    enums: [...enums],
    sequences: [...sequences],
    doubt,
    typesDoubt,
  };
  return JSON.stringify(written, (_key, value: unknown) =>
    typeof value === 'bigint' ? { [BIGINT]: String(value) } : value,
  );
}

/** The schema that `schemaJson` wrote. */
export function schemaOfJson(text: string): Schema {
  // Our own program wrote it.
  const { dialect, tables, enums, sequences, doubt, typesDoubt } = JSON.parse(text, (_key, value: unknown) =>
    typeof value === 'object' && value !== null && BIGINT in value ? BigInt(String(value[BIGINT])) : value,
  ) as Written;
  const empty = { ...emptySchema(dialect), doubt, typesDoubt };
  const schema = tables.reduce<Schema>((all, [key, state]) => withTable(all, key, state), empty);
  return { ...schema, enums: schema.enums.concat(enums), sequences: schema.sequences.concat(sequences) };
}
