import { bindArguments } from '../python/interpreter/signature';
import type { CallArguments, PyValue } from '../python/interpreter/value';
import type { SequenceOptions } from '../schema/model';
import type { SequenceReference } from '../schema/sqlType';
import { need, toExpression, toFlag, toLiteral, toOpenFlag, toOpenText, toServerDefault, toType } from './convert';
import { toText } from './names';
import { notFollowed, notKnown, raiseSqlalchemy } from './notKnown';
import { SequenceObject, ServerDefaultObject } from './objects';
import { parameters } from './parameters';

const NUMBERS = ['start', 'increment', 'minvalue', 'maxvalue', 'cache'] as const;
const FLAGS = ['nominvalue', 'nomaxvalue', 'cycle', 'order'] as const;

/** `start=`, `increment=` and the others that Identity and Sequence share; `None` counts as not said. */
export function sequenceOptions(given: ReadonlyMap<string, PyValue>): SequenceOptions {
  const options: { -readonly [K in keyof SequenceOptions]: SequenceOptions[K] } = {};
  for (const name of NUMBERS) {
    const value = given.get(name);
    if (value === undefined || value.kind === 'none') continue;
    options[name] = need(value, value.kind === 'integer' ? value.value : undefined, `\`${name}\``);
  }
  for (const name of FLAGS) {
    const value = toOpenFlag(given.get(name), `\`${name}\``);
    if (value !== null) options[name] = value;
  }
  const type = given.get('data_type');
  if (type !== undefined && type.kind !== 'none') options.data_type = need(type, toType(type), '`data_type`');
  return options;
}

/** `sa.Computed(sqltext, persisted=None)`. */
export function computed(args: CallArguments): ServerDefaultObject {
  const { given } = bindArguments('Computed', parameters('sqltext persisted?'), args);
  const text: PyValue = given.get('sqltext') ?? { kind: 'none' };
  return new ServerDefaultObject('Computed', {
    kind: 'computed',
    expression: need(text, toExpression(text, 'text'), 'the expression of the computed column'),
    persisted: toOpenFlag(given.get('persisted'), '`persisted`'),
  });
}

/** `sa.Identity(always=False, ...)`. */
export function identity(args: CallArguments): ServerDefaultObject {
  const { given } = bindArguments(
    'Identity',
    parameters('always? on_null? start? increment? minvalue? maxvalue? nominvalue? nomaxvalue? cycle? cache? order?'),
    args,
  );
  return new ServerDefaultObject('Identity', {
    kind: 'identity',
    always: toOpenFlag(given.get('always'), '`always`'),
    onNull: toOpenFlag(given.get('on_null'), '`on_null`'),
    sequence: sequenceOptions(given),
  });
}

/** `sa.FetchedValue()`. */
export function fetchedValue(args: CallArguments): ServerDefaultObject {
  const { given } = bindArguments('FetchedValue', parameters('for_update?'), args);
  if (toFlag(given.get('for_update'), '`for_update`')) notKnown(notFollowed('FetchedValue(for_update=True)'));
  return new ServerDefaultObject('FetchedValue', { kind: 'fetched' });
}

/** `sa.DefaultClause(arg)`. */
export function defaultClause(args: CallArguments): ServerDefaultObject {
  const { given } = bindArguments('DefaultClause', parameters('arg for_update? _reflected?'), args);
  if (toFlag(given.get('for_update'), '`for_update`')) notKnown(notFollowed('DefaultClause(for_update=True)'));
  const value: PyValue = given.get('arg') ?? { kind: 'none' };
  return new ServerDefaultObject('DefaultClause', checkedDefault(value));
}

/**
 * What a server default is made of: text or an expression.
 * @throws PyRaised `ArgumentError` for what SQLAlchemy does not take.
 */
export function checkedDefault(value: PyValue): ServerDefaultObject['data'] {
  if (!(value instanceof ServerDefaultObject) && TAKEN_FOR_NO_DEFAULT.has(value.kind)) {
    raiseSqlalchemy('ArgumentError', 'A server default is text or an expression of SQL.');
  }
  return need(value, toServerDefault(value) ?? undefined, 'the server default');
}

const TAKEN_FOR_NO_DEFAULT: ReadonlySet<PyValue['kind']> = new Set([
  'none',
  'boolean',
  'integer',
  'float',
  'bytes',
  'tuple',
  'list',
  'set',
  'dict',
]);

const SEQUENCE_PARAMETERS = parameters(
  'name start? increment? minvalue? maxvalue? nominvalue? nomaxvalue? cycle? schema? cache? order? data_type? ' +
    'optional? quote? metadata? quote_schema? for_update?',
);

/** `sa.Sequence(name, ...)`. */
export function sequence(args: CallArguments): SequenceObject {
  const { given } = bindArguments('Sequence', SEQUENCE_PARAMETERS, args);
  for (const name of ['quote', 'quote_schema', 'for_update', 'data_type']) {
    const value = given.get(name);
    if (value !== undefined && value.kind !== 'none') notKnown(notFollowed(`Sequence(${name}=...)`));
  }
  const metadata = given.get('metadata');
  if (metadata !== undefined && 'schema' in metadata && metadata.schema !== null) {
    notKnown(notFollowed('Sequence(metadata=MetaData(schema=...))'));
  }
  const name: PyValue = given.get('name') ?? { kind: 'none' };
  const options: Record<string, SequenceReference['options'][string]> = {};
  for (const key of [...NUMBERS, ...FLAGS, 'optional']) {
    const value = given.get(key);
    if (value !== undefined && value.kind !== 'none') options[key] = need(value, toLiteral(value), `\`${key}\``);
  }
  const data: SequenceReference = {
    kind: 'sequence',
    name: need(name, toText(name), 'the name of the sequence'),
    schema: toOpenText(given.get('schema'), 'the schema of the sequence'),
    options,
  };
  return new SequenceObject(data);
}
