import type { Result } from '../common/result';
import { assertionError, attempt, keyError } from './alembicError';
import type { RevisionError, RevisionMap, Step } from './model';
import { getRevisions } from './resolve';
import { asRevision, related, revisionOf } from './traverse';

/**
 * What one step does to the version table (alembic-behaviour.md §3.5), in the order it does it. Which row of a merge is
 * updated and which deleted comes from sets in Alembic and is not stable there; the rows afterwards are the same.
 */
export type RowChange =
  | { readonly kind: 'insert'; readonly id: string }
  | { readonly kind: 'delete'; readonly id: string }
  | { readonly kind: 'update'; readonly from: string; readonly to: string };

/** The rows of the version table after a step; the error is what Alembic dies of where the step does not fit them. */
export function rowsAfter(
  map: RevisionMap,
  rows: readonly string[],
  step: Step,
): Result<readonly string[], RevisionError> {
  const changed = changesBy(map, rows, step);
  return changed.ok ? { ok: true, value: changed.value.after } : changed;
}

/** What a step does to the rows, and the rows after it; the error is what Alembic dies of where it does not fit them. */
export function changesBy(
  map: RevisionMap,
  rows: readonly string[],
  step: Step,
): Result<{ readonly changes: readonly RowChange[]; readonly after: readonly string[] }, RevisionError> {
  return attempt(() => {
    const changes = changesOf(map, rows, step);
    return { changes, after: applyChanges(rows, changes) };
  });
}

function changesOf(map: RevisionMap, rows: readonly string[], step: Step): readonly RowChange[] {
  return step.kind === 'stamp' ? stampChanges(rows, step) : migrationChanges(map, rows, step);
}

function applyChanges(rows: readonly string[], changes: readonly RowChange[]): readonly string[] {
  const after = new Set(rows);
  const remove = (id: string): void => {
    if (!after.delete(id)) throw keyError(id);
  };
  const add = (id: string): void => {
    if (after.has(id)) throw assertionError();
    after.add(id);
  };
  for (const change of changes) {
    if (change.kind === 'insert') add(change.id);
    else if (change.kind === 'delete') remove(change.id);
    else {
      if (after.has(change.to)) throw assertionError();
      remove(change.from);
      add(change.to);
    }
  }
  return [...after];
}

function migrationChanges(map: RevisionMap, rows: readonly string[], step: Step): readonly RowChange[] {
  const [id] = step.up ? step.to : step.from;
  if (id === undefined) throw assertionError();
  const down = step.up ? step.from : step.to;
  const present = down.filter((one) => rows.includes(one));
  if (step.up) {
    if (present.length === 0) return [{ kind: 'insert', id }];
    if (present.length === 1 || down.length < 2) return [{ kind: 'update', from: present[0] ?? id, to: id }];
    const merged = withoutAncestorsOf(
      map,
      down,
      rows.filter((row) => !down.includes(row)),
    );
    return mergeInto(merged, id);
  }
  if (rows.includes(id)) {
    const remaining = unmergeTo(map, rows, id, down);
    const last = remaining.at(-1);
    if (last === undefined) return [{ kind: 'delete', id }];
    if (down.length > 1) {
      return [
        ...remaining.slice(0, -1).map((one): RowChange => ({ kind: 'insert', id: one })),
        { kind: 'update', from: id, to: last },
      ];
    }
  }
  const [only, ...more] = down.length === 1 ? down : present;
  if (only === undefined || more.length > 0) {
    throw assertionError("Can't do an UPDATE because downrevision is ambiguous");
  }
  return [{ kind: 'update', from: id, to: only }];
}

function mergeInto(from: readonly string[], id: string): readonly RowChange[] {
  const last = from.at(-1);
  if (last === undefined) throw assertionError();
  return [
    ...from.slice(0, -1).map((one): RowChange => ({ kind: 'delete', id: one })),
    { kind: 'update', from: last, to: id },
  ];
}

/** What is left of `ids` without those that `others` have among their ancestors (or are themselves). */
function withoutAncestorsOf(map: RevisionMap, ids: readonly string[], others: readonly string[]): readonly string[] {
  const implied = related(map, 'ancestors', getRevisions(map, others).map(asRevision));
  return ids.filter((id) => !implied.has(revisionOf(map, id)));
}

/** The rows that stand for `id` once it is undone: its parents, less those other rows or other parents imply. */
function unmergeTo(map: RevisionMap, rows: readonly string[], id: string, down: readonly string[]): readonly string[] {
  const others = rows.filter((row) => row !== id);
  if (others.length > 0) return withoutAncestorsOf(map, down, others);
  return down.filter(
    (one) =>
      withoutAncestorsOf(
        map,
        [one],
        down.filter((other) => other !== one),
      ).length > 0,
  );
}

function stampChanges(rows: readonly string[], { from, to, up, branchMove }: Step): readonly RowChange[] {
  const [source] = from;
  const [goal] = to;
  if (!up && branchMove && source !== undefined) return [{ kind: 'delete', id: source }];
  if (goal === undefined) throw assertionError();
  if (up && (branchMove || from.some((one) => !rows.includes(one))) && !rows.includes(goal)) {
    return [{ kind: 'insert', id: goal }];
  }
  return from.length > 1 ? mergeInto(from, goal) : [{ kind: 'update', from: source ?? goal, to: goal }];
}
