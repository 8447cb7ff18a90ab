import type { ProjectInfo } from '../../../server/src/protocol/data';
import type { LiveDatabaseInfo, LiveTableInfo, LiveTableRow, MadeBy } from '../../../server/src/protocol/liveTables';

/** What the view of tables shows. What came of a revision carries what commands read of their first argument. */
export type LiveNode =
  | { readonly kind: 'project'; readonly project: ProjectInfo }
  | {
      readonly kind: 'database';
      readonly projectId: string;
      readonly index: number;
      readonly database: LiveDatabaseInfo;
    }
  | {
      readonly kind: 'table';
      readonly projectId: string;
      readonly database: number;
      readonly table: LiveTableInfo;
      readonly uri?: string;
    }
  | { readonly kind: 'row'; readonly projectId: string; readonly row: LiveTableRow; readonly uri?: string }
  /** Why nothing is shown. */
  | { readonly kind: 'message'; readonly text: string; readonly isFailure: boolean };

/** How a node looks and reads. Icons are ids of VS Code's. */
export interface LiveText {
  readonly label: string;
  readonly description: string;
  readonly icon: string;
  readonly tooltip: string;
  readonly accessibilityLabel: string;
}

const SHAPES: Readonly<Record<LiveTableRow['shape'], { readonly icon: string; readonly spoken: string }>> = {
  column: { icon: 'symbol-field', spoken: 'column' },
  key: { icon: 'key', spoken: 'key' },
  constraint: { icon: 'shield', spoken: 'constraint' },
  index: { icon: 'list-ordered', spoken: 'index' },
};

/** The words of a node. */
export function liveText(node: LiveNode): LiveText {
  switch (node.kind) {
    case 'project':
      return said(node.project.name, '', 'folder-library', [], `Project ${node.project.name}`);
    case 'database': {
      const { label, current, guessedFrom } = node.database;
      const at = current.length === 0 ? 'no revision' : `at ${current.join(', ')}`;
      const guess = guessedFrom === undefined ? [] : [`a guess from ${guessedFrom}`];
      return said(label, [at, ...guess].join(' · '), 'database', [], `Database ${label}`);
    }
    case 'table': {
      const { name, columnCount, comment, doubt, madeBy } = node.table;
      const words = `${columnCount} ${columnCount === 1 ? 'column' : 'columns'}`;
      const doubts = doubt === undefined ? [] : [`Not all of it is shown as it is: ${doubt}`];
      const icon = doubt === undefined ? 'table' : 'question';
      return said(name, words, icon, [...(comment === undefined ? [] : [comment]), ...doubts], `Table ${name}`, madeBy);
    }
    case 'row': {
      const { label, detail, shape, comment, madeBy } = node.row;
      const { icon, spoken } = SHAPES[shape];
      return said(label, detail, icon, comment === undefined ? [] : [comment], `${spoken} ${label}`, madeBy);
    }
    case 'message':
      return said(node.text, '', node.isFailure ? 'warning' : 'info', [], node.text);
  }
}

function said(
  label: string,
  detail: string,
  icon: string,
  more: readonly string[],
  spoken: string,
  madeBy?: MadeBy,
): LiveText {
  const revision = madeBy && [madeBy.id, madeBy.message].filter((part) => part !== '').join(' · ');
  const maker = madeBy === undefined ? [] : [`Made by revision ${revision ?? ''}`];
  return {
    label,
    description: [detail, ...(madeBy === undefined ? [] : [madeBy.id])].filter((part) => part !== '').join(' · '),
    icon,
    tooltip: [`${label}${detail === '' ? '' : `: ${detail}`}`, ...more, ...maker].join('\n'),
    accessibilityLabel: [spoken, detail, ...more, ...maker].filter((part) => part !== '').join(', '),
  };
}
