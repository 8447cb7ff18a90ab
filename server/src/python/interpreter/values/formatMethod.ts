import { raise } from '../exception';
import { seen } from '../lost';
import { machineOf } from '../machine';
import { pyStr } from '../make';
import { limited } from '../operators';
import { getItem } from '../subscripts';
import { type PyValue, type Site, unknownData } from '../value';
import { replacement } from './replacement';

const PART = /\{\{|\}\}|\{((?:[^{}[\]]|\[[^\]]*\])*?)(?:!([^{}:]))?(?::((?:[^{}]|\{[^{}]*\})*))?\}|[{}]/g;

interface Fields {
  readonly positional: readonly PyValue[];
  readonly named: ReadonlyMap<string, PyValue>;
  automatic: number;
  manual: boolean;
}

/**
 * `template.format(*positional, **named)` (library reference, "Format String Syntax").
 * @throws PyRaised ValueError, IndexError, KeyError
 */
export function formatMethod(
  template: string,
  positional: readonly PyValue[],
  named: ReadonlyMap<string, PyValue>,
  site: Site,
): PyValue {
  const text = formatText(template, { positional, named, automatic: 0, manual: false }, site);
  return text.kind === 'string' ? limited(text, site) : text;
}

function formatText(template: string, fields: Fields, site: Site): PyValue {
  let text = '';
  let last = 0;
  let unknown: PyValue | undefined;
  for (const match of template.matchAll(PART)) {
    const [whole, name, conversion, spec = ''] = match;
    text += template.slice(last, match.index);
    last = match.index + whole.length;
    if (whole === '{{' || whole === '}}') {
      text += whole.charAt(0);
      continue;
    }
    if (name === undefined) raise('ValueError', `Single '${whole}' encountered in format string`);
    // A `!` inside the name, or behind it in a form we do not read.
    if (name.includes('!') || name.includes(':'))
      return unknownData('It is a text formatted in a way that is not followed.');
    const value = fieldValue(name, fields, site);
    const inner = spec.includes('{') ? formatText(spec, fields, site) : pyStr(spec);
    const shown = inner.kind === 'string' ? replacement(value, conversion, inner.value, site) : undefined;
    if (shown === undefined) {
      machineOf(site).mayRaise();
      unknown ??= unknownData(
        value.kind === 'unknown' ? value.reason : 'It is formatted from something whose text is not known.',
      );
    } else text += shown;
  }
  return unknown ?? pyStr(text + template.slice(last));
}

function fieldValue(name: string, fields: Fields, site: Site): PyValue {
  const [, first = '', rest = ''] = /^([^.[]*)([^]*)$/.exec(name) ?? [];
  let value = seen(firstValue(first, fields));
  for (const [, attribute, index] of rest.matchAll(/\.([^.[]+)|\[([^\]]*)\]/g)) {
    if (attribute !== undefined) value = machineOf(site).getAttribute(value, attribute, site.place);
    else
      value = getItem(
        value,
        /^\d+$/.test(index ?? '') ? { kind: 'integer', value: BigInt(index ?? 0) } : pyStr(index ?? ''),
        site,
      );
  }
  return value;
}

function firstValue(name: string, fields: Fields): PyValue {
  if (name !== '' && !/^\d+$/.test(name)) {
    return fields.named.get(name) ?? raise('KeyError', `'${name}'`, ['LookupError', 'Exception']);
  }
  if (name === '' ? fields.manual : fields.automatic > 0) {
    raise('ValueError', 'cannot switch between manual field specification and automatic field numbering');
  }
  if (name !== '') fields.manual = true;
  const place = name === '' ? fields.automatic++ : Number(name);
  return (
    fields.positional[place] ??
    raise('IndexError', 'Replacement index out of range for positional args tuple', ['LookupError', 'Exception'])
  );
}
