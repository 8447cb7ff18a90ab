import type { SqlExpression } from '../../schema/expression';
import { build } from './build';
import type { Element } from './element';
import { isSameTable } from './froms';
import { notKnown } from './notKnown';
import { inventedLabel, type Place, type Printing } from './printing';

/** What stands between SELECT (RETURNING) and the next clause, with the labels SQLAlchemy gives (`_label_select_column`). */
export function columnsClause(
  expressions: readonly SqlExpression[],
  place: Place,
  asFrom: boolean,
  printing: Printing,
): string {
  const named = new Map<string, Element>();
  const elements = expressions.map((expression) => build(expression));
  const labels = elements.map((element, index) => {
    const repeats = expressions.indexOf(expressions[index] ?? { kind: 'null' }) < index;
    if (repeats && element.node !== 'column') return notKnown('An expression that is selected twice is not followed.');
    return labelOf(element, named, asFrom, printing);
  });
  return elements
    .map((element, index) => {
      const text = printing.element(element.node === 'label' ? element.element : element, place);
      const label = labels[index];
      if (label === undefined) return text;
      const name = label.invented ? inventedLabel(label.word, printing) : label.word;
      return `${text} AS ${printing.quote(name)}`;
    })
    .join(', ');
}

/** `word` itself, or a name that is made of it and counted. */
interface Label {
  readonly word: string;
  readonly invented: boolean;
}

const asIs = (word: string): Label => ({ word, invented: false });
const counted = (word: string): Label => ({ word, invented: true });

function labelOf(
  element: Element,
  named: Map<string, Element>,
  asFrom: boolean,
  printing: Printing,
): Label | undefined {
  switch (element.node) {
    case 'text':
    case 'literalColumn':
      return undefined;
    case 'column':
      return element.table === null ? undefined : columnLabel(element, named, asFrom);
    case 'label':
      if (named.has(element.name)) return notKnown(`Two columns of the name "${element.name}" are not followed.`);
      named.set(element.name, element);
      return asIs(element.name);
    case 'function':
      return counted(element.path.at(-1) ?? '');
    case 'cast':
    case 'typeCoerce':
      return wrapped(element, named);
    case 'asBoolean': {
      if (element.element.node === 'label') return notKnown('A changed label that is selected is not followed.');
      const label = wrapped(element, named);
      const isPlain = printing.context.dialect === 'postgresql' && hasName(element.element);
      return isPlain && !asFrom ? undefined : label;
    }
    case 'unary':
      if (element.element.node === 'label') return notKnown('A changed label that is selected is not followed.');
      if (!hasName(element.element)) return counted('anon');
      return asFrom ? notKnown('A changed column of a subquery is not followed.') : undefined;
    case 'null':
    case 'true':
    case 'false':
      return constantLabel(element.node, named, element);
    default:
      return counted('anon');
  }
}

/** SQLAlchemy has one NULL, one true and one false, whose label is repeated with them. */
function constantLabel(node: string, named: Map<string, Element>, element: Element): Label {
  if (named.has(` ${node}`)) return notKnown('A constant that is selected twice is not followed.');
  named.set(` ${node}`, element);
  return counted('anon');
}

/** The name of a column within a subquery, or where another column had it before. */
function columnLabel(
  element: Extract<Element, { node: 'column' }>,
  named: Map<string, Element>,
  asFrom: boolean,
): Label | undefined {
  const { name } = element;
  const before = named.get(name);
  if (before === undefined) {
    named.set(name, element);
    return asFrom ? asIs(name) : undefined;
  }
  return counted(isSameColumn(before, element) ? `${name}_` : name);
}

function isSameColumn(one: Element, other: Extract<Element, { node: 'column' }>): boolean {
  if (one.node !== 'column' || one.name !== other.name || one.table === null || other.table === null) return false;
  return one.table.schema === other.table.schema && isSameTable(one.table, other.table);
}

/** What is around a column shows its name. */
function wrapped(element: Extract<Element, { element: Element }>, named: Map<string, Element>): Label {
  let inner = element.element;
  while (inner.node === 'cast' || inner.node === 'typeCoerce' || inner.node === 'asBoolean') inner = inner.element;
  if (inner.node === 'null' || inner.node === 'true' || inner.node === 'false') {
    return constantLabel(inner.node, named, element);
  }
  if (inner.node === 'function') return counted(inner.path.at(-1) ?? '');
  const name = inner.node === 'literalColumn' ? inner.sql : isNamed(inner) ? inner.name : undefined;
  if (name === undefined) return counted('anon');
  const repeats = named.has(name);
  named.set(name, element);
  return repeats ? counted(`${name}_`) : asIs(name);
}

type Named = Extract<Element, { node: 'column' | 'label' }>;

function isNamed(element: Element): element is Named {
  return element.node === 'column' || element.node === 'label';
}

const hasName = (element: Element): boolean => isNamed(element) || element.node === 'literalColumn';
