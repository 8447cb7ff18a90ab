import { newRevisionFile } from '../../usecases/newRevision';
import type { FixBuilder } from './fix';

/**
 * A new revision that joins all heads, as `alembic merge heads` makes one: of the heads nobody depends on, by the
 * project's file_template and script.py.mako.
 */
export const mergeHeads: FixBuilder = ({ project, environment }) => {
  const { map } = project.chain;
  // Of an id that two files have, Alembic counts a copy among the heads even where the id has children.
  const heads = [...new Set(map.realHeads)].filter((id) => map.revisions.get(id)?.isRealHead);
  if (heads.length < 2 || project.chain.error !== null) return [];
  const title =
    heads.length === 2 ? 'Merge the two heads in a new revision' : `Merge the ${heads.length} heads in a new revision`;
  const revision = {
    id: environment.newRevisionId(),
    message: `merge ${heads.slice(0, 3).join(' and ')}${heads.length > 3 ? ' and others' : ''}`,
    down: heads,
    now: environment.now(),
  };
  const file = newRevisionFile(project, revision, (path) => environment.readText(path));
  return [file.ok ? { title, change: { create: file.value } } : { title, disabled: file.error }];
};
