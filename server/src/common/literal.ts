/**
 * A Python value that SQLAlchemy is given for a bound parameter, a default or an option: plain data that says which
 * Python type it was, since SQL depends on it.
 */
export type Literal =
  | { readonly kind: 'none' }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'integer'; readonly value: bigint }
  /** `text`: `repr(value)` of a float, `str(value)` of a Decimal. */
  | { readonly kind: 'float' | 'decimal'; readonly text: string }
  | { readonly kind: 'string'; readonly value: string }
  /** A letter (U+0000 to U+00FF) for each byte. */
  | { readonly kind: 'bytes'; readonly value: string }
  /** ISO 8601 as `isoformat()` writes it (a blank or `T` between date and time: `T`). */
  | { readonly kind: 'date' | 'time' | 'datetime'; readonly iso: string }
  /** Microseconds. */
  | { readonly kind: 'timedelta'; readonly microseconds: bigint }
  /** With hyphens, lower case. */
  | { readonly kind: 'uuid'; readonly value: string }
  /** A member of a Python enum class: its name goes to the database. */
  | { readonly kind: 'enumMember'; readonly name: string; readonly value: Literal }
  | { readonly kind: 'list' | 'tuple'; readonly items: readonly Literal[] }
  | { readonly kind: 'dict'; readonly entries: readonly (readonly [key: Literal, value: Literal])[] };

export const NONE_LITERAL: Literal = { kind: 'none' };
