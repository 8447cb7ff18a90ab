import { basename } from 'node:path';
import { pathToUri } from '../../common/fileUri';
import type { Problem } from '../../common/problem';
import type { RevisionRow } from '../../protocol/data';
import type { Revision, RevisionMap } from '../../revision/model';
import { history } from '../../revision/history';
import type { ProjectSnapshot, ProjectState, RevisionDocument } from '../../workspace/snapshot';
import { type Lane, layOutLanes } from './lanes';
import { type Applied, appliedOf, brokenFiles, statusOf, worstFirst } from './status';

/**
 * The rows of the tree, newest first as `alembic history` lists them. Files that are not in the chain come before all
 * others, so that nobody overlooks them: their row is `broken`, its id the file's name when the file names none.
 */
export function revisionRows(
  project: ProjectSnapshot,
  state: ProjectState | undefined,
  problems: ReadonlyMap<string, readonly Problem[]>,
): RevisionRow[] {
  const { map } = project.chain;
  const applied = appliedOf(project, state);
  const broken = brokenFiles(project);
  const ordered = newestFirst(map);
  const lanes = lanesOf(ordered);
  const inChain = new Set(ordered.map(({ script }) => script.path));
  const row = (document: RevisionDocument, revision?: Revision, lane?: Lane): RevisionRow =>
    rowOf(document, revision, lane, broken, applied, problems.get(document.path) ?? []);

  const outside = [...project.documents.values()].filter(({ path }) => !inChain.has(path)).map((d) => row(d));
  const inside = ordered.flatMap((revision, index) => {
    const document = project.documents.get(revision.script.path);
    return document === undefined ? [] : [row(document, revision, lanes?.[index])];
  });
  return [...outside, ...inside];
}

/** The order of `alembic history`; where Alembic itself finds none, the files' order backwards. */
function newestFirst(map: RevisionMap): readonly Revision[] {
  const ordered = history(map);
  return ordered.ok ? ordered.value : [...map.revisions.values()].reverse();
}

/** Lanes when the chain branches anywhere. A dependency is no lane: it joins nothing. */
function lanesOf(revisions: readonly Revision[]): readonly Lane[] | null {
  const lanes = layOutLanes(revisions.map(({ id, down }) => ({ id, parents: down })));
  return lanes.some(({ count }) => count > 1) ? lanes : null;
}

/** Whether `upgrade()` does nothing, as far as the body was read: a row must not wait for that. */
function isEmpty(document: RevisionDocument): boolean {
  // Of several functions with one name Python keeps the last.
  return document.bodyIfRead()?.functions.findLast(({ name }) => name === 'upgrade')?.body === 'empty';
}

function rowOf(
  document: RevisionDocument,
  revision: Revision | undefined,
  lane: Lane | undefined,
  broken: ReadonlySet<string>,
  applied: Applied | null,
  problems: readonly Problem[],
): RevisionRow {
  const { docstring } = document.head;
  const { script } = document;
  const createDate = docstring?.createDate?.value;
  return {
    id: script?.id ?? basename(document.path),
    message: script?.message ?? docstring?.message ?? '',
    uri: pathToUri(document.path),
    ...(createDate !== undefined && { createDate }),
    status: statusOf(document, broken, applied),
    isHead: revision?.isHead ?? false,
    isBase: revision?.isBase ?? false,
    isMerge: revision?.isMergePoint ?? false,
    isBranchPoint: revision?.isBranchPoint ?? false,
    labels: script?.branchLabels ?? [],
    parents: script?.downRevision ?? [],
    children: [...(revision?.children ?? [])],
    dependsOn: script?.dependsOn ?? [],
    docstring: docstring?.text ?? '',
    problems: worstFirst(problems).map(({ message }) => message),
    ...(isEmpty(document) && { isEmpty: true }),
    ...(lane !== undefined && lane.count > 1 && { lane }),
  };
}
