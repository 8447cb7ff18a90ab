import { basename, dirname, join } from 'node:path';
import type { FileEdit } from '../../common/problem';
import type { RevisionDocument } from '../../workspace/snapshot';
import { editRevisionId, editRevises, replaceRevision, replaceString } from '../support/edits';
import type { Fix, FixBuilder } from './fix';

/**
 * A new id for a file whose id another file has too: value, docstring and file name. Which of the two the following
 * revisions mean no file says, so there is one fix that leaves them and one that takes them along.
 */
export const giveNewId: FixBuilder = ({ document, project, environment }) => {
  const id = document.script?.id;
  const text = document.text();
  if (id === undefined || text === null) return [];
  const fresh = environment.newRevisionId();
  const own = replaceRevision(document, text, fresh);
  if (own === null) return [];
  const edits = [own, ...editRevisionId(document, fresh)];
  const rename = renamed(document.path, id, fresh);
  const children = [...project.documents.values()].filter(
    (other) => other.path !== document.path && other.script?.downRevision.includes(id),
  );
  const fixes: Fix[] = [
    {
      title:
        children.length === 0 ? `Give this file the new id '${fresh}'` : `Give only this file the new id '${fresh}'`,
      change: { edits, ...rename },
      preferred: children.length === 0,
    },
  ];
  const following = children.map((child) => follow(child, id, fresh));
  if (children.length > 0 && following.every((list) => list !== null)) {
    const count = children.length === 1 ? 'the revision that follows' : `the ${children.length} revisions that follow`;
    fixes.push({
      title: `Give this file the new id '${fresh}', and ${count} with it`,
      change: { edits: [...edits, ...following.flat()], ...rename },
    });
  }
  return fixes;
};

/** Points a child at the new id; null when its `down_revision` is not plainly written. */
function follow(child: RevisionDocument, from: string, to: string): FileEdit[] | null {
  const fact = child.head.downRevision;
  const text = child.text();
  if (fact.kind !== 'known' || text === null) return null;
  const places = fact.value.items.filter(({ value }) => value === from);
  const edits = places.map((place) => replaceString(child.path, place, to));
  if (edits.length === 0 || !edits.every((edit) => edit !== null)) return null;
  const parents = fact.value.items.map(({ value }) => (value === from ? to : value));
  return [...edits, ...editRevises(child, text, parents)];
}

/** The file's name with the new id where the old one stood. */
function renamed(path: string, from: string, to: string): { rename: { from: string; to: string } } | object {
  const name = basename(path);
  const at = name.indexOf(from);
  // An id such as `1` is found in any name: only a whole word is the id.
  if (at < 0 || /[a-z0-9]/i.test(name[at - 1] ?? '') || /[a-z0-9]/i.test(name[at + from.length] ?? '')) return {};
  const target = join(dirname(path), name.slice(0, at) + to + name.slice(at + from.length));
  return { rename: { from: path, to: target } };
}
