import { fc } from '../../../support/random';
import { describe, expect, it } from 'vitest';
import { applyOperations } from '../../../../server/src/operations/applyOperation';
import { reverseAll } from '../../../../server/src/operations/reverseOperation';
import { differenceText, schemaDifferences } from '../../../../server/src/schema/equal';
import { emptySchema } from '../../../../server/src/schema/schema';
import { inside, outside, tables } from './generated';
import { contextOf, operationsOf } from './undone';

describe('apply(reverse(op), apply(op, s)) = s', () => {
  it.each([
    ['postgresql', outside],
    ['postgresql', inside],
    ['sqlite', inside],
    ['mysql', outside],
    ['mysql', inside],
  ] as const)('on %s', (dialect, upgrades) => {
    const context = contextOf(dialect);
    let undone = 0;
    fc.assert(
      fc.property(tables, upgrades, (before, upgrade) => {
        // Of two foreign keys that say the same nothing is promised.
        fc.pre(!(upgrade.includes('fk_new') && before.includes("Constraint(['b']")));
        const schema = applyOperations(emptySchema(dialect), operationsOf(before, context), context).schema;
        const operations = operationsOf(upgrade, context);
        const after = applyOperations(schema, operations, context);
        // What fails has nothing to undo.
        fc.pre(after.contradictions.length === 0 && after.schema.tables.every(({ doubt }) => doubt === null));
        const steps = reverseAll(operations, schema, context);
        expect(steps.flatMap(({ irreversible }) => irreversible.map(({ reason }) => reason))).toEqual([]);
        const reversed = steps.flatMap((step) => step.operations);
        const back = applyOperations(after.schema, reversed, context);
        const options = { assignedNames: true, doubts: true };
        expect(back.contradictions).toEqual([]);
        expect(schemaDifferences(schema, back.schema, options).map(differenceText)).toEqual([]);
        undone += 1;
      }),
      { numRuns: 300 },
    );
    expect(undone).toBeGreaterThan(100);
  });
});
