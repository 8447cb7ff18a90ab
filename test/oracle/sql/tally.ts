import type { Written } from './theirs';

/** Our answer about one direction of one revision. */
export type Ours = { readonly statements: readonly string[] } | { readonly reason: string };

/** How our answers stand beside Alembic's, for one chain and dialect. */
export interface Tally {
  /** Alembic writes SQL, from files that needed no stub. */
  truths: number;
  identical: number;
  /** Identical up to an order that Python's sets decide. */
  reordered: number;
  /** Alembic refuses, and so do we, or do not know. */
  refused: number;
  /** Alembic refuses, and we write SQL. */
  refusedButWritten: string[];
  different: string[];
  /** By the reason's text, names taken out. */
  readonly notKnown: Map<string, { count: number; example: string }>;
  /** Of files that needed stubs: where we write the same, or something else. */
  stubbed: { same: number; other: number; notKnown: number };
}

export function emptyTally(): Tally {
  return {
    truths: 0,
    identical: 0,
    reordered: 0,
    refused: 0,
    refusedButWritten: [],
    different: [],
    notKnown: new Map(),
    stubbed: { same: 0, other: 0, notKnown: 0 },
  };
}

/** @param theirs what Alembic wrote under several hash seeds. */
export function count(tally: Tally, name: string, theirs: readonly Written[], ours: Ours): void {
  const [first] = theirs;
  if (first === undefined) return;
  const text = (statements: readonly string[] | undefined): string => (statements ?? []).join('\n');
  if (first.stubbed.length > 0) {
    if ('reason' in ours) tally.stubbed.notKnown++;
    else if (text(ours.statements) === text(first.statements)) tally.stubbed.same++;
    else tally.stubbed.other++;
    return;
  }
  if (first.statements === undefined) {
    if ('reason' in ours) tally.refused++;
    else tally.refusedButWritten.push(`${name}: ${first.error ?? ''}\n${text(ours.statements)}`);
    return;
  }
  tally.truths++;
  if ('reason' in ours) {
    const key = ours.reason.replace(/'[^']*'/g, "'…'").replace(/\d+/g, 'N');
    const entry = tally.notKnown.get(key) ?? { count: 0, example: `${name}: ${ours.reason}` };
    entry.count++;
    tally.notKnown.set(key, entry);
    return;
  }
  const own = text(ours.statements);
  const written = new Set(theirs.map(({ statements }) => text(statements)));
  const isReordered =
    (written.size > 1 && sortedLines(own) === sortedLines(text(first.statements))) ||
    theirs.some(({ statements = [] }) => text(broughtSorted(statements)) === text(broughtSorted(ours.statements)));
  if (written.has(own)) tally.identical++;
  else if (isReordered) tally.reordered++;
  else tally.different.push(`${name}\n--- ours\n${own}\n--- Alembic's\n${text(first.statements)}`);
}

/** What a table or column brings with it. */
const BROUGHT = /^(?:CREATE (?:UNIQUE )?INDEX |ALTER TABLE \S+ ADD (?:CONSTRAINT|FOREIGN KEY|UNIQUE|CHECK)\b)/;
const BRINGS = /^(?:CREATE TABLE |ALTER TABLE \S+ ADD COLUMN )/;

/**
 * Indexes and constraints that come with a table or a column are sets of objects to SQLAlchemy: in what order they are made
 * follows from addresses in memory, whatever the hash seed.
 */
function broughtSorted(statements: readonly string[]): readonly string[] {
  const sorted: string[] = [];
  for (let from = 0; from < statements.length;) {
    let to = from + 1;
    if (BRINGS.test(statements[from] ?? '')) while (BROUGHT.test(statements[to] ?? '')) to++;
    sorted.push(statements[from] ?? '', ...statements.slice(from + 1, to).toSorted());
    from = to;
  }
  return sorted;
}

function sortedLines(text: string): string {
  return text
    .split('\n')
    .map((line) => line.replace(/[,;]\s*$/, '').trim())
    .toSorted()
    .join('\n');
}

/** What the test prints. */
export function report(name: string, tally: Tally): string {
  const known = tally.identical + tally.reordered;
  const share = tally.truths === 0 ? '' : ` (${((100 * known) / tally.truths).toFixed(1)} %)`;
  const reasons = [...tally.notKnown]
    .toSorted(([, a], [, b]) => b.count - a.count)
    .map(([reason, entry]) => `    ${entry.count} × ${reason}\n        ${entry.example}`);
  return [
    `${name}: ${tally.truths} written by Alembic, ${known} identical${share}, ${tally.reordered} of them up to the order of a set, ` +
      `${tally.different.length} different, ${tally.truths - known - tally.different.length} not known; ` +
      `${tally.refused} refused by both, ${tally.refusedButWritten.length} by Alembic alone; ` +
      `from files with stubs ${tally.stubbed.same} the same, ${tally.stubbed.other} other, ${tally.stubbed.notKnown} not known`,
    ...reasons,
  ].join('\n');
}
