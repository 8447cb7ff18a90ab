import { libraryType, typeFor, type SqlType } from '../../schema/sqlType';
import { notKnown } from './notKnown';
import type { Printing } from './printing';
import { familyOf } from './typeFamily';

/** @throws NotKnownError for a type without SQL in the dialect */
export function typeText(type: SqlType, printing: Printing): string {
  const text = printing.typeText(type);
  return text.ok ? text.value : notKnown(text.error);
}

const PLAIN = new Set(['DECIMAL', 'DateTime', 'DATETIME', 'Date', 'DATE', 'Time', 'TIME']);

/** The type as MySQL's CAST names it (`visit_typeclause`); undefined: it cannot cast to it, so that the CAST is left out. */
export function mysqlCastType(given: SqlType, printing: Printing): string | undefined {
  const type = typeFor(given, 'mysql');
  if (type.kind === 'custom') return notKnown(type.reason);
  switch (familyOf(type)) {
    case 'integer':
      return type.arguments.unsigned === undefined
        ? 'SIGNED INTEGER'
        : notKnown('CAST to an unsigned type is not followed.');
    case 'string':
      return text(type.arguments, type.name, printing);
    case 'binary':
      return 'BINARY';
    case 'json':
      return 'JSON';
    case 'numeric':
      if (type.name.startsWith('Numeric') || type.name === 'NUMERIC') {
        return typeText(type, printing).replace('NUMERIC', 'DECIMAL');
      }
      return PLAIN.has(type.name) ? typeText(type, printing) : undefined;
    case 'boolean':
      return undefined;
    case 'date':
    case 'datetime':
    case 'time':
      return type.name === 'TIMESTAMP' ? 'DATETIME' : typeText(type, printing);
    default:
      return notKnown(`CAST to ${type.name} on MySQL is not followed.`);
  }
}

function text(given: Readonly<Record<string, unknown>>, name: string, printing: Printing): string {
  const { length, ...others } = given;
  if (name === 'SET' || Object.keys(others).length > 0)
    return notKnown('CAST to a text of its own on MySQL is not followed.');
  if (length === undefined) return 'CHAR';
  if (!isInteger(length)) return notKnown('CAST to a text of its own on MySQL is not followed.');
  return typeText(libraryType('mysql', 'CHAR', { length }), printing);
}

function isInteger(value: unknown): value is { readonly kind: 'integer'; readonly value: bigint } {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'integer';
}
