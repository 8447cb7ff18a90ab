import type { Connection, Location, ReferenceParams } from 'vscode-languageserver';
import { LineIndex } from '../common/lineIndex';
import { type Position, rangeTouches } from '../common/range';
import { namedAt } from '../operations/namedAt';
import { pathAt } from '../python/pathAt';
import type { RangedString } from '../revision/facts';
import { calledLater } from '../usecases/schema/calledLater';
import type { ProjectReadings } from '../usecases/schema/projectReadings';
import { runsOf } from '../usecases/schema/runSteps';
import { touchedBy, type TouchingRevision } from '../usecases/schema/touched';
import { inTurns } from '../workspace/scheduler';
import type { ProjectSnapshot, RevisionDocument } from '../workspace/snapshot';
import { location } from './support/convert';
import { directionAt } from './support/directionAt';
import { guard } from './support/guard';
import { identifierItems } from './support/identifierItems';
import { inProjects, type ProjectFile } from './support/inProjects';
import { needed } from './support/needed';
import type { OperationsHost } from './support/operationsHost';

/** Answers who refers to a revision, and which revisions touch a table or column. */
export function registerReferences(
  connection: Connection,
  get: () => OperationsHost | null,
  log: (message: string) => void,
): void {
  const host = needed(get);
  const answer = async (
    { textDocument, position, context }: ReferenceParams,
    signal: AbortSignal,
  ): Promise<Location[]> => {
    const { snapshot, readings } = host();
    const found: Location[] = [];
    for (const file of inProjects(snapshot(), textDocument.uri)) {
      const { project, document } = file;
      found.push(...references(project, document, position, context.includeDeclaration));
      found.push(...(await touchingReferences(file, position, readings, signal)));
    }
    return found;
  };
  connection.onReferences(guard('references', answer, log));
}

/**
 * The calls in all revisions that surely touch the table or column whose name is under the cursor, under whatever name they
 * know it; the oldest first.
 */
async function touchingReferences(
  file: ProjectFile,
  position: Position,
  readings: ProjectReadings,
  signal?: AbortSignal,
): Promise<Location[]> {
  const { project, document } = file;
  const text = document.text() ?? '';
  const offset = new LineIndex(text).offset(position);
  const path = pathAt(text, offset);
  const direction = directionAt(document, position) ?? 'upgrade';
  if (path.at(-1)?.kind !== 'string') return [];
  for (const { engine, dialect, steps } of await runsOf({ ...file, direction }, readings, signal)) {
    const named = namedAt(path, steps);
    if (named === null) continue;
    const all = await inTurns(readings.replay(project, dialect, engine).steps(project, 'heads'), signal);
    const at = all?.findIndex((one) => one.document === document) ?? -1;
    if (all === null || at < 0) return [];
    // An upgrade renames from the name on; a downgrade begins behind all of it.
    const since = direction === 'upgrade' ? at : at + 1;
    const touching = touchedBy(all, calledLater(all.slice(since), named));
    return touching.toReversed().flatMap(placesOf);
  }
  return [];
}

/** Where a revision surely touches it: the beginning of each call, which may go over many lines. */
function placesOf({ document, touches }: TouchingRevision): Location[] {
  const text = document.text() ?? '';
  const lines = new LineIndex(text);
  const starts = new Map(touches.flatMap(({ place, perhaps }) => (perhaps === null ? [[place.from, place.to]] : [])));
  return [...starts].map(([from, to]) => {
    const line = /[\r\n]/.exec(text.slice(from, to))?.index;
    return location(document.path, lines.range(from, line === undefined ? to : from + line));
  });
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
    for (const { value, range } of identifierItems(head.downRevision))
      if (value === id) found.push(location(path, range));
    for (const { value, range } of identifierItems(head.dependsOn)) {
      if (value === id || project.chain.map.labels.get(value) === id) found.push(location(path, range));
    }
  }
  return found;
}

function idAt(project: ProjectSnapshot, { head }: RevisionDocument, position: Position): string | undefined {
  if (head.revision.kind === 'known' && rangeTouches(head.revision.range, position)) return head.revision.value;
  const at = ({ range }: RangedString): boolean => rangeTouches(range, position);
  const parent = identifierItems(head.downRevision).find(at);
  if (parent !== undefined) return parent.value;
  const dependency = identifierItems(head.dependsOn).find(at);
  return dependency && (project.chain.map.labels.get(dependency.value) ?? dependency.value);
}
