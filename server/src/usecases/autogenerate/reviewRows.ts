import {
  type ComparedOperation,
  type Comparison,
  type DirectiveBody,
  type TableName,
  tableText,
} from '../../engine/alembic/comparison';
import type { ReviewRow } from '../../protocol/autogenerate';
import type { TableOrigin } from './createdTables';
import { isDestructive, operationLabel } from './operationText';
import { requirements } from './requirements';

/** The rows of a review. `originOf`: where a table that would be dropped comes from. */
export function reviewRows(comparison: Comparison, originOf: (table: TableName) => TableOrigin): readonly ReviewRow[] {
  return comparison.directives.flatMap(({ bodies }, file) =>
    bodies.flatMap((body) => bodyRows(body, file, bodies.length > 1, originOf)),
  );
}

function bodyRows(
  { operations, upgradeToken }: DirectiveBody,
  file: number,
  isOneOfMany: boolean,
  originOf: (table: TableName) => TableOrigin,
): readonly ReviewRow[] {
  const required = requirements(operations);
  const foreign = foreignTables(operations, originOf);
  return operations.map((operation) => {
    const { key, table, upgrade, downgrade } = operation;
    const group = table === null ? '' : tableText(table);
    const unticked = foreign.get(group);
    const notes = [...(unticked === undefined ? [] : [unticked]), ...sideNotes(operation)];
    return {
      key,
      group,
      ...(isOneOfMany && { database: engineName(upgradeToken) }),
      file,
      label: operationLabel(operation),
      destructive: isDestructive(operation),
      ...(isDestructive(operation) && operation.mayLoseValues && { mayLose: true }),
      ticked: unticked === undefined,
      ...(notes.length > 0 && { note: notes.join(' ') }),
      requires: required.get(key) ?? [],
      ...(upgrade !== null && { upgrade }),
      ...(downgrade !== null && { downgrade }),
    };
  });
}

/** Why the operations of a table are not ticked, for the tables that would be dropped and no revision has made. */
function foreignTables(
  operations: readonly ComparedOperation[],
  originOf: (table: TableName) => TableOrigin,
): ReadonlyMap<string, string> {
  const reasons = new Map<string, string>();
  for (const { kind, side, table } of operations) {
    if (kind !== 'drop_table' || side !== 'upgrade' || table === null) continue;
    const origin = originOf(table);
    if (origin.kind === 'created') continue;
    reasons.set(
      tableText(table),
      origin.kind === 'mentioned'
        ? `No op.create_table() of this project makes the table, though revision ${origin.revision} mentions it.`
        : 'No revision of this project makes the table: it may belong to something else, or to models that are not imported.',
    );
  }
  return reasons;
}

function sideNotes({ side, downgrade, mayLoseValues }: ComparedOperation): readonly string[] {
  if (side === 'downgrade') return ['Only in downgrade().'];
  return [
    ...(mayLoseValues ? ['Values that the new type cannot hold are changed, or the migration fails on them.'] : []),
    ...(downgrade === null ? ['Nothing in downgrade() takes it back.'] : []),
  ];
}

/** `engine1_upgrades` -> `engine1` (the template of `multidb`). */
function engineName(upgradeToken: string): string {
  return upgradeToken.replace(/_?upgrades$/, '') || upgradeToken;
}
