import type { DialectName } from '../../schema/context';
import { binary, expressionList, isPlain, type BinaryElement, type Element } from './element';
import { mysqlItem, postgresqlItems, sqliteItem } from './jsonItem';
import { notKnown } from './notKnown';
import { known } from './operators';
import { escapePercent, literalText, PLAIN_PLACE, type Place, type Printing } from './printing';
import { NUMERIC, STRING } from './typeRules';
import { affinityOf, familyOf } from './typeFamily';

type BinaryPrinter = (element: BinaryElement, place: Place, printing: Printing) => string;

/** An operator between two sides (`visit_binary`). */
export function printBinary(element: BinaryElement, place: Place, printing: Printing): string {
  const { name } = element.operator;
  const own = OF_DIALECT[printing.context.dialect][name] ?? PRINTERS[name];
  return own === undefined ? between(element, element.operator.text, place, printing) : own(element, place, printing);
}

/** Both sides and a text between them (`_generate_generic_binary`). */
function between(
  { left, right }: BinaryElement,
  text: string,
  place: Place,
  printing: Printing,
  isEager = false,
): string {
  const inner = { ...place, inOperator: true };
  const printed = printing.element(left, inner) + text + printing.element(right, inner);
  return isEager && place.inOperator ? `(${printed})` : printed;
}

const sides = ({ left, right }: BinaryElement, place: Place, printing: Printing): readonly [string, string] => [
  printing.element(left, place),
  printing.element(right, place),
];

function like(text: string): BinaryPrinter {
  return (element, place, printing) => {
    const [left, right] = sides(element, place, printing);
    return `${left} ${text} ${right}${escape(element, printing)}`;
  };
}

function escape({ modifiers }: BinaryElement, printing: Printing): string {
  return modifiers.escape === undefined ? '' : ` ESCAPE ${literalText(modifiers.escape, STRING, printing)}`;
}

/** ILIKE outside PostgreSQL. */
function lowerLike(text: string): BinaryPrinter {
  return (element, place, printing) => {
    const [left, right] = sides(element, place, printing);
    return `lower(${left}) ${text} lower(${right})${escape(element, printing)}`;
  };
}

const PERCENT: Element = { node: 'literalColumn', sql: "'%'", type: STRING };

/** `startswith` and its like: LIKE with `%` joined to the pattern. */
function part(like_: BinaryPrinter, before: boolean, after: boolean, lower: boolean): BinaryPrinter {
  return (element, place, printing) => {
    const low = (inner: Element): Element => (lower ? lowered(inner, printing.context.dialect) : inner);
    const pattern = low(element.right);
    const concat = known('concat_op');
    const items = [...(before ? [PERCENT] : []), pattern, ...(after ? [PERCENT] : [])];
    const right =
      items.length === 2 && items[0] !== undefined && items[1] !== undefined && !isConcat(pattern)
        ? binary(items[0], items[1], concat, STRING)
        : expressionList(
            concat,
            items.flatMap((item) => (item === pattern ? chain(pattern) : [item])),
            STRING,
          );
    return like_({ ...element, left: low(element.left), right }, place, printing);
  };
}

const isConcat = (element: Element): boolean => chain(element).length > 1;

function chain(element: Element): readonly Element[] {
  const chains = (element.node === 'binary' || element.node === 'list') && element.operator.name === 'concat_op';
  if (!chains || affinityOf(element.type) !== 'string') return [element];
  return element.node === 'binary' ? [element.left, element.right] : element.items;
}

/** The operand of a comparison without case; PostgreSQL compares so by itself. */
function lowered(element: Element, dialect: DialectName): Element {
  return dialect === 'postgresql'
    ? element
    : { node: 'function', path: ['lower'], items: [element], type: element.type };
}

function parts(dialect: DialectName): Readonly<Record<string, BinaryPrinter>> {
  const ilike = dialect === 'postgresql' ? ['ILIKE', 'NOT ILIKE'] : ['LIKE', 'NOT LIKE'];
  return Object.fromEntries(
    [
      ['startswith', false, true] as const,
      ['endswith', true, false] as const,
      ['contains', true, true] as const,
    ].flatMap(([name, before, after]): [string, BinaryPrinter][] => [
      [`${name}_op`, part(like('LIKE'), before, after, false)],
      [`not_${name}_op`, part(like('NOT LIKE'), before, after, false)],
      [`i${name}_op`, part(like(ilike[0] ?? ''), before, after, true)],
      [`not_i${name}_op`, part(like(ilike[1] ?? ''), before, after, true)],
    ]),
  );
}

const notFollowed =
  (what: string): BinaryPrinter =>
  () =>
    notKnown(`SQLAlchemy's ${what} is not followed.`);

const PRINTERS: Readonly<Record<string, BinaryPrinter>> = {
  custom_op(element, place, printing) {
    return between(element, escapePercent(element.operator.text, printing), place, printing, element.operator.isEager);
  },
  mod: (element, place, printing) => {
    const [left, right] = sides(element, place, printing);
    return `${left}${escapePercent(' % ', printing)}${right}`;
  },
  truediv(element, place, printing) {
    const [left, right] = sides(element, place, printing);
    if (printing.context.dialect === 'mysql') return `${left} / ${right}`;
    const type =
      familyOf(element.right.type) === 'numeric' && element.right.type !== null ? element.right.type : NUMERIC;
    return `${left} / ${printing.element({ node: 'cast', element: element.right, type }, place)}`;
  },
  floordiv(element, place, printing) {
    const [left, right] = sides(element, place, printing);
    const whole = familyOf(element.left.type) === 'integer' && familyOf(element.right.type) === 'integer';
    return whole && printing.context.dialect !== 'mysql' ? `${left} / ${right}` : `FLOOR(${left} / ${right})`;
  },
  not_in_op: (element, place, printing) => `(${between(element, ' NOT IN ', place, printing)})`,
  like_op: like('LIKE'),
  not_like_op: like('NOT LIKE'),
  ilike_op: lowerLike('LIKE'),
  not_ilike_op: lowerLike('NOT LIKE'),
  match_op: notFollowed('match()'),
  not_match_op: notFollowed('match()'),
  regexp_match_op: notFollowed('regexp_match()'),
  not_regexp_match_op: notFollowed('regexp_match()'),
  regexp_replace_op: notFollowed('regexp_replace()'),
};

/** SQLAlchemy forgets there that values are to be written out, so that only sides without any have an answer. */
function distinctFrom(write: (left: string, right: string) => string): BinaryPrinter {
  return (element, _, printing) => {
    if (!isPlain(element.left) || !isPlain(element.right)) {
      return notKnown('SQLAlchemy writes no values into IS DISTINCT FROM of this database.');
    }
    return write(...sides(element, PLAIN_PLACE, printing));
  };
}

const OF_DIALECT: Readonly<Record<DialectName, Readonly<Record<string, BinaryPrinter>>>> = {
  postgresql: {
    ...parts('postgresql'),
    ilike_op: like('ILIKE'),
    not_ilike_op: like('NOT ILIKE'),
    bitwise_xor_op: (element, place, printing) => between(element, ' # ', place, printing),
    ...postgresqlItems(between),
    match_op: (element, place, printing) => {
      const [left, right] = sides(element, place, printing);
      return `${left} @@ plainto_tsquery(${right})`;
    },
    not_match_op: (element, place, printing) => {
      const [left, right] = sides(element, place, printing);
      return `NOT ${left} @@ plainto_tsquery(${right})`;
    },
    regexp_match_op: (element, place, printing) => between(element, ' ~ ', place, printing),
    not_regexp_match_op: (element, place, printing) => between(element, ' !~ ', place, printing),
  },
  sqlite: {
    ...parts('sqlite'),
    truediv: (element, place, printing) => {
      const [left, right] = sides(element, place, printing);
      return `${left} / (${right} + 0.0)`;
    },
    is_distinct_from: distinctFrom((left, right) => `${left} IS NOT ${right}`),
    is_not_distinct_from: distinctFrom((left, right) => `${left} IS ${right}`),
    bitwise_xor_op: notFollowed('exclusive or on SQLite'),
    json_getitem_op: sqliteItem,
    json_path_getitem_op: sqliteItem,
    regexp_match_op: (element, place, printing) => between(element, ' REGEXP ', place, printing),
    not_regexp_match_op: (element, place, printing) => between(element, ' NOT REGEXP ', place, printing),
  },
  mysql: {
    ...parts('mysql'),
    is_distinct_from: distinctFrom((left, right) => `NOT (${left} <=> ${right})`),
    is_not_distinct_from: distinctFrom((left, right) => `${left} <=> ${right}`),
    json_getitem_op: mysqlItem,
    json_path_getitem_op: mysqlItem,
    concat_op: (element, place, printing) => {
      const [left, right] = sides(element, place, printing);
      return `concat(${left}, ${right})`;
    },
    regexp_match_op: (element, place, printing) => between(element, ' REGEXP ', place, printing),
    not_regexp_match_op: (element, place, printing) => between(element, ' NOT REGEXP ', place, printing),
  },
};
