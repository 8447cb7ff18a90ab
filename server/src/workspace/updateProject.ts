import { buildChain } from '../revision/chain';
import type { Chain, ChainDefect } from '../revision/model';
import type { Script } from '../revision/script';
import { updateChain } from '../revision/updateChain';
import { sameButParents, sameList } from './revisionDocument';
import type { ProjectSnapshot, RevisionDocument } from './snapshot';

/**
 * The chain of `documents`. `previous.chain` itself when the files say the same as they did there: a keystroke in a
 * function's body costs no chain. A copy with other messages when only docstrings differ; with other links where only the
 * parents of one revision do.
 */
export function chainOf(
  documents: ReadonlyMap<string, RevisionDocument>,
  previous: Pick<ProjectSnapshot, 'documents' | 'chain'> | undefined,
): Chain {
  const chain = previous === undefined ? undefined : updated(previous, documents);
  return chain ?? built(documents);
}

function updated(
  { documents: before, chain }: Pick<ProjectSnapshot, 'documents' | 'chain'>,
  documents: ReadonlyMap<string, RevisionDocument>,
): Chain | undefined {
  const changed = differences(documents, before);
  if (changed?.length === 0) return chain;
  if (changed === undefined) return undefined;
  const [first] = changed;
  if (changed.length === 1 && first?.relinked === true) return updateChain(chain, first.script);
  // Alembic's warnings quote messages.
  if (changed.some(({ relinked }) => relinked) || chain.map.warnings.length > 0) return undefined;
  return withScripts(chain, new Map(changed.map(({ script }) => [script.path, script])));
}

function built(documents: ReadonlyMap<string, RevisionDocument>): Chain {
  const scripts: Script[] = [];
  const leftOut = new Set<string>();
  for (const document of documents.values()) {
    if (document.script !== null) scripts.push(document.script);
    const id = leftOutId(document);
    if (id !== null) leftOut.add(id);
  }
  return buildChain(scripts, leftOut);
}

/** The id of a revision whose links cannot be known, so that it has no script. */
function leftOutId(document: RevisionDocument): string | null {
  // The head is looked at last: to decode each one is what a second opening saves.
  if (document.script !== null) return null;
  const { revision } = document.head;
  return revision.kind === 'known' ? revision.value : null;
}

/** A script that says something else than before. */
interface Difference {
  readonly script: Script;
  /** Its parents may be others; otherwise only its message is. */
  readonly relinked: boolean;
}

/** The scripts that differ in nothing but parents and messages; undefined when anything else differs. */
function differences(
  after: ReadonlyMap<string, RevisionDocument>,
  before: ReadonlyMap<string, RevisionDocument>,
): readonly Difference[] | undefined {
  if (after.size !== before.size) return undefined;
  const changed: Difference[] = [];
  const others = before.values();
  for (const document of after.values()) {
    // The order counts too: of two copies the later one wins.
    const other = others.next().value;
    if (document === other) continue;
    const { script } = document;
    if (other?.path !== document.path || !sameButParents(script, other.script)) return undefined;
    if (leftOutId(document) !== leftOutId(other)) return undefined;
    if (script === null || other.script === null) continue;
    const relinked = !sameList(script.downRevision, other.script.downRevision);
    if (relinked || script.message !== other.script.message) changed.push({ script, relinked });
  }
  return changed;
}

/** The chain with the messages of other scripts: nothing of a chain follows from messages. */
function withScripts(chain: Chain, reworded: ReadonlyMap<string, Script>): Chain {
  const renew = (script: Script): Script => {
    const message = reworded.get(script.path)?.message;
    return message === undefined ? script : { ...script, message };
  };
  const revisions = new Map(chain.map.revisions);
  for (const { id } of reworded.values()) {
    const revision = revisions.get(id);
    if (revision !== undefined) revisions.set(id, { ...revision, script: renew(revision.script) });
  }
  const defects = chain.defects.map((defect): ChainDefect => {
    switch (defect.kind) {
      case 'duplicateId':
        return { ...defect, scripts: defect.scripts.map(renew) };
      case 'cycle':
        return { ...defect, scripts: defect.scripts.map(renew) };
      case 'labelConflict':
        return { ...defect, script: renew(defect.script), owner: renew(defect.owner) };
      default:
        return { ...defect, script: renew(defect.script) };
    }
  });
  return { ...chain, map: { ...chain.map, revisions }, defects };
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
