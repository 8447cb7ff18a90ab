import { typeOfValue } from './typeRules';
import type { Element } from './element';
import { literalText, escapePercent, type Printing } from './printing';

/** What `text()` takes for a parameter. */
export const PARAMETER = /(?<![:\p{L}\p{N}_\\]):([\p{L}\p{N}_]+)(?!:)/gu;
const ESCAPED = /\\(:[\p{L}\p{N}_$]*)(?![:\p{L}\p{N}_$])/gu;

/** `text()`: parameters become their values, NULL without one; `\:` becomes a colon, in the values as well. */
export function printText({ text }: Extract<Element, { node: 'text' }>, printing: Printing): string {
  const bound = escapePercent(text.sql, printing).replace(PARAMETER, (_, name: string) => {
    const given = Object.hasOwn(text.binds, name) ? text.binds[name] : undefined;
    if (given?.value == null || given.value.kind === 'none') return 'NULL';
    return literalText(given.value, given.type ?? typeOfValue(given.value), printing);
  });
  return bound.replace(ESCAPED, '$1');
}

/** What `text()` writes of SQL that gives its parameters no values. */
export function printedPlainly(sql: string): string {
  return sql.replace(PARAMETER, 'NULL').replace(ESCAPED, '$1');
}
