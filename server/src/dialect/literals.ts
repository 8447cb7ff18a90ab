import { err, ok, type Result } from '../common/result';
import type { Literal } from '../common/literal';
import type { Context, DialectName } from '../schema/context';
import { typeFor, type LibraryType } from '../schema/sqlType';
import { familyOf, type ElementType, type TypeFamily } from './expressions/typeFamily';

/** Whether `%` is doubled in text: SQLAlchemy does so where the driver formats statements with `%`. */
export type Percent = 'single' | 'double';

interface Rendering {
  readonly type: LibraryType;
  readonly dialect: DialectName;
  readonly percent: Percent;
}

type Renderer = (value: Literal, rendering: Rendering) => string | undefined;

const RENDERERS: Partial<Record<TypeFamily, Renderer>> = {
  integer,
  numeric,
  string,
  enum: enumLabel,
  boolean,
  date: (value, rendering) => moment(value, rendering, 'date'),
  datetime: (value, rendering) => moment(value, rendering, 'datetime'),
  time: (value, rendering) => moment(value, rendering, 'time'),
  interval,
  binary,
  array,
  uuid,
};

/**
 * A Python value as SQLAlchemy writes it with `literal_binds`.
 * @param type null: `NullType`, which has no literals but NULL
 * @returns the SQL, or why SQLAlchemy refuses the value (its literal processors by type)
 */
export function renderLiteral(
  value: Literal,
  type: ElementType,
  { dialect, sqlalchemy, mode }: Pick<Context, 'dialect' | 'sqlalchemy' | 'mode'>,
  percent: Percent,
): Result<string, string> {
  if (value.kind === 'none') return ok('NULL');
  const own = type === null ? null : typeFor(type, dialect);
  const text = own?.kind === 'library' ? renderAs(value, { type: own, dialect, percent }) : undefined;
  // A connection says that backslashes stand for themselves in PostgreSQL; without one, SQLAlchemy 2.1 takes it so.
  const isUnsure = mode === 'offline' && sqlalchemy === '2.0';
  const isEscaping = dialect === 'mysql' || (dialect === 'postgresql' && isUnsure);
  if (text !== undefined) return ok(isEscaping ? text.replaceAll('\\', '\\\\') : text);
  if (own?.kind === 'custom') return err(own.reason);
  const name = own === null ? 'NullType' : own.name;
  return err(`SQLAlchemy has no literal for a Python value of the kind "${value.kind}" in the type ${name}.`);
}

function renderAs(value: Literal, rendering: Rendering): string | undefined {
  return RENDERERS[familyOf(rendering.type)]?.(value, rendering);
}

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

function string(value: Literal, { percent }: Rendering): string | undefined {
  if (value.kind !== 'string') return undefined;
  const text = quoted(value.value);
  return percent === 'double' ? text.replaceAll('%', '%%') : text;
}

function enumLabel(value: Literal, rendering: Rendering): string | undefined {
  const { type, dialect } = rendering;
  if (type.module === 'mysql' && dialect === 'postgresql') return undefined;
  if (type.arguments.values_callable !== undefined || type.arguments.validate_strings !== undefined) return undefined;
  return string(value.kind === 'enumMember' ? { kind: 'string', value: value.name } : value, rendering);
}

/** Python's `int(value)`. */
function integer(value: Literal): string | undefined {
  switch (value.kind) {
    case 'integer':
      return String(value.value);
    case 'boolean':
      return value.value ? '1' : '0';
    case 'float':
    case 'decimal': {
      const whole = /^(-?\d+)(?:\.\d*)?$/.exec(value.text)?.[1];
      return whole === undefined ? undefined : String(BigInt(whole));
    }
    case 'string':
      return /^[+-]?\d+$/.test(value.value) && value.value.length < 4000
        ? String(BigInt(value.value.replace('+', '')))
        : undefined;
    default:
      return undefined;
  }
}

function numeric(value: Literal): string | undefined {
  switch (value.kind) {
    case 'integer':
      return String(value.value);
    case 'boolean':
      return value.value ? 'True' : 'False';
    case 'float':
    case 'decimal':
      return value.text;
    case 'string':
      return /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/.test(value.value) ? value.value : undefined;
    default:
      return undefined;
  }
}

function boolean(value: Literal, { dialect }: Rendering): string | undefined {
  const truth =
    value.kind === 'boolean'
      ? value.value
      : value.kind === 'integer' && (value.value === 0n || value.value === 1n)
        ? value.value === 1n
        : undefined;
  if (truth === undefined) return undefined;
  return dialect === 'sqlite' ? String(Number(truth)) : String(truth);
}

const ISO = /^(?:(\d{4}-\d\d-\d\d))?T?(?:(\d\d:\d\d)(:\d\d)?(\.\d{6})?)?([+-][\d:.]+)?$/;

/** `isoformat()`, the wanted part of it; on SQLite the storage format of its types, which drops the time zone. */
function moment(
  value: Literal,
  { type, dialect }: Rendering,
  wanted: 'date' | 'datetime' | 'time',
): string | undefined {
  if (value.kind !== 'date' && value.kind !== 'datetime' && value.kind !== 'time') return undefined;
  const stored = dialect === 'sqlite' || (type.module === 'sqlite' && !(type.name === 'TIME' && dialect === 'mysql'));
  if (!stored) {
    const parts = value.iso.split('T');
    return `'${wanted === 'datetime' ? parts.join(' ') : ((wanted === 'date' ? parts[0] : parts.at(-1)) ?? '')}'`;
  }
  if (type.module === 'sqlite' && Object.keys(type.arguments).length > 0) return undefined;
  const [, date, minutes = '00:00', seconds = ':00', fraction = '.000000'] = ISO.exec(value.iso) ?? [];
  if (wanted === 'time') return value.kind === 'time' ? `'${minutes}${seconds}${fraction}'` : undefined;
  if (date === undefined) return undefined;
  return wanted === 'date' ? `'${date}'` : `'${date} ${minutes}${seconds}${fraction}'`;
}

/** PostgreSQL's own type only: the emulation on other databases fails on the value it is given. */
function interval(value: Literal, { dialect, type }: Rendering): string | undefined {
  if (value.kind !== 'timedelta' || (dialect !== 'postgresql' && type.module !== 'postgresql')) return undefined;
  if (type.arguments.native !== undefined) return undefined;
  const microseconds = Number(value.microseconds);
  const seconds = microseconds / 1e6;
  const plain = Number.isSafeInteger(microseconds) && (seconds === 0 || Math.abs(seconds) >= 1e-4);
  return plain ? `make_interval(secs=>${Number.isInteger(seconds) ? `${seconds}.0` : String(seconds)})` : undefined;
}

/** The bytes read as UTF-8. */
function binary(value: Literal): string | undefined {
  if (value.kind !== 'bytes') return undefined;
  try {
    const bytes = Uint8Array.from(value.value, (letter) => letter.charCodeAt(0));
    return quoted(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch {
    return undefined;
  }
}

function array(value: Literal, rendering: Rendering): string | undefined {
  const { item_type: item, dimensions } = rendering.type.arguments;
  if (item === undefined || Array.isArray(item) || !('kind' in item) || item.kind !== 'library') return undefined;
  if (dimensions !== undefined && !('kind' in dimensions && dimensions.kind === 'none')) {
    if (!('kind' in dimensions) || dimensions.kind !== 'integer' || dimensions.value !== 1n) return undefined;
  }
  const own = typeFor(item, rendering.dialect);
  // PostgreSQL's own type writes its constructor whatever the dialect is.
  const isPostgres = rendering.dialect === 'postgresql' || rendering.type.module === 'postgresql';
  const opening = isPostgres ? 'ARRAY[' : '[';
  return own.kind === 'library' ? elements(value, { ...rendering, type: own }, opening) : undefined;
}

function elements(value: Literal, rendering: Rendering, opening: string): string | undefined {
  if (value.kind !== 'list' && value.kind !== 'tuple') return undefined;
  const nested = value.items[0]?.kind === 'list' || value.items[0]?.kind === 'tuple';
  const texts = value.items.map((item) => (nested ? elements(item, rendering, opening) : renderAs(item, rendering)));
  if (texts.includes(undefined)) return undefined;
  return `${opening}${texts.join(', ')}]`;
}

function uuid(value: Literal, { type, dialect }: Rendering): string | undefined {
  const asUuid = !isFalse(type, 'as_uuid');
  if (!asUuid) return value.kind === 'string' ? quoted(value.value.replaceAll('-', '')) : undefined;
  const native = dialect === 'postgresql' && !isFalse(type, 'native_uuid');
  if (value.kind === 'uuid') return `'${native ? value.value : value.value.replaceAll('-', '')}'`;
  return native && value.kind === 'string' ? quoted(value.value) : undefined;
}

function isFalse(type: LibraryType, name: string): boolean {
  const argument = type.arguments[name];
  return argument !== undefined && 'kind' in argument && argument.kind === 'boolean' && !argument.value;
}
