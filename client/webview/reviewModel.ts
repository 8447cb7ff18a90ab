import type { ReviewRow } from '../../server/src/protocol/autogenerate';

/** The operations on one table, in one file and one database. */
export interface RowGroup {
  readonly id: string;
  readonly title: string;
  readonly rows: readonly ReviewRow[];
}

/** Keys of the operations that are ticked. */
export type Ticks = ReadonlySet<string>;

/** Groups the rows by table, in the order they come. File and database are named where there are several. */
export function groupRows(rows: readonly ReviewRow[]): readonly RowGroup[] {
  const isSplit = new Set(rows.map(({ file }) => file)).size > 1;
  const groups = new Map<string, { readonly title: string; readonly rows: ReviewRow[] }>();
  for (const row of rows) {
    const id = JSON.stringify([row.file, row.database, row.group]);
    const place = [...(isSplit ? [`file ${row.file + 1}`] : []), ...(row.database === undefined ? [] : [row.database])];
    const name = row.group === '' ? 'Other operations' : row.group;
    const group = groups.get(id) ?? { title: [...place, name].join(' · '), rows: [] };
    group.rows.push(row);
    groups.set(id, group);
  }
  return [...groups].map(([id, group]) => ({ id, ...group }));
}

/** The ticks a review begins with: what is not ticked takes along what cannot do without it. */
export function firstTicks(rows: readonly ReviewRow[]): Ticks {
  const all = new Set(rows.map(({ key }) => key));
  const out = rows.filter(({ ticked }) => !ticked).map(({ key }) => key);
  return untick(rows, all, out);
}

/** Ticks some rows, and what they cannot do without. */
export function tick(rows: readonly ReviewRow[], ticks: Ticks, keys: readonly string[]): Ticks {
  const byKey = new Map(rows.map((row) => [row.key, row]));
  return spread(ticks, keys, 'add', (key) => byKey.get(key)?.requires ?? []);
}

/** Takes the ticks of some rows away, and of what cannot do without them. */
export function untick(rows: readonly ReviewRow[], ticks: Ticks, keys: readonly string[]): Ticks {
  const needing = new Map<string, string[]>();
  for (const { key, requires } of rows) {
    for (const required of requires) needing.set(required, [...(needing.get(required) ?? []), key]);
  }
  return spread(ticks, keys, 'delete', (key) => needing.get(key) ?? []);
}

function spread(
  ticks: Ticks,
  keys: readonly string[],
  change: 'add' | 'delete',
  next: (key: string) => readonly string[],
): Ticks {
  const changed = new Set(ticks);
  const open = [...keys];
  const seen = new Set<string>();
  for (let key = open.pop(); key !== undefined; key = open.pop()) {
    if (seen.has(key)) continue;
    seen.add(key);
    changed[change](key);
    open.push(...next(key));
  }
  return changed;
}

/** Of a group's box, as `aria-checked` has it. */
export function groupTick({ rows }: RowGroup, ticks: Ticks): 'true' | 'false' | 'mixed' {
  const count = rows.filter(({ key }) => ticks.has(key)).length;
  if (count === 0) return 'false';
  return count === rows.length ? 'true' : 'mixed';
}

/** `5 of 7 operations are ticked.` */
export function countText(rows: readonly ReviewRow[], ticks: Ticks): string {
  const count = rows.filter(({ key }) => ticks.has(key)).length;
  if (count === 0) return 'Nothing is ticked: there is nothing to write.';
  const losing = rows.filter(({ key, destructive }) => destructive && ticks.has(key));
  const lost = losing.filter(({ mayLose }) => mayLose !== true).length;
  const may = losing.length - lost;
  const warning = [
    ...(lost === 0 ? [] : [` ${lost === 1 ? 'One of them loses' : `${lost} of them lose`} data.`]),
    ...(may === 0 ? [] : [` ${may === 1 ? 'One' : may} of them may lose data.`]),
  ].join('');
  const all = rows.length === 1 ? '1 operation is' : `${rows.length} operations are`;
  return `${count} of ${all} ticked.${warning}`;
}

/** What a row says of the data it destroys; undefined: nothing. */
export function lossText({ destructive, mayLose }: Pick<ReviewRow, 'destructive' | 'mayLose'>): string | undefined {
  if (!destructive) return undefined;
  return mayLose === true ? 'May lose data' : 'Loses data';
}

/** What changed besides what the user ticked, for who does not see the list; empty: nothing. */
export function alsoText(rows: readonly ReviewRow[], before: Ticks, after: Ticks, meant: readonly string[]): string {
  const others = rows.filter(({ key }) => before.has(key) !== after.has(key) && !meant.includes(key));
  if (others.length === 0) return '';
  const names = others.map(({ label, group }) => (group === '' ? label : `${label} of ${group}`));
  const ticked = others.some(({ key }) => after.has(key));
  return ticked ? `Ticked with it: ${names.join('; ')}.` : `No longer ticked, as it needs this: ${names.join('; ')}.`;
}

/** The line of `def upgrade`, counted from zero; null: the file has none. */
export function upgradeLine(text: string): number | null {
  const at = /^def upgrade\s*\(/m.exec(text)?.index;
  return at === undefined ? null : text.slice(0, at).split('\n').length - 1;
}

/** The lines of a file an operation stands in, counted from zero; null: the file does not hold it. */
export function linesOf(text: string, part: string | undefined): readonly [from: number, to: number] | null {
  const at = part === undefined || part === '' ? -1 : text.indexOf(part);
  if (part === undefined || at < 0) return null;
  const from = text.slice(0, at).split('\n').length - 1;
  return [from, from + part.split('\n').length - 1];
}
