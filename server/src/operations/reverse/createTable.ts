import { refuse } from '../../sqlalchemy/refusal';
import type { Irreversible, Reverse } from '../applied';
import type { CreateTable, DropEnum } from '../operation';
import { namedEnum } from './existingType';
import { isTableThere } from './known';

/** DROP TABLE, then the types that were made with it, which it leaves. */
export const reverseCreateTable: Reverse<CreateTable> = (operation, { before, after }) => {
  const { table, schema, place } = operation;
  if (operation.ifNotExists === true) {
    const wasThere = isTableThere(before, table, schema);
    if (wasThere === undefined) return refuse(`Whether the table \`${table}\` was there already is not known.`);
    if (wasThere) return [];
  }
  const types: DropEnum[] = [];
  const irreversible: Irreversible[] = [];
  for (const [key, { item }] of after.enums) {
    const known = before.enums.get(key);
    if (item === null || known?.doubt === null) continue;
    const doubt = known?.doubt ?? before.typesDoubt;
    if (doubt === null) {
      types.push({ kind: 'dropEnum', place, type: namedEnum(item.name, item.schema), checkFirst: false });
    } else if (known === undefined) {
      const reason = `The type \`${item.name}\` stays, because whether it was there already is not known: ${doubt.reason}`;
      irreversible.push({ reason, place });
    }
  }
  return {
    operations: [{ kind: 'dropTable', place, table, schema, ifExists: null, options: {} }, ...types],
    irreversible,
  };
};
