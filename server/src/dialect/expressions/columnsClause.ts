import type { SqlExpression } from '../../schema/expression';
import { build } from './build';
import type { Element } from './element';
import { notKnown } from './notKnown';
import { inventedLabel, type Place, type Printing } from './printing';

/** What stands between SELECT (RETURNING) and the next clause, with the labels SQLAlchemy gives (`_label_select_column`). */
export function columnsClause(
  expressions: readonly SqlExpression[],
  place: Place,
  asFrom: boolean,
  printing: Printing,
): string {
  const names = new Set<string>();
  return expressions
    .map((expression, index) => {
      if (expressions.indexOf(expression) < index) return notKnown('A column that is selected twice is not followed.');
      return labelled(build(expression), names, place, asFrom, printing);
    })
    .join(', ');
}

function labelled(element: Element, names: Set<string>, place: Place, asFrom: boolean, printing: Printing): string {
  const name = naturalName(element);
  if (name !== undefined) {
    if (names.has(name)) return notKnown(`Two columns of the name "${name}" in one select are not followed.`);
    names.add(name);
  }
  const label = element.node === 'label' ? element.name : (name ?? wordFor(element, asFrom, printing));
  const inner = element.node === 'label' ? element.element : element;
  const text = printing.element(inner, place);
  const needsLabel = element.node === 'column' ? asFrom : label !== undefined;
  if (!needsLabel || label === undefined) return text;
  const shown =
    element.node === 'column' || element.node === 'label' || name !== undefined
      ? label
      : inventedLabel(label, printing);
  return `${text} AS ${printing.quote(shown)}`;
}

/** The name a column has by itself, or shows through what is around it. */
function naturalName(element: Element): string | undefined {
  switch (element.node) {
    case 'label':
      return element.name;
    case 'column':
      return element.table === null ? undefined : element.name;
    case 'cast':
    case 'typeCoerce':
    case 'asBoolean':
      return wrappedName(element.element);
    default:
      return undefined;
  }
}

function wrappedName(element: Element): string | undefined {
  switch (element.node) {
    case 'literalColumn':
      return element.sql;
    case 'label':
    case 'column':
      return element.name;
    case 'cast':
    case 'typeCoerce':
    case 'asBoolean':
      return wrappedName(element.element);
    default:
      return undefined;
  }
}

/** The word of the label that is invented; undefined: none is needed. */
function wordFor(element: Element, asFrom: boolean, { context }: Printing): string | undefined {
  switch (element.node) {
    case 'text':
    case 'column':
    case 'literalColumn':
      return undefined;
    case 'function':
      return element.path.at(-1);
    case 'cast':
    case 'typeCoerce':
      return element.element.node === 'function' ? element.element.path.at(-1) : 'anon';
    case 'unary': {
      const { element: inner } = element;
      const isNamed = inner.node === 'column' || inner.node === 'label' || inner.node === 'literalColumn';
      if (isNamed && asFrom) return notKnown('A changed column of a subquery is not followed.');
      return isNamed ? undefined : 'anon';
    }
    case 'asBoolean':
      return context.dialect === 'postgresql' ? notKnown('A negated column that is selected is not followed.') : 'anon';
    default:
      return 'anon';
  }
}
