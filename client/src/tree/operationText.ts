import type { OperationRow, OperationShape } from '../../../server/src/protocol/operations';
import { codeSpan, escapeMarkdown } from '../../../server/src/protocol/markdown';

/** How an operation looks and reads in the tree. Icon and colour are ids of VS Code's. */
export interface OperationText {
  readonly label: string;
  readonly description: string;
  readonly icon: string;
  /** Null: that of the text. */
  readonly color: string | null;
  readonly accessibilityLabel: string;
}

const ICONS: Readonly<Record<OperationShape, string>> = {
  table: 'table',
  column: 'symbol-field',
  index: 'list-tree',
  constraint: 'lock',
  comment: 'comment',
  rows: 'list-flat',
  statement: 'code',
  type: 'symbol-enum',
  batch: 'layers',
  block: 'debug-disconnect',
  unknown: 'question',
};

/** The colours that git has for what is new, changed and gone. */
const COLORS: Readonly<Record<OperationRow['effect'], string>> = {
  create: 'gitDecoration.addedResourceForeground',
  change: 'gitDecoration.modifiedResourceForeground',
  drop: 'gitDecoration.deletedResourceForeground',
};

/** The text of an operation's row. */
export function operationText({ label, shape, effect, sentence, range, engine }: OperationRow): OperationText {
  const isUnknown = shape === 'unknown';
  // The reason is what matters of it.
  const beside = [...(engine === undefined ? [] : [engine]), ...(isUnknown ? [sentence] : [])];
  return {
    label,
    description: beside.join(' · '),
    icon: ICONS[shape],
    color: isUnknown ? 'list.warningForeground' : shape === 'statement' || shape === 'block' ? null : COLORS[effect],
    accessibilityLabel: [label, ...beside, `line ${range.start.line + 1}`].join(', '),
  };
}

/** What there is to know of an operation. `path` is the file as the user knows it. */
export function operationTooltip({ label, shape, sentence, range }: OperationRow, path: string): string {
  const place = codeSpan(`${path}:${range.start.line + 1}`);
  const first = shape === 'unknown' ? [`**${escapeMarkdown(label)}**`] : [];
  return [...first, escapeMarkdown(sentence), place].join('\n\n');
}
