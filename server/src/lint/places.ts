import type { FileEdit, RelatedPlace } from '../common/problem';
import { FILE_START, type Range } from '../common/range';
import type { Fact, HeadFacts, Identifiers, RangedString } from '../revision/facts';
import type { Script } from '../revision/script';
import type { ChainInput, LintDocument } from './input';

/** The attributes that hold references to other revisions. */
export type ReferenceAttribute = 'downRevision' | 'dependsOn' | 'branchLabels';

/** How each attribute is written in a revision file. */
export const PYTHON_NAME = {
  revision: 'revision',
  downRevision: 'down_revision',
  dependsOn: 'depends_on',
  branchLabels: 'branch_labels',
} as const satisfies Record<keyof HeadFacts & (ReferenceAttribute | 'revision'), string>;

/** Where a fact's value stands; the start of the file for an attribute the file does not assign. */
export function factRange(fact: Fact<unknown>): Range {
  return fact.kind === 'absent' ? FILE_START : fact.range;
}

/** The literal of `attribute` whose value is `id`. */
export function findReference(
  document: LintDocument,
  attribute: ReferenceAttribute,
  id: string,
): RangedString | undefined {
  return identifiers(document.head[attribute]).find((item) => item.value === id);
}

/** The strings an attribute holds; none when it is absent, None or not known. */
export function identifiers(fact: Fact<Identifiers>): readonly RangedString[] {
  return fact.kind === 'known' ? fact.value.items : [];
}

/** Where `id` stands in `attribute`, else the attribute's value. */
export function referenceRange(document: LintDocument, attribute: ReferenceAttribute, id: string): Range {
  return findReference(document, attribute, id)?.range ?? factRange(document.head[attribute]);
}

/** The document a script came from. Every script of a chain has one. */
export function documentOf(input: ChainInput, script: Script): LintDocument {
  const document = input.documents.get(script.path);
  if (!document) throw new Error(`No document for the script ${script.path}`);
  return document;
}

/**
 * Whether every id is known: one that only running its file would tell, or that stands in a file we cannot read, may be the
 * one that seems to be missing.
 */
export function idsAreKnown({ withoutScript, readProblems }: ChainInput): boolean {
  if (readProblems.some(({ code }) => code === 'unloadable-revision')) return false;
  for (const { head } of withoutScript.values()) if (head.revision.kind === 'unknown') return false;
  return true;
}

/**
 * Whether the chain's heads and bases are those the files mean. What a left-out revision follows, and where an edge leads
 * that was taken out because it names nothing or closes a cycle, may join what looks apart.
 */
export function endsAreKnown(input: ChainInput): boolean {
  const { leftOut, defects } = input.chain;
  return (
    leftOut.size === 0 &&
    idsAreKnown(input) &&
    defects.every((defect) => {
      switch (defect.kind) {
        case 'unknownParent':
        case 'illegalId':
          return false;
        case 'cycle':
          return !defect.through.includes('down');
        case 'duplicateId':
        case 'unknownDependency':
        case 'labelConflict':
          return true;
      }
    })
  );
}

/** The place where a script states its own id. */
export function idPlace(input: ChainInput, script: Script, message: string): RelatedPlace {
  return { file: script.path, range: factRange(documentOf(input, script).head.revision), message };
}

/** An edit of what stands between the quotes; none where the string is not one plain literal of the file. */
export function replaceString(file: string, string: RangedString | undefined, newText: string): readonly FileEdit[] {
  return string?.contentRange ? [{ file, range: string.contentRange, newText }] : [];
}

/** `a revision "add users"` for messages: the id with the first line of the message, when there is one. */
export function describe(script: Script): string {
  const line = script.message.split('\n', 1)[0] ?? '';
  return line ? `'${script.id}' ("${line}")` : `'${script.id}'`;
}

/** The last part of a path, whichever separator it has. */
export function baseName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
}

/** The folder of a path, whichever separator it has. */
export function folderName(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')));
}

/** `'a', 'b' and 'c'`; after `most` names only their number is told. */
export function listIds(ids: readonly string[], most = 5): string {
  const quoted = ids.slice(0, most).map((id) => `'${id}'`);
  if (ids.length > most) return `${quoted.join(', ')} and ${ids.length - most} more`;
  const last = quoted.pop() ?? '';
  return quoted.length > 0 ? `${quoted.join(', ')} and ${last}` : last;
}
