import { typeOfValue } from './typeRules';
import type { Element } from './element';
import { literalText, escapePercent, type Printing } from './printing';

const BIND = /(?<![:\p{L}\p{N}_\\]):([\p{L}\p{N}_]+)(?!:)/gu;
const ESCAPED = /\\(:[\p{L}\p{N}_$]*)(?![:\p{L}\p{N}_$])/gu;

/** `text()`: parameters become their values, NULL without one; `\:` becomes a colon, in the values as well. */
export function printText({ text }: Extract<Element, { node: 'text' }>, printing: Printing): string {
  const bound = escapePercent(text.sql, printing).replace(BIND, (_, name: string) => {
    const given = Object.hasOwn(text.binds, name) ? text.binds[name] : undefined;
    if (given?.value == null || given.value.kind === 'none') return 'NULL';
    return literalText(given.value, given.type ?? typeOfValue(given.value), printing);
  });
  return bound.replace(ESCAPED, '$1');
}
