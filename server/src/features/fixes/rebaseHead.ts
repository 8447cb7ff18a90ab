import type { Revision, RevisionMap } from '../../revision/model';
import { editRevises, replaceDownRevision } from '../support/edits';
import { appliedRevisions } from '../support/status';
import type { Fix, FixBuilder } from './fix';

/** More heads than this are no slip of two people working at once; nobody picks from a list that long. */
const MOST_TARGETS = 5;

/**
 * Puts the branch that ends in this head behind another head: the branch's first revision gets that head for a parent.
 * Only for a branch that is one straight line, because only there is it clear what moves.
 */
export const rebaseHead: FixBuilder = ({ document, project }) => {
  const { map, error } = project.chain;
  const head = document.script && map.revisions.get(document.script.id);
  if (error !== null || !head?.isHead) return [];
  const fixes: Fix[] = [];
  for (const target of new Set(map.heads)) {
    if (target === head.id || fixes.length === MOST_TARGETS || !map.revisions.get(target)?.isHead) continue;
    const ancestors = appliedRevisions(map, [target]);
    const first = startOfBranch(map, head, ancestors);
    const moved = first && project.documents.get(first.script.path);
    const text = moved?.text();
    if (moved === undefined || text === undefined || text === null) continue;
    const edit = replaceDownRevision(moved, text, [target]);
    if (edit === null) continue;
    const what = moved.path === document.path ? 'this revision' : `this branch, from '${moved.script?.id ?? ''}' on,`;
    fixes.push({
      title: `Put ${what} behind '${target}'`,
      change: { edits: [edit, ...editRevises(moved, text, [target])] },
    });
  }
  return fixes;
};

/**
 * The first revision of the straight line that ends in `head` and is not below the other head; undefined when the line
 * merges, branches, or is depended on by what would come before it.
 */
function startOfBranch(map: RevisionMap, head: Revision, below: ReadonlySet<string>): Revision | undefined {
  let current = head;
  for (;;) {
    if (below.has(current.id)) return undefined;
    const [parent, ...others] = current.down;
    if (others.length > 0) return undefined;
    // A second base is not a line that left this chain: its start stays what it is.
    if (parent === undefined) return undefined;
    if (below.has(parent)) return current;
    const next = map.revisions.get(parent);
    if (next?.children.size !== 1) return undefined;
    current = next;
  }
}
