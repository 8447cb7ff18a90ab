import {
  isImplicitlyBoolean,
  isPlain,
  selfGroup,
  type Element,
  type FunctionElement,
  type UnaryElement,
} from './element';
import { knownFunction } from './functions';
import { notKnown } from './notKnown';
import { printBinary } from './printBinary';
import { printText } from './printText';
import { mysqlCastType, typeText } from './castType';
import { jsonIndex } from './jsonItem';
import { isJsonIndex } from './subscript';
import { escapePercent, literalText, type Place, type Printing } from './printing';
import { familyOf } from './typeFamily';

/** An element as the dialect writes it (`SQLCompiler.visit_*`). */
export function printElement(element: Element, place: Place, printing: Printing): string {
  const print = (inner: Element): string => printing.element(inner, place);
  switch (element.node) {
    case 'text':
      return printText(element, printing);
    case 'literalColumn':
      return escapePercent(element.sql, printing);
    case 'column':
      return column(element, place, printing);
    case 'bind':
      return isJsonIndex(element.type)
        ? jsonIndex(element.value, printing)
        : literalText(element.value, element.type, printing);
    case 'expanding':
      return `(${expanding(element, printing)})`;
    case 'null':
      return 'NULL';
    case 'true':
    case 'false':
      return constant(element.node, printing);
    case 'function':
      return call(element, place, printing);
    case 'binary':
      return printBinary(element, place, printing);
    case 'unary':
      return unary(element, place, printing);
    case 'asBoolean':
      return truth(element, place, printing);
    case 'list': {
      const inner = element.isClauseList ? place : { ...place, inOperator: true };
      const items = element.items.map((item) => printing.element(item, inner));
      const concat = printing.context.dialect === 'mysql' && element.operator.name === 'concat_op';
      return concat ? `concat(${items.join(', ')})` : items.join(element.operator.text);
    }
    case 'tuple':
      return `(${element.items.map(print).join(', ')})`;
    case 'grouping':
      return `(${print(element.element)})`;
    case 'case':
      return printCase(element, print);
    case 'cast':
      return cast(element, place, printing);
    case 'typeCoerce':
      return print(element.element);
    case 'label':
      return place.labelsByName ? printing.quote(element.name) : print(element.element);
    case 'extract':
      return extract(element, place, printing);
    case 'collation':
      return printing.quote(element.name);
    case 'scalarSelect':
      return `(${printing.select(element.select, place, false)})`;
  }
}

function column({ name, table }: Extract<Element, { node: 'column' }>, place: Place, printing: Printing): string {
  const { quote } = printing;
  if (table === null || !place.includeTable) return quote(name);
  const owner = quote(table.alias ?? table.name);
  const schema = table.alias === null && table.schema !== null ? schemaPrefix(table.schema, printing) : '';
  return `${schema}${owner}.${quote(name)}`;
}

/** `schema.`: a schema of several words is one identifier to Core, an empty one is none. */
export function schemaPrefix(schema: string, { quote }: Printing): string {
  return schema === '' ? '' : `${quote(schema)}.`;
}

function constant(node: 'true' | 'false', { context }: Printing): string {
  return context.dialect === 'sqlite' ? (node === 'true' ? '1' : '0') : node;
}

/** The values of an IN; without any, a condition that is never (always) true. */
function expanding({ values, type, operator }: Extract<Element, { node: 'expanding' }>, printing: Printing): string {
  if (familyOf(type) === 'json' && values.some(({ kind }) => kind === 'none')) {
    return notKnown('SQLAlchemy has no literal for None in JSON.');
  }
  if (values.length > 0) return values.map((value) => literalText(value, type, printing)).join(', ');
  if (familyOf(type) === 'custom') return notKnown('An empty IN beside a type of the project is not followed.');
  if (printing.context.dialect === 'sqlite') return 'SELECT 1 FROM (SELECT 1) WHERE 1!=1';
  return operator === 'not_in_op' ? 'NULL) OR (1 = 1' : 'NULL) AND (1 != 1';
}

const ILLEGAL_LETTERS = /[^A-Za-z0-9_$]|^$/;

function call(element: FunctionElement, place: Place, printing: Printing): string {
  const { path, items } = element;
  const name = path.at(-1) ?? '';
  const list = `(${items.map((item) => printing.element(item, place)).join(', ')})`;
  const own = OWN_FUNCTIONS[printing.context.dialect]?.[name.toLowerCase()];
  if (own === sqliteLength && !items.every(isPlain)) {
    return notKnown('SQLAlchemy writes no values into char_length() of SQLite.');
  }
  if (own !== undefined) return own(list);
  const substring = printing.context.dialect === 'postgresql' && name.toLowerCase() === 'substring';
  if (substring) return substringOf(items.map((item) => printing.element(item, place)));
  const known = knownFunction(path);
  const arguments_ = known?.ansi === true && items.length === 0 ? '' : list;
  const words = path.map((word) => (ILLEGAL_LETTERS.test(word) ? printing.quote(word) : word));
  return `${[...words.slice(0, -1), known?.text ?? words.at(-1) ?? ''].join('.')}${arguments_}`;
}

type FunctionPrinter = (list: string) => string;

const sqliteLength: FunctionPrinter = (list) => `length${list}`;

/** Functions that a dialect writes in another way, whatever package is before them. */
const OWN_FUNCTIONS: Partial<Record<string, Readonly<Record<string, FunctionPrinter>>>> = {
  sqlite: {
    now: () => 'CURRENT_TIMESTAMP',
    localtimestamp: () => "DATETIME(CURRENT_TIMESTAMP, 'localtime')",
    char_length: sqliteLength,
  },
  mysql: { random: (list) => `rand${list}`, sysdate: () => 'SYSDATE()' },
};

function substringOf([text, start, length, ...others]: readonly string[]): string {
  if (text === undefined || start === undefined || others.length > 0) {
    return notKnown('substring() takes a text, where it begins and its length.');
  }
  return `SUBSTRING(${text} FROM ${start}${length === undefined ? '' : ` FOR ${length}`})`;
}

function unary({ operator, isModifier, element }: UnaryElement, place: Place, printing: Printing): string {
  const byName = isModifier ? place : { ...place, labelsByName: false };
  const inner = printing.element(element, byName);
  return isModifier ? inner + operator.text : operator.text + inner;
}

/** A value as a condition: `= 1` where the database has no truth values. */
function truth(
  { element, truth: wanted }: Extract<Element, { node: 'asBoolean' }>,
  place: Place,
  printing: Printing,
): string {
  const inner = printing.element(element, place);
  if (isImplicitlyBoolean(element) || printing.context.dialect === 'postgresql') return wanted ? inner : `NOT ${inner}`;
  return `${inner} = ${wanted ? 1 : 0}`;
}

function printCase(
  { value, whens, otherwise }: Extract<Element, { node: 'case' }>,
  print: (element: Element) => string,
): string {
  const subject = value === null ? '' : `${print(value)} `;
  const branches = whens.map(({ when, then }) => `WHEN ${print(when)} THEN ${print(then)} `).join('');
  return `CASE ${subject}${branches}${otherwise === null ? '' : `ELSE ${print(otherwise)} `}END`;
}

function cast({ element, type }: Extract<Element, { node: 'cast' }>, place: Place, printing: Printing): string {
  if (printing.context.dialect === 'mysql') {
    const wanted = mysqlCastType(type, printing);
    if (wanted === undefined) return printing.element(selfGroup(element, null), place);
    return `CAST(${printing.element(element, place)} AS ${wanted})`;
  }
  const text = typeText(type, printing);
  const [, plain = text, collated = ''] = /^(.*)( COLLATE .*)/.exec(text) ?? [];
  return `CAST(${printing.element(element, place)} AS ${plain})${collated}`;
}

const STRFTIME: Readonly<Record<string, string>> = {
  month: '%m',
  day: '%d',
  year: '%Y',
  second: '%S',
  hour: '%H',
  doy: '%j',
  minute: '%M',
  epoch: '%s',
  dow: '%w',
  week: '%W',
};

function extract({ field, element }: Extract<Element, { node: 'extract' }>, place: Place, printing: Printing): string {
  const inner = printing.element(element, place);
  const { dialect } = printing.context;
  if (dialect === 'sqlite') {
    const format = STRFTIME[field] ?? (SQLITE_FIELDS.has(field) ? field : undefined);
    if (format === undefined) return notKnown(`SQLAlchemy cannot extract "${field}" on SQLite.`);
    return `CAST(STRFTIME('${format}', ${inner}) AS INTEGER)`;
  }
  return `EXTRACT(${dialect === 'mysql' && field === 'milliseconds' ? 'millisecond' : field} FROM ${inner})`;
}

/** Fields that SQLAlchemy hands to SQLite as they are. */
const SQLITE_FIELDS = new Set(['quarter', 'milliseconds', 'microseconds', 'timezone_hour', 'timezone_minute']);
