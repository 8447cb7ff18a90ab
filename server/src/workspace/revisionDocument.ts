import { readBody } from '../revision/file';
import type { BodyFacts, HeadFacts } from '../revision/facts';
import type { Script } from '../revision/script';
import type { RevisionDocument } from './snapshot';

/** Reads the text of a file as it is now; null when it cannot be read. Never throws. */
export type TextReader = (path: string) => string | null;

const EMPTY_BODY: BodyFacts = { functions: [], faults: [], suppressions: [] };

class LazyDocument implements RevisionDocument {
  #head: HeadFacts | (() => HeadFacts);
  #body: BodyFacts | undefined;

  constructor(
    readonly path: string,
    readonly contentKey: string,
    readonly script: Script | null,
    head: HeadFacts | (() => HeadFacts),
    private readonly readText: () => string | null,
    /** Facts a cache holds; asked when the text would have to be read. */
    private readonly storedBody?: () => BodyFacts | undefined,
  ) {
    this.#head = head;
  }

  get head(): HeadFacts {
    if (typeof this.#head === 'function') this.#head = this.#head();
    return this.#head;
  }

  body(): BodyFacts {
    const known = this.bodyIfRead();
    if (known !== undefined) return known;
    const text = this.readText();
    return (this.#body = text === null ? EMPTY_BODY : readBody(text));
  }

  bodyIfRead(): BodyFacts | undefined {
    return (this.#body ??= this.storedBody?.());
  }
}

/** A document whose head was just read from `text`. `readText` gives the text again when the body is asked for. */
export function createDocument(
  path: string,
  contentKey: string,
  head: HeadFacts,
  script: Script | null,
  readText: () => string | null,
): RevisionDocument {
  return new LazyDocument(path, contentKey, script, head, readText);
}

/** A document out of a cache; `load` decodes its facts, at most once. */
export function restoreDocument(
  path: string,
  contentKey: string,
  script: Script | null,
  load: () => { readonly head: HeadFacts; readonly body?: BodyFacts },
  readText: TextReader,
): RevisionDocument {
  let facts: ReturnType<typeof load> | undefined;
  const once = (): ReturnType<typeof load> => (facts ??= load());
  return new LazyDocument(
    path,
    contentKey,
    script,
    () => once().head,
    () => readText(path),
    () => once().body,
  );
}

/** True when the chain cannot tell the two apart. */
export function sameScript(a: Script | null, b: Script | null): boolean {
  if (a === null || b === null) return a === b;
  return (
    a.id === b.id &&
    a.path === b.path &&
    a.message === b.message &&
    sameList(a.downRevision, b.downRevision) &&
    sameList(a.dependsOn, b.dependsOn) &&
    sameList(a.branchLabels, b.branchLabels)
  );
}

function sameList(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((item, index) => item === b[index]);
}
