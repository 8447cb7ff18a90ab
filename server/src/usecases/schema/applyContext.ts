import { dialectNamed } from '../../dialect/registry';
import type { ApplyContext } from '../../operations/applied';
import type { Context } from '../../schema/context';

/** What operations are applied by, with what only the dialect knows. @param revision whose operations they are. */
export function applyContext(context: Context, revision: string | null): ApplyContext {
  const copied = dialectNamed(context.dialect)?.copiedTable;
  return {
    ...context,
    revision,
    ...(copied !== undefined && { copiedTable: (batch, schema) => copied(batch, schema, context) }),
  };
}
