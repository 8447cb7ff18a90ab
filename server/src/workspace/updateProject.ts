import { buildChain } from '../revision/chain';
import type { Chain } from '../revision/model';
import type { Script } from '../revision/script';
import { sameScript } from './revisionDocument';
import type { ProjectSnapshot, RevisionDocument } from './snapshot';

/**
 * The chain of `documents`, or `previous.chain` itself when the files say the same as they did there: a keystroke in a
 * function's body costs no chain.
 */
export function chainOf(
  documents: ReadonlyMap<string, RevisionDocument>,
  previous: Pick<ProjectSnapshot, 'documents' | 'chain'> | undefined,
): Chain {
  if (previous !== undefined && sameScripts(documents, previous.documents)) return previous.chain;
  const scripts: Script[] = [];
  for (const { script } of documents.values()) if (script !== null) scripts.push(script);
  return buildChain(scripts);
}

function sameScripts(a: ReadonlyMap<string, RevisionDocument>, b: ReadonlyMap<string, RevisionDocument>): boolean {
  if (a === b) return true;
  if (a.size !== b.size) return false;
  const others = b.values();
  for (const document of a.values()) {
    // The order counts too: of two copies the later one wins.
    const other = others.next().value;
    if (document === other) continue;
    if (other === undefined || document.path !== other.path || !sameScript(document.script, other.script)) return false;
  }
  return true;
}

/** The project with some documents exchanged; those it does not have are left out. Itself when nothing changes. */
export function replaceDocuments(project: ProjectSnapshot, changed: readonly RevisionDocument[]): ProjectSnapshot {
  const known = changed.filter((document) => {
    const old = project.documents.get(document.path);
    return old !== undefined && old !== document;
  });
  if (known.length === 0) return project;
  const documents = new Map(project.documents);
  for (const document of known) documents.set(document.path, document);
  return { ...project, documents, chain: chainOf(documents, project) };
}
