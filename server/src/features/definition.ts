import type { Location } from 'vscode-languageserver';
import { FILE_START, type Position, rangeTouches } from '../common/range';
import type { Identifiers, Fact, RangedString } from '../revision/facts';
import type { ProjectSnapshot, RevisionDocument } from '../workspace/snapshot';
import { location } from './support/convert';

/**
 * Where the id or label under the cursor leads: from `down_revision` and `depends_on` to the revisions that carry it
 * (both files of a duplicate). Exact ids and labels only: Alembic knows no abbreviations inside files.
 */
export function definition(project: ProjectSnapshot, document: RevisionDocument, position: Position): Location[] {
  const { downRevision, dependsOn } = document.head;
  const word = [...items(downRevision), ...items(dependsOn)].find(({ range }) => rangeTouches(range, position));
  if (word === undefined) return [];
  const labelled = items(dependsOn).includes(word) ? project.chain.map.labels.get(word.value) : undefined;
  const target = labelled ?? word.value;
  return [...project.documents.values()]
    .filter(({ script }) => script?.id === target)
    .map(({ path, head }) => location(path, head.revision.kind === 'known' ? head.revision.range : FILE_START));
}

/** Every place that names the revision under the cursor, or the revision the cursor's file is. */
export function references(
  project: ProjectSnapshot,
  document: RevisionDocument,
  position: Position,
  includeDeclaration: boolean,
): Location[] {
  const id = idAt(project, document, position);
  if (id === undefined) return [];
  const found: Location[] = [];
  for (const { path, head, script } of project.documents.values()) {
    if (includeDeclaration && script?.id === id && head.revision.kind === 'known') {
      found.push(location(path, head.revision.range));
    }
    for (const { value, range } of items(head.downRevision)) if (value === id) found.push(location(path, range));
    for (const { value, range } of items(head.dependsOn)) {
      if (value === id || project.chain.map.labels.get(value) === id) found.push(location(path, range));
    }
  }
  return found;
}

function idAt(project: ProjectSnapshot, { head }: RevisionDocument, position: Position): string | undefined {
  if (head.revision.kind === 'known' && rangeTouches(head.revision.range, position)) return head.revision.value;
  const at = ({ range }: RangedString): boolean => rangeTouches(range, position);
  const parent = items(head.downRevision).find(at);
  if (parent !== undefined) return parent.value;
  const dependency = items(head.dependsOn).find(at);
  return dependency && (project.chain.map.labels.get(dependency.value) ?? dependency.value);
}

function items(fact: Fact<Identifiers>): readonly RangedString[] {
  return fact.kind === 'known' ? fact.value.items : [];
}
