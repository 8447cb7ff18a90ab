/** What the values of both readings of Python (`value.ts`, `interpreter/value.ts`) have alike: the plain kinds. */
type Plain =
  | { readonly kind: 'none' | 'ellipsis' }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'integer'; readonly value: bigint }
  | { readonly kind: 'string' | 'bytes'; readonly value: string }
  | { readonly kind: 'tuple' | 'list' | 'set'; readonly items: readonly unknown[] }
  | { readonly kind: 'dict'; readonly entries: readonly unknown[] };

/** `type(value).__name__` of the kinds that have only one. */
export const PLAIN_TYPE_NAMES = {
  none: 'NoneType',
  ellipsis: 'ellipsis',
  boolean: 'bool',
  integer: 'int',
  float: 'float',
  string: 'str',
  bytes: 'bytes',
  tuple: 'tuple',
  list: 'list',
  set: 'set',
  dict: 'dict',
} as const satisfies Readonly<Record<Plain['kind'] | 'float', string>>;

/** `bool(value)`. */
export function plainTruth(value: Plain): boolean {
  switch (value.kind) {
    case 'none':
      return false;
    case 'ellipsis':
      return true;
    case 'boolean':
      return value.value;
    case 'integer':
      return value.value !== 0n;
    case 'string':
    case 'bytes':
      return value.value !== '';
    case 'tuple':
    case 'list':
    case 'set':
      return value.items.length > 0;
    case 'dict':
      return value.entries.length > 0;
  }
}
