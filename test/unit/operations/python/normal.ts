import type { AlterColumn, DropColumn, Operation } from '../../../../server/src/operations/operation';
import type { Column, Constraint, Index } from '../../../../server/src/schema/model';
import type { CustomType, SqlType } from '../../../../server/src/schema/sqlType';

/**
 * Operations in one of several forms that mean the same: without places, with what SQLAlchemy takes where nothing is said,
 * without what it does not keep. What the writer leaves out with a note is left out.
 */
export function normal(operations: readonly Operation[]): readonly unknown[] {
  return operations.map(plain);
}

/** What a column was counts only where it is not said what it becomes. */
function alterOf(operation: AlterColumn): AlterColumn {
  const { serverDefault, existingServerDefault, nullable, existingNullable } = operation;
  const isGenerated = [serverDefault, existingServerDefault].some(
    (one) => one?.kind === 'computed' || one?.kind === 'identity',
  );
  const counts = isGenerated || (serverDefault === undefined && existingServerDefault !== null);
  return {
    ...operation,
    existingType: knownType(operation.existingType),
    existingNullable: nullable === null ? existingNullable : null,
    existingServerDefault: counts ? existingServerDefault : undefined,
  };
}

/** A type of the project that no text reaches is left out where it only says what was. */
function knownType(type: SqlType | null): SqlType | null {
  return type?.kind === 'custom' && type.written === undefined ? null : type;
}

function columnOf(column: Column, keys: readonly string[]): Column {
  const isKey = keys.includes(column.name);
  const isLost = column.default?.kind === 'callable' || isEnumMember(column.default);
  const { hasOnUpdate: _, ...rest } = column;
  return {
    ...rest,
    primaryKey: column.primaryKey || isKey,
    nullable: column.nullable ?? !(column.primaryKey || isKey || column.serverDefault?.kind === 'identity'),
    default: isLost ? null : column.default,
    autoincrement: isLost && column.primaryKey && column.autoincrement === 'auto' ? false : column.autoincrement,
  };
}

function isEnumMember(value: Column['default']): boolean {
  return value?.kind === 'value' && value.value.kind === 'enumMember';
}

function plain(part: unknown): unknown {
  if (Array.isArray(part)) return plainItems(part);
  if (typeof part !== 'object' || part === null) return part;
  if (!('kind' in part)) return plainObject(part);
  switch (part.kind) {
    case 'alterColumn':
      return plainObject(alterOf(part as AlterColumn));
    case 'column':
      return plainObject(columnOf(part as Column, []));
    case 'columnName':
      return { ...plainObject(part), kind: 'columnReference', table: null, type: null };
    case 'library':
      return plainType(part as unknown as LibraryType);
    case 'custom': {
      const { name, written } = part as CustomType;
      return written === undefined ? { kind: 'custom', name } : plain(written);
    }
    case 'dropColumn':
      return plainObject({ ...part, existingType: knownType((part as DropColumn).existingType) });
    default:
      return plainObject(part);
  }
}

/** Items of a table: the key says which columns belong to it. */
function plainItems(items: readonly unknown[]): readonly unknown[] {
  const known = items as readonly (Column | Constraint | Index | { readonly kind?: undefined })[];
  const keys = known.flatMap((item) => (item.kind === 'primaryKey' ? item.columns : []));
  return known.map((item) => (item.kind === 'column' ? plainObject(columnOf(item, keys)) : plain(item)));
}

function plainObject(part: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(part)
      .filter(([key, value]) => key !== 'place' && value !== undefined)
      .map(([key, value]) => [key, plain(value)]),
  );
}

interface LibraryType {
  readonly name: string;
  readonly arguments: Readonly<Record<string, unknown>>;
}

/** Without arguments that say what is so without them. */
function plainType(type: LibraryType): unknown {
  const kept = Object.entries(type.arguments).filter(([key, value]) => !isDefault(type.name, key, value));
  return plainObject({ ...type, arguments: Object.fromEntries(kept) });
}

const ON = new Set(['as_uuid', 'native_uuid', 'native', 'native_enum', 'create_type', 'omit_aliases']);
const DECIMAL = /^(?:Numeric|NUMERIC|DECIMAL|DOUBLE|REAL)$/;

function isDefault(type: string, key: string, value: unknown): boolean {
  if (typeof value !== 'object' || value === null || !('kind' in value)) return false;
  if (value.kind === 'none') return true;
  if (value.kind === 'library') {
    return (key === 'astext_type' || key === 'text_type') && 'name' in value && value.name === 'Text';
  }
  if (value.kind === 'integer') return type === 'BIT' && key === 'length' && 'value' in value && value.value === 1n;
  if (value.kind !== 'boolean' || !('value' in value)) return false;
  if (key === 'national') return value.value === true && /^N(?:VAR)?CHAR$/.test(type);
  return value.value === (ON.has(key) || (key === 'asdecimal' && DECIMAL.test(type)));
}
