import type { Location } from 'vscode-languageserver';
import { FILE_START, type Position, rangeTouches } from '../common/range';
import type { ProjectSnapshot, RevisionDocument } from '../workspace/snapshot';
import { location } from './support/convert';
import { identifierItems } from './support/identifierItems';

/**
 * Where the id or label under the cursor leads: from `down_revision` and `depends_on` to the revisions that carry it
 * (both files of a duplicate). Exact ids and labels only: Alembic knows no abbreviations inside files.
 */
export function definition(project: ProjectSnapshot, document: RevisionDocument, position: Position): Location[] {
  const { downRevision, dependsOn } = document.head;
  const word = [...identifierItems(downRevision), ...identifierItems(dependsOn)].find(({ range }) =>
    rangeTouches(range, position),
  );
  if (word === undefined) return [];
  const labelled = identifierItems(dependsOn).includes(word) ? project.chain.map.labels.get(word.value) : undefined;
  const target = labelled ?? word.value;
  return [...project.documents.values()]
    .filter(({ script }) => script?.id === target)
    .map(({ path, head }) => location(path, head.revision.kind === 'known' ? head.revision.range : FILE_START));
}
