import type { RevisionRow } from '../../../server/src/protocol/data';
import { shortDate } from './rowText';

/** Rows of one project as the tree shows them. */
export interface RowGroups {
  /** Below the project itself: what is pending or broken, then the newest of the others. */
  readonly shown: readonly RevisionRow[];
  /** The rest in pages, newest first. */
  readonly older: readonly (readonly RevisionRow[])[];
}

const PAGE = 100;

/** Divides rows (newest first): pending and broken ones all in front, the newest page of the others, older pages. */
export function groupRows(rows: readonly RevisionRow[], page = PAGE): RowGroups {
  const first: RevisionRow[] = [];
  const others: RevisionRow[] = [];
  for (const row of rows) (row.status === 'pending' || row.status === 'broken' ? first : others).push(row);
  const older: RevisionRow[][] = [];
  for (let start = page; start < others.length; start += page) older.push(others.slice(start, start + page));
  return { shown: [...first, ...others.slice(0, page)], older };
}

/** From when to when the revisions of a page were created; empty when a file at either end does not say. */
export function period(rows: readonly RevisionRow[]): string {
  const [newest, oldest] = [rows[0]?.createDate, rows.at(-1)?.createDate];
  if (newest === undefined || oldest === undefined) return '';
  const [from, to] = [shortDate(oldest), shortDate(newest)];
  return from === to ? from : `${from} – ${to}`;
}
