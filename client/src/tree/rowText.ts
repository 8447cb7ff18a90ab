import type { RevisionRow } from '../../../server/src/protocol/data';

/** How one row of the tree looks and reads. Icon and colour are ids of VS Code's. */
export interface RowText {
  readonly label: string;
  readonly description: string;
  readonly icon: string;
  readonly color: string;
  /** What a screen reader says: the whole row in words, without drawing. */
  readonly accessibilityLabel: string;
  /** `revision` and one word for each thing that can be done with the row, each between dots. */
  readonly contextValue: string;
}

interface StatusLook {
  readonly icon: string;
  readonly color: string;
  /** Beside the label; null where every other row would say the same. */
  readonly word: string | null;
  readonly spoken: string;
}

const STATUS: Readonly<Record<RevisionRow['status'], StatusLook>> = {
  applied: { icon: 'pass', color: 'testing.iconPassed', word: null, spoken: 'applied' },
  current: { icon: 'pass-filled', color: 'testing.iconPassed', word: 'current', spoken: 'current, applied' },
  pending: { icon: 'circle-large-outline', color: 'charts.yellow', word: 'pending', spoken: 'pending' },
  broken: {
    icon: 'error',
    color: 'list.errorForeground',
    word: 'broken',
    spoken: 'broken, not in the chain as written',
  },
  unknown: { icon: 'circle-outline', color: 'disabledForeground', word: null, spoken: 'state not known' },
};

const DOT = ' · ';

/** The text of a row. `short` shortens ids (`shortIds`). */
export function rowText(row: RevisionRow, short: (id: string) => string): RowText {
  const look = STATUS[row.status];
  const message = messageOf(row);
  const date = row.createDate === undefined ? undefined : shortDate(row.createDate);
  const marks = [...(row.isHead ? ['head'] : []), ...(row.isMerge ? ['merge'] : []), ...row.labels];
  const problems = problemCount(row.problems.length);
  // A narrow side bar cuts the end off: what the order of the rows tells anyway comes last.
  const parts = [short(row.id), problems, ...marks, look.word, date].filter(
    (part) => part !== undefined && part !== null,
  );
  const spoken = [
    message,
    look.spoken,
    `revision ${row.id}`,
    ...(date === undefined ? [] : [`created ${date}`]),
    ...(row.isHead ? ['head'] : []),
    ...(row.isMerge ? ['merge'] : []),
    ...(row.labels.length > 0 ? [`branch labels ${row.labels.join(', ')}`] : []),
    ...(row.lane === undefined ? [] : [`lane ${row.lane.index + 1} of ${row.lane.count}`]),
    ...(problems === null ? [] : [problems]),
  ];
  return {
    label: `${lanes(row.lane)}${message}`,
    description: parts.join(DOT),
    // Where the database stands, and what is broken, matters more than that it merges.
    icon: row.isMerge && row.status !== 'broken' && row.status !== 'current' ? 'git-merge' : look.icon,
    color: look.color,
    accessibilityLabel: spoken.join(', '),
    contextValue: contextValue(row),
  };
}

function problemCount(count: number): string | null {
  if (count === 0) return null;
  return `${count} ${count === 1 ? 'problem' : 'problems'}`;
}

/** The message's first line; a file without one is named by its id. */
export function messageOf(row: Pick<RevisionRow, 'id' | 'message'>): string {
  const line = row.message.split('\n')[0]?.trim() ?? '';
  return line === '' ? row.id : line;
}

/** The day of a `Create Date:` as Alembic writes it; anything else as it stands. */
export function shortDate(date: string): string {
  return /^\d{4}-\d{2}-\d{2}(?=[ T])/.exec(date)?.[0] ?? date;
}

/** One line a lane, the row's own heavy. Both glyphs have one width in every font, so that messages stay aligned. */
function lanes(lane: RevisionRow['lane']): string {
  if (lane === undefined) return '';
  return `${Array.from({ length: lane.count }, (_, index) => (index === lane.index ? '┃' : '│')).join('')} `;
}

function contextValue(row: RevisionRow): string {
  const known = row.status !== 'unknown';
  const can = {
    upgrade: row.status === 'pending' || !known,
    downgrade: row.status === 'applied' || !known,
    stamp: row.status !== 'broken',
    parents: row.parents.length > 0,
  };
  const words = Object.entries(can).flatMap(([word, able]) => (able ? [word] : []));
  return `.${['revision', ...words].join('.')}.`;
}
