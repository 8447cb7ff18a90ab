import type { Literal } from '../../common/literal';
import type { Result } from '../../common/result';
import type { Select, TableReference } from '../../schema/expression';
import type { Context } from '../../schema/context';
import type { SqlType } from '../../schema/sqlType';
import { renderLiteral, type Percent } from '../literals';
import type { Element } from './element';
import { notKnown } from './notKnown';
import type { ElementType } from './typeFamily';

/** How an element is written where it stands. */
export interface Place {
  /** Columns with their table before them. */
  readonly includeTable: boolean;
  /** Tables with their schema before them. */
  readonly includeSchema: boolean;
  /** Within an operator, where eager operators take parentheses. */
  readonly inOperator: boolean;
  /** Labels whose name stands for them (`ORDER BY label`). */
  readonly labelsByName: boolean;
}

export const PLAIN_PLACE: Place = { includeTable: true, includeSchema: true, inOperator: false, labelsByName: false };

/** The FROM items of the statements around: what a subquery may leave to them. */
export interface Enclosing {
  readonly correlate: readonly TableReference[];
  readonly asFrom: readonly TableReference[];
}

export const NOTHING_AROUND: Enclosing = { correlate: [], asFrom: [] };

/** What printing needs everywhere, and what it counts. */
export interface Printing {
  readonly context: Context;
  readonly quote: (identifier: string) => string;
  readonly typeText: (type: SqlType) => Result<string, string>;
  readonly percent: Percent;
  /** Numbers of invented labels, by their word: `count_1`. */
  readonly counters: Map<string, number>;
  /** The statements around what is printed, the nearest last. */
  readonly enclosing: Enclosing[];
  readonly element: (element: Element, place: Place) => string;
  readonly select: (select: Select, place: Place, asFrom: boolean) => string;
}

/** A label that SQLAlchemy invents: the word and the next number. */
export function inventedLabel(word: string, { counters }: Printing): string {
  const number = counters.get(word) ?? 1;
  counters.set(word, number + 1);
  const label = `${word}_${number}`;
  if (label.length > 57) notKnown('A long label, which SQLAlchemy would cut, is not followed.');
  return label;
}

/** @throws NotKnownError where the type has no literal for the value */
export function literalText(value: Literal, type: ElementType, { context, percent }: Printing): string {
  const text = renderLiteral(value, type, context, percent);
  return text.ok ? text.value : notKnown(text.error);
}

/** `%` as the driver wants it, in text that is not quoted (`escape_literal_column`). */
export function escapePercent(text: string, { percent }: Printing): string {
  return percent === 'double' ? text.replaceAll('%', '%%') : text;
}
