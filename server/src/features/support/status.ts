import type { Problem } from '../../common/problem';
import type { RevisionRow } from '../../protocol/data';
import type { RevisionMap } from '../../revision/model';
import type { ProjectSnapshot, ProjectState, RevisionDocument } from '../../workspace/snapshot';

/** Every revision a version row stands for: the row and all it builds on, dependencies included. */
export function appliedRevisions(map: RevisionMap, rows: readonly string[]): ReadonlySet<string> {
  const applied = new Set<string>();
  const waiting = [...rows];
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    const revision = map.revisions.get(id);
    if (revision === undefined || applied.has(id)) continue;
    applied.add(id);
    waiting.push(...revision.down, ...revision.resolvedDependencies);
  }
  return applied;
}

/** What the databases say about the revisions of a project. */
export interface Applied {
  /** The rows of all. */
  readonly rows: ReadonlySet<string>;
  /** What every one of them has. */
  readonly applied: ReadonlySet<string>;
  /** A row no file has: what it stands for is not known, so nothing can be called pending. */
  readonly unknownRows: readonly string[];
}

/** Null while the database's state is not known. */
export function appliedOf(project: ProjectSnapshot, state: ProjectState | undefined): Applied | null {
  if (state?.kind !== 'read' || state.state.kind !== 'known') return null;
  const { map } = project.chain;
  const [first, ...others] = state.state.databases.map((database) => appliedRevisions(map, database.rows));
  const rows = new Set(state.state.databases.flatMap((database) => database.rows));
  return {
    rows,
    applied: new Set([...(first ?? [])].filter((id) => others.every((other) => other.has(id)))),
    unknownRows: [...rows].filter((row) => !map.revisions.has(row)),
  };
}

/** Where a revision stands. */
export type RevisionStatus = RevisionRow['status'];

/** Files whose revision is not in the chain as its file says: no id, a later copy, an edge that leads nowhere. */
export function brokenFiles(project: ProjectSnapshot): ReadonlySet<string> {
  const broken = new Set<string>();
  for (const document of project.documents.values()) {
    if (
      document.script === null ||
      project.chain.map.revisions.get(document.script.id)?.script.path !== document.path
    ) {
      broken.add(document.path);
    }
  }
  for (const defect of project.chain.defects) {
    const scripts = 'scripts' in defect ? defect.scripts : [defect.script];
    for (const script of scripts) broken.add(script.path);
  }
  return broken;
}

export function statusOf(
  document: RevisionDocument,
  broken: ReadonlySet<string>,
  applied: Applied | null,
): RevisionStatus {
  if (document.script === null || broken.has(document.path)) return 'broken';
  if (applied === null) return 'unknown';
  const { id } = document.script;
  if (applied.rows.has(id)) return 'current';
  if (applied.applied.has(id)) return 'applied';
  return applied.unknownRows.length > 0 ? 'unknown' : 'pending';
}

const RANK = { error: 0, warning: 1, information: 2, hint: 3 } as const;

/** Problems in the order of their severity, worst first. */
export function worstFirst(problems: readonly Problem[]): readonly Problem[] {
  return problems.toSorted((a, b) => RANK[a.severity] - RANK[b.severity]);
}
