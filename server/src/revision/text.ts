import type { Result } from '../common/result';
import { command } from './alembicError';
import type { Revision, RevisionError, RevisionMap } from './model';
import { history, type HistoryRange } from './history';
import { activeTips } from './plans';
import { getRevision, getRevisions } from './resolve';
import { asRevision } from './traverse';

/** What the texts show besides the map. */
export interface TextOptions {
  /** The long form: parents, path and docstring. */
  readonly verbose: boolean;
  /** `module.__doc__`, stripped, as the long form shows it. */
  readonly docstring: (revision: Revision) => string;
}

/** What a command prints on standard output, each with its line end; empty for none. */
export type Text = Result<string, RevisionError>;

/** `alembic history [-r BASE:HEAD] [-v]` (alembic/command.py, `history`). */
export function historyText(map: RevisionMap, range: HistoryRange, options: TextOptions): Text {
  const listed = history(map, range);
  if (!listed.ok) return listed;
  const text = listed.value.map((one) => (options.verbose ? `${longText(one, options)}\n` : historyLine(one)));
  return { ok: true, value: text.join('') };
}

/** One revision as `alembic history` lists it. */
export function historyLine(revision: Revision): string {
  return `${line(revision, { labels: true, parents: true, message: true, marks: true })}\n`;
}

/** `alembic heads [-v] [--resolve-dependencies]`: the version heads, or those that nobody depends on either. */
export function headsText(map: RevisionMap, resolveDependencies: boolean, options: TextOptions): Text {
  return command(() => {
    const heads = resolveDependencies ? getRevisions(map, 'heads') : getRevisions(map, map.heads);
    return heads.map((head) => `${format(asRevision(head), { labels: true }, options)}\n`).join('');
  });
}

/** `alembic branches [-v]`: each branch point and what follows it. Where Alembic walks a set, the order is the map's. */
export function branchesText(map: RevisionMap, options: TextOptions): Text {
  const all = history(map);
  if (!all.ok) return all;
  return command(() => {
    const points = all.value.filter(({ isBranchPoint }) => isBranchPoint);
    return points.map((point) => branchText(map, point, options)).join('');
  });
}

function branchText(map: RevisionMap, point: Revision, options: TextOptions): string {
  const shown = { labels: true, message: options.verbose, marks: true };
  // As wide as the id in code points, as Python counts.
  const margin = ' '.repeat([...point.id].length);
  const children = Array.from(point.children, (id) => `${margin} -> ${line(asRevision(getRevision(map, id)), shown)}`);
  return `${format(point, { labels: true, marks: true }, options)}\n${children.join('\n')}\n\n`;
}

/**
 * `alembic current [-v]` without the line that names the database: what the rows of the version table imply, tips of
 * branches reached only by `depends_on` included. Alembic prints them in no fixed order, ours is that of the rows.
 */
export function currentText(map: RevisionMap, rows: readonly string[], options: TextOptions): Text {
  return command(() =>
    activeTips(map, rows)
      .map((revision) => `${format(revision, { marks: true }, options)}\n`)
      .join(''),
  );
}

/** `alembic show REVISION` for anything but `current`: the long form of each revision the identifier means. */
export function showText(map: RevisionMap, identifier: string, options: Omit<TextOptions, 'verbose'>): Text {
  return command(() =>
    getRevisions(map, identifier)
      .map((revision) => `${longText(asRevision(revision), { ...options, verbose: true })}\n`)
      .join(''),
  );
}

/** What the one-line form shows besides id and the marks of a head (script/base.py, `Script.cmd_format`). */
interface Shown {
  readonly labels?: boolean;
  readonly parents?: boolean;
  readonly message?: boolean;
  /** `(branchpoint)`, `(mergepoint)`. */
  readonly marks?: boolean;
}

function format(revision: Revision, shown: Shown, options: TextOptions): string {
  return options.verbose ? longText(revision, options) : line(revision, shown);
}

function line(revision: Revision, { labels, parents, message, marks }: Shown): string {
  const { id, script, branchLabels, isHead, isRealHead, isBranchPoint, isMergePoint } = revision;
  const dependencies = script.dependsOn.length > 0 ? ` (${script.dependsOn.join(', ')})` : '';
  const parts: [string, boolean | undefined][] = [
    [`${parentsOf(revision)}${dependencies} -> `, parents],
    [id, true],
    [` (${[...branchLabels].join(', ')})`, labels === true && branchLabels.size > 0],
    [' (head)', isRealHead],
    [' (effective head)', isHead && !isRealHead],
    [' (branchpoint)', marks === true && isBranchPoint],
    [' (mergepoint)', marks === true && isMergePoint],
    [`, ${script.message}`, message],
  ];
  return joined(parts);
}

/** `Script.log_entry`; ends with a line break of its own, after which the commands print another. */
function longText(revision: Revision, { docstring }: TextOptions): string {
  const { id, script, branchLabels, children, isHead, isBranchPoint, isMergePoint } = revision;
  const doc = docstring(revision);
  const parts: [string, boolean | undefined][] = [
    [`Rev: ${id}`, true],
    [' (head)', isHead],
    [' (branchpoint)', isBranchPoint],
    [' (mergepoint)', isMergePoint],
    ['\n', true],
    [`${isMergePoint ? 'Merges' : 'Parent'}: ${parentsOf(revision)}\n`, true],
    [`Also depends on: ${script.dependsOn.join(', ')}\n`, script.dependsOn.length > 0],
    [`Branches into: ${[...children].join(', ')}\n`, isBranchPoint],
    [`Branch names: ${[...branchLabels].join(', ')}\n`, branchLabels.size > 0],
    [`Path: ${script.path}\n`, true],
    ['\n', true],
    [`${doc === '' ? '' : indented(doc)}\n`, true],
  ];
  return joined(parts);
}

function joined(parts: readonly (readonly [string, boolean | undefined])[]): string {
  return parts.map(([text, there]) => (there === true ? text : '')).join('');
}

function parentsOf({ down }: Revision): string {
  return down.length === 0 ? '<base>' : down.join(', ');
}

/** Where Python's `str.splitlines` ends a line. */
const LINE_END = /\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]/;

function indented(text: string): string {
  return text
    .split(LINE_END)
    .map((one) => `    ${one}`)
    .join('\n');
}
