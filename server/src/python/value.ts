import { PLAIN_TYPE_NAMES, plainTruth } from './plainValue';

/** A Python value that is statically known, or why it is not. Plain data; two names may hold the same list. */
export type Value =
  | { readonly kind: 'none' | 'ellipsis' }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'integer'; readonly value: bigint }
  /** A float or complex number: known to be one, as written. */
  | { readonly kind: 'float'; readonly text: string }
  | { readonly kind: 'string' | 'bytes'; readonly value: string }
  | { readonly kind: 'tuple' | 'list' | 'set'; readonly items: readonly Value[] }
  | { readonly kind: 'dict'; readonly entries: readonly { readonly key: Value; readonly value: Value }[] }
  | UnknownValue;

export interface UnknownValue {
  readonly kind: 'unknown';
  /** One sentence for the user, about the value: `It is the result of a call.` */
  readonly reason: string;
  /** It is what another module holds under this name, or (name null) that module itself: a library may know it. */
  readonly imported?: ImportedName;
}

export interface ImportedName {
  readonly module: string;
  /** Leading dots. */
  readonly level: number;
  readonly name: string | null;
}

export const NONE: Value = { kind: 'none' };

export function unknownValue(reason: string): UnknownValue {
  return { kind: 'unknown', reason };
}

/** A name of another module that nobody has looked up yet. */
export function importedValue(imported: ImportedName): UnknownValue {
  const { module, level, name } = imported;
  const path = '.'.repeat(level) + module;
  const reason =
    name === null ? `It is the module '${path}'.` : `It is imported from '${path}', where its value is not known.`;
  return { kind: 'unknown', reason, imported };
}

/** `type(value).__name__`. */
export function typeName(value: Exclude<Value, UnknownValue>): string {
  return value.kind === 'float' && /j$/i.test(value.text) ? 'complex' : PLAIN_TYPE_NAMES[value.kind];
}

/** `bool(value)`; undefined when it is not known. */
export function truth(value: Value): boolean | undefined {
  return value.kind === 'float' || value.kind === 'unknown' ? undefined : plainTruth(value);
}

/** `a == b`; undefined when it is not known. */
export function equal(a: Value, b: Value): boolean | undefined {
  if (a.kind === 'unknown' || b.kind === 'unknown' || a.kind === 'float' || b.kind === 'float') return undefined;
  const left = a.kind === 'boolean' ? BigInt(a.value) : a.kind === 'integer' ? a.value : undefined;
  const right = b.kind === 'boolean' ? BigInt(b.value) : b.kind === 'integer' ? b.value : undefined;
  if (left !== undefined && right !== undefined) return left === right;
  if (a.kind !== b.kind) return false;
  if ((a.kind === 'string' || a.kind === 'bytes') && (b.kind === 'string' || b.kind === 'bytes'))
    return a.value === b.value;
  if ((a.kind === 'tuple' || a.kind === 'list') && (b.kind === 'tuple' || b.kind === 'list')) {
    if (a.items.length !== b.items.length) return false;
    const same = a.items.map((item, index) => equal(item, b.items[index] ?? NONE));
    return same.includes(false) ? false : same.includes(undefined) ? undefined : true;
  }
  return a.kind === 'none' || a.kind === 'ellipsis' ? true : undefined;
}

/** Whether a list, set or dict is in it: what a call may change under our eyes. */
export function isMutable(value: Value): boolean {
  if (value.kind === 'tuple') return value.items.some(isMutable);
  return value.kind === 'list' || value.kind === 'set' || value.kind === 'dict';
}

const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** `repr(value)`. Characters Python may not print are escaped; a part that is not known is written `...`. */
export function repr(value: Value): string {
  const list = (items: readonly Value[]): string => items.map(repr).join(', ');
  switch (value.kind) {
    case 'none':
      return 'None';
    case 'ellipsis':
      return 'Ellipsis';
    case 'boolean':
      return value.value ? 'True' : 'False';
    case 'integer':
      return value.value.toString();
    case 'float':
      return value.text;
    case 'string':
    case 'bytes': {
      const quote = value.value.includes("'") && !value.value.includes('"') ? '"' : "'";
      const body = value.value.replace(/[\\'"\p{C}\p{Zl}\p{Zp}]/gu, (letter) => {
        if (letter === '"' || letter === "'") return letter === quote ? `\\${letter}` : letter;
        const code = letter.codePointAt(0) ?? 0;
        const [mark, width] = code < 0x100 ? ['x', 2] : code < 0x10000 ? ['u', 4] : ['U', 8];
        return ESCAPES[letter] ?? `\\${mark}${code.toString(16).padStart(width, '0')}`;
      });
      return `${value.kind === 'bytes' ? 'b' : ''}${quote}${body}${quote}`;
    }
    case 'tuple':
      return value.items.length === 1 ? `(${list(value.items)},)` : `(${list(value.items)})`;
    case 'list':
      return `[${list(value.items)}]`;
    case 'set':
      return value.items.length === 0 ? 'set()' : `{${list(value.items)}}`;
    case 'dict':
      return `{${value.entries.map((entry) => `${repr(entry.key)}: ${repr(entry.value)}`).join(', ')}}`;
    case 'unknown':
      return '...';
  }
}
