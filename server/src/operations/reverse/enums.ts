import { enumAt } from '../../schema/lookup';
import type { EnumType, ItemState, Schema } from '../../schema/schema';
import { refuse } from '../../sqlalchemy/refusal';
import { isType, stringArgument } from '../../sqlalchemy/typeArguments';
import { type SqlType, typeFor } from '../../schema/sqlType';
import type { Reverse, ReverseStep } from '../applied';
import type { CreateEnum, DropEnum } from '../operation';
import { namedEnum, postgresEnum } from './existingType';

export const reverseCreateEnum: Reverse<CreateEnum> = ({ place, type, checkFirst }, step) => {
  const { name, schema } = nameOf(type, step);
  // Other databases have no such types: the call does nothing there, nor does the one that undoes it.
  if (checkFirst && step.context.dialect === 'postgresql') {
    const wasThere = isThere(step.before, name, schema);
    if (wasThere === undefined) return refuse(`Whether the type \`${name}\` was there already is not known.`);
    if (wasThere) return [];
  }
  return [{ kind: 'dropEnum', place, type: namedEnum(name, schema), checkFirst }];
};

/** The type with the labels it had. */
export const reverseDropEnum: Reverse<DropEnum> = ({ place, type, checkFirst }, step) => {
  const { name, schema } = nameOf(type, step);
  if (step.context.dialect !== 'postgresql') return [{ kind: 'createEnum', place, type, checkFirst }];
  if (checkFirst && isThere(step.before, name, schema) === false) return [];
  const { doubt, item } = stateOf(step.before, name, schema);
  if (item === null || doubt !== null) {
    return refuse(`What labels the type \`${name}\` had is not known${doubt === null ? '.' : `: ${doubt.reason}`}`);
  }
  return [{ kind: 'createEnum', place, type: postgresEnum(name, schema, item.labels), checkFirst }];
};

function nameOf(type: SqlType, { context }: ReverseStep): { readonly name: string; readonly schema: string | null } {
  const own = typeFor(type, context.dialect);
  if (!isType(own, 'sqlalchemy.Enum')) return refuse('Only enum types are undone.');
  return {
    name: stringArgument(own, 'name') ?? refuse('The type has no name.'),
    schema: stringArgument(own, 'schema'),
  };
}

/** Undefined: not known. */
function isThere(schema: Schema, name: string, schemaName: string | null): boolean | undefined {
  const state = stateOf(schema, name, schemaName);
  return state.doubt === null ? state.item !== null : undefined;
}

function stateOf(schema: Schema, name: string, schemaName: string | null): ItemState<EnumType> {
  return enumAt(schema, name, schemaName) ?? { item: null, doubt: schema.typesDoubt };
}
