import { enumAt } from '../../schema/lookup';
import { schemaKey } from '../../schema/schema';
import { typeFor } from '../../schema/sqlType';
import type { Apply } from '../applied';
import { enumOf, withEnum } from '../apply/enums';
import { tableLabel } from '../apply/tableEdit';
import type { CreateEnum } from '../operation';

/** `Enum(...).create(bind)`: CREATE TYPE on PostgreSQL, nothing elsewhere. */
export const applyCreateEnum: Apply<CreateEnum> = (schema, { type, checkFirst, place }, context) => {
  const unchanged = { schema, contradictions: [] };
  if (context.dialect !== 'postgresql') return unchanged;
  const own = typeFor(type, 'postgresql');
  if (own.kind === 'custom') {
    const doubt = schema.typesDoubt ?? { reason: own.reason, revision: context.revision };
    return { ...unchanged, schema: { ...schema, typesDoubt: doubt } };
  }
  const item = enumOf(own);
  if (item === null) return unchanged;
  const known = enumAt(schema, item.name, item.schema);
  if (checkFirst) {
    if (known !== null) return unchanged;
    const made = withEnum(schema, item);
    if (schema.typesDoubt === null) return { ...unchanged, schema: made };
    // It may have been there with other labels.
    const enums = made.enums.set(schemaKey(item.name, item.schema), { item, doubt: schema.typesDoubt });
    return { ...unchanged, schema: { ...made, enums } };
  }
  const message = `The type \`${tableLabel(item.name, item.schema)}\` is already there.`;
  const contradictions = known !== null && known.doubt === null ? [{ code: 'type-exists', message, place }] : [];
  return { schema: withEnum(schema, item), contradictions };
};
