import type { ParameterSpec } from '../python/interpreter/signature';

const parsed = new Map<string, readonly ParameterSpec[]>();

/**
 * Parameters from their short form: `a` required, `a?` not, `/a` by position only, `=a?` by name only, `*a` takes the
 * rest, `**` any other name.
 */
export function parameters(text: string): readonly ParameterSpec[] {
  let list = parsed.get(text);
  if (list === undefined) {
    list = text === '' ? [] : text.split(' ').map(parameter);
    parsed.set(text, list);
  }
  return list;
}

function parameter(text: string): ParameterSpec {
  if (text === '**') return { name: '**', kind: 'doubleStar', required: false };
  const name = text.replace(/^[*=/]|\?$/g, '');
  const kind = KINDS[text.charAt(0)] ?? 'either';
  return { name, kind, required: kind !== 'star' && !text.endsWith('?') };
}

const KINDS: Readonly<Record<string, ParameterSpec['kind']>> = { '*': 'star', '=': 'keyword', '/': 'positional' };
