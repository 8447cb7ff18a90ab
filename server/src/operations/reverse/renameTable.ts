import type { Reverse } from '../applied';
import type { RenameTable } from '../operation';

export const reverseRenameTable: Reverse<RenameTable> = (operation) => [
  { ...operation, table: operation.newName, newName: operation.table },
];
