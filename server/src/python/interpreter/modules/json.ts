import { raise } from '../exception';
import { findUnknown } from '../lost';
import { pyBool, pyFloat, pyInt, pyList, pyStr } from '../make';
import { limited } from '../operators';
import { take } from '../methods/method';
import { EnumMember } from '../objects/enumClass';
import type { NativeCall } from '../objects/native';
import { type CallArguments, PY_NONE, type PyDict, type PyValue, type Site, unknownData } from '../value';
import { setKey } from '../values/dict';
import { reprFloat } from '../values/float';
import { compareTexts } from '../values/order';
import { truth } from '../values/truth';
import { typeNameOr } from '../values/typeName';
import { moduleOf, unknownFrom } from './native';

interface Style {
  readonly ascii: boolean;
  readonly indent: string | undefined;
  readonly sorted: boolean;
  readonly item: string;
  readonly key: string;
}

const MAX_DEPTH = 100;

/** Something in it is not followed. */
class NotFollowed extends Error {}

const SHORT: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\f': '\\f',
  '\b': '\\b',
};

function quote(text: string, ascii: boolean): string {
  const pattern = ascii ? /["\\]|[^ -~]/g : /["\\\0-\x1f]/g;
  const shown = text.replace(
    pattern,
    (unit) => SHORT[unit] ?? `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return `"${shown}"`;
}

function number(value: PyValue): string | undefined {
  if (value.kind === 'integer') return value.value.toString();
  if (value.kind === 'boolean') return value.value ? 'true' : 'false';
  if (value.kind === 'none') return 'null';
  if (value.kind !== 'float') return undefined;
  if (Number.isNaN(value.value)) return 'NaN';
  return Number.isFinite(value.value) ? reprFloat(value.value) : value.value > 0 ? 'Infinity' : '-Infinity';
}

function write(value: PyValue, style: Style, depth: number): string {
  if (depth > MAX_DEPTH) throw new NotFollowed();
  const plain = value instanceof EnumMember ? value.plain : undefined;
  if (plain !== undefined) return write(plain, style, depth);
  const simple = number(value);
  if (simple !== undefined) return simple;
  if (value.kind === 'string') return quote(value.value, style.ascii);
  const { indent } = style;
  const wrap = (open: string, parts: readonly string[], close: string): string => {
    if (parts.length === 0) return open + close;
    if (indent === undefined) return open + parts.join(style.item) + close;
    const line = `\n${indent.repeat(depth + 1)}`;
    return `${open}${line}${parts.join(style.item + line)}\n${indent.repeat(depth)}${close}`;
  };
  if (value.kind === 'list' || value.kind === 'tuple') {
    return wrap(
      '[',
      value.items.map((item) => write(item, style, depth + 1)),
      ']',
    );
  }
  if (value.kind === 'dict') return wrap('{', entries(value, style, depth), '}');
  if (value.kind === 'host') throw new NotFollowed();
  raise('TypeError', `Object of type ${typeNameOr(value)} is not JSON serializable`);
}

function entries(dict: PyDict, style: Style, depth: number): string[] {
  let list = dict.entries;
  if (style.sorted) {
    if (!list.every(({ key }) => key.kind === 'string')) throw new NotFollowed();
    const text = (key: PyValue): string => (key.kind === 'string' ? key.value : '');
    list = [...list].sort((a, b) => compareTexts(text(a.key), text(b.key)));
  }
  return list.map(({ key, value }) => {
    const shown = key.kind === 'string' ? key.value : number(key);
    if (key.kind === 'host') throw new NotFollowed();
    if (shown === undefined) raise('TypeError', `keys must be str, int, float, bool or None, not ${typeNameOr(key)}`);
    return quote(shown, style.ascii) + style.key + write(value, style, depth + 1);
  });
}

const OPTIONS = ['ensure_ascii', 'indent', 'separators', 'sort_keys', 'default'];

function styleOf({ keywords }: CallArguments, site: Site): Style | undefined {
  if ([...keywords.keys()].some((key) => !OPTIONS.includes(key))) return undefined;
  const flag = (name: string, otherwise: boolean): boolean | undefined => {
    const value = keywords.get(name);
    return value === undefined ? otherwise : truth(value, site);
  };
  const ascii = flag('ensure_ascii', true);
  const sorted = flag('sort_keys', false);
  const given = keywords.get('indent') ?? PY_NONE;
  const spaces = given.kind === 'integer' ? ' '.repeat(Math.max(0, Number(given.value))) : undefined;
  const indent = given.kind === 'string' ? given.value : spaces;
  const separators = keywords.get('separators') ?? PY_NONE;
  let [item, key] = [indent === undefined ? ', ' : ',', ': '];
  if (separators.kind === 'tuple' || separators.kind === 'list') {
    const [a, b] = separators.items;
    if (a?.kind !== 'string' || b?.kind !== 'string') return undefined;
    [item, key] = [a.value, b.value];
  } else if (separators.kind !== 'none') return undefined;
  if (ascii === undefined || sorted === undefined || (given.kind !== 'none' && indent === undefined)) return undefined;
  return { ascii, sorted, indent, item, key };
}

const dumps: NativeCall = (args, site) => {
  const [value = PY_NONE] = args.positional;
  const style = args.positional.length > 1 ? undefined : styleOf(args, site);
  if (style === undefined || findUnknown([value])) return unknownFrom([value], site);
  try {
    return limited(pyStr(write(value, style, 0)), site);
  } catch (error) {
    if (error instanceof NotFollowed) return unknownFrom([], site);
    throw error;
  }
};

const TOKEN =
  /[ \t\n\r]*(?:([{}[\],:])|"((?:[^"\\\0-\x1f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*)"|(-?(?:0|[1-9]\d*))(\.\d+)?([eE][-+]?\d+)?|(true|false|null))/y;

/** Reads JSON. @throws NotFollowed where it is none, or deeper than is followed */
class Reader {
  #at = 0;

  constructor(
    private readonly text: string,
    private readonly site: Site,
  ) {}

  read(): PyValue {
    const value = this.#value(this.#token(), 0);
    if (/[^ \t\n\r]/.test(this.text.slice(this.#at))) throw new NotFollowed();
    return value;
  }

  #token(): RegExpExecArray {
    TOKEN.lastIndex = this.#at;
    const token = TOKEN.exec(this.text);
    if (token === null) throw new NotFollowed();
    this.#at = TOKEN.lastIndex;
    return token;
  }

  #value(token: RegExpExecArray, depth: number): PyValue {
    const [, mark, text, whole, point = '', power = '', word] = token;
    if (depth > MAX_DEPTH) throw new NotFollowed();
    if (text !== undefined) return pyStr(JSON.parse(`"${text}"`) as string);
    if (whole !== undefined) {
      return point === '' && power === '' ? pyInt(BigInt(whole)) : pyFloat(Number(whole + point + power));
    }
    if (word !== undefined) return word === 'null' ? PY_NONE : pyBool(word === 'true');
    if (mark === '[') return this.#list(depth);
    if (mark === '{') return this.#dict(depth);
    throw new NotFollowed();
  }

  #list(depth: number): PyValue {
    const items: PyValue[] = [];
    let token = this.#token();
    while (token[1] !== ']') {
      items.push(this.#value(token, depth + 1));
      token = this.#token();
      if (token[1] === ',') {
        token = this.#token();
        if (token[1] === ']') throw new NotFollowed();
      } else if (token[1] !== ']') throw new NotFollowed();
    }
    return pyList(items);
  }

  #dict(depth: number): PyValue {
    const dict: PyDict = { kind: 'dict', entries: [] };
    let token = this.#token();
    while (token[1] !== '}') {
      const key = this.#value(token, depth + 1);
      if (key.kind !== 'string' || this.#token()[1] !== ':') throw new NotFollowed();
      setKey(dict, key, this.#value(this.#token(), depth + 1), this.site);
      token = this.#token();
      if (token[1] === ',') {
        token = this.#token();
        if (token[1] === '}') throw new NotFollowed();
      } else if (token[1] !== '}') throw new NotFollowed();
    }
    return dict;
  }
}

const loads: NativeCall = (args, site) => {
  const { s } = take({ positional: args.positional, keywords: new Map() }, 'loads', ['s']);
  if (s?.kind !== 'string' || args.keywords.size > 0) return unknownFrom([s], site);
  try {
    return new Reader(s.value, site).read();
  } catch (error) {
    if (error instanceof NotFollowed) return unknownFrom([], site);
    throw error;
  }
};

/** `json` (library reference; the output of CPython's encoder, letter for letter). */
export const JSON_MODULE = moduleOf('json', { dumps, loads }, {}, (name) =>
  unknownData(`It is 'json.${name}', which is not followed.`),
);
