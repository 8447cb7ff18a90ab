import { applyOperation } from '../applyOperation';
import type { Irreversible, Reverse, ReverseAll, Reversed, ReverseOne, ReverseStep } from '../applied';
import type { AutocommitBlock, Batch, Operation } from '../operation';

/** A block of the same form: its operations backwards. The database is asked for the table again, so no copy is given. */
export function reverseBatch(reverseOne: ReverseOne): Reverse<Batch> {
  return (operation, { before, context }) => {
    const steps: Reversed[] = [];
    let met: ReverseStep['before'] = before;
    for (const [index, child] of operation.children.entries()) {
      // What a child meets is what the block leaves that ends before it: SQLite loses more by a batch than the table's own.
      const upTo: Batch = { ...operation, children: operation.children.slice(0, index + 1) };
      const after = applyOperation(before, upTo, context).schema;
      steps.unshift(reverseOne(child, { before: met, after, context }));
      met = after;
    }
    const children = steps.flatMap(({ operations }) => operations);
    const irreversible = steps.flatMap((step) => step.irreversible);
    if (children.length === 0) return { operations: [], irreversible };
    const block: Batch = {
      ...operation,
      partialReordering: [],
      copyFrom: null,
      children,
    };
    return { operations: [block], irreversible };
  };
}

/** What ran outside a transaction is undone outside one. */
export function reverseAutocommitBlock(reverseAll: ReverseAll): Reverse<AutocommitBlock> {
  return ({ children, place }, { before, context }) => {
    const steps = reverseAll(children, before, context);
    const operations: readonly Operation[] = steps.flatMap((step) => step.operations);
    const irreversible: readonly Irreversible[] = steps.flatMap((step) => step.irreversible);
    return {
      operations: operations.length === 0 ? [] : [{ kind: 'autocommitBlock', place, children: operations }],
      irreversible,
    };
  };
}
