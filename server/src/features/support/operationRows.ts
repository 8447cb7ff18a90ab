import { LineIndex } from '../../common/lineIndex';
import type { Operation, OperationKind } from '../../operations/operation';
import { operationLabel } from '../../operations/operationWords';
import { readOperations } from '../../operations/readOperations';
import type { OperationRow, OperationShape } from '../../protocol/operations';
import type { SqlOptions } from '../../usecases/sql/sqlOptions';
import type { RevisionDocument } from '../../workspace/snapshot';
import { operationSentence } from './operationSentence';

type Look = readonly [shape: OperationShape, effect: OperationRow['effect']];

const LOOKS: Readonly<Record<OperationKind, Look>> = {
  addColumn: ['column', 'create'],
  alterColumn: ['column', 'change'],
  dropColumn: ['column', 'drop'],
  createTable: ['table', 'create'],
  dropTable: ['table', 'drop'],
  renameTable: ['table', 'change'],
  createIndex: ['index', 'create'],
  dropIndex: ['index', 'drop'],
  addConstraint: ['constraint', 'create'],
  createForeignKey: ['constraint', 'create'],
  dropConstraint: ['constraint', 'drop'],
  createTableComment: ['comment', 'change'],
  dropTableComment: ['comment', 'drop'],
  bulkInsert: ['rows', 'create'],
  execute: ['statement', 'change'],
  createEnum: ['type', 'create'],
  dropEnum: ['type', 'drop'],
  batch: ['batch', 'change'],
  autocommitBlock: ['block', 'change'],
  opaque: ['unknown', 'change'],
};

/**
 * The operations of `upgrade()` of a file as it runs online, for the tree. Where the run does not come to its end, a last row says why.
 */
export function operationRows(document: RevisionDocument, options: SqlOptions): readonly OperationRow[] {
  const text = document.text() ?? '';
  const lines = new LineIndex(text);
  const { engines, ...whole } = readOperations(text, 'upgrade', options.context, options);
  const row = (operation: Operation): OperationRow => {
    const [shape, effect] = LOOKS[operation.kind];
    return {
      label: operationLabel(operation),
      shape,
      effect,
      sentence: operationSentence(operation),
      range: lines.range(operation.place.from, operation.place.to),
      children: operation.kind === 'batch' || operation.kind === 'autocommitBlock' ? operation.children.map(row) : [],
    };
  };
  return (engines ?? [whole]).flatMap((reading) => {
    const { operations, ends } = reading;
    const rows = operations.map(row);
    const all = ends.kind === 'completed' ? rows : [...rows, endRow(ends, lines)];
    return 'engine' in reading ? all.map((one) => ({ ...one, engine: reading.engine })) : all;
  });
}

type Ending = Exclude<ReturnType<typeof readOperations>['ends'], { kind: 'completed' }>;

function endRow(ends: Ending, lines: LineIndex): OperationRow {
  const common = { shape: 'unknown', effect: 'change', children: [] } as const;
  const range = lines.range(ends.place.from, ends.place.to);
  if (ends.kind === 'stopped') return { ...common, label: 'not known from here on', sentence: ends.reason, range };
  const raised = ends.message === '' ? ends.type : `${ends.type}: ${ends.message}`;
  return { ...common, label: `ends with ${ends.type}`, sentence: `upgrade() ends here with ${raised}`, range };
}
