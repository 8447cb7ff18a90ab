import { readBody } from '../revision/file';
import type { BodyFacts, HeadFacts, SyntaxFault } from '../revision/facts';
import type { Script } from '../revision/script';
import type { RevisionDocument } from './snapshot';

/** A text and the key of its content. */
export interface Source {
  readonly text: string;
  readonly contentKey: string;
  /** Why Python would refuse the bytes. */
  readonly fault?: SyntaxFault;
}

/** Reads the text of a file as it is now; null when it cannot be read. Never throws. */
export type SourceReader = (path: string) => Source | null;

const EMPTY_BODY: BodyFacts = {
  functions: [],
  faults: [],
  boundNames: [],
  mentionsVersionTable: false,
  suppressions: [],
};

class LazyDocument implements RevisionDocument {
  #head: HeadFacts | (() => HeadFacts);
  #body: BodyFacts | undefined;

  constructor(
    readonly path: string,
    readonly contentKey: string,
    readonly script: Script | null,
    readonly imports: readonly string[],
    head: HeadFacts | (() => HeadFacts),
    private readonly read: () => Source | null,
    /** Facts a cache holds; asked when the text would have to be read. */
    private readonly storedBody?: () => BodyFacts | undefined,
  ) {
    this.#head = head;
  }

  get head(): HeadFacts {
    if (typeof this.#head === 'function') this.#head = this.#head();
    return this.#head;
  }

  text(): string | null {
    return this.read()?.text ?? null;
  }

  body(): BodyFacts {
    const known = this.bodyIfRead();
    if (known !== undefined) return known;
    const source = this.read();
    if (source === null) return EMPTY_BODY;
    const body = withFault(readBody(source.text), source.fault);
    // A file that has changed since its head was read: the answer is of now, but not this document's to keep.
    if (source.contentKey === this.contentKey) this.#body = body;
    return body;
  }

  bodyIfRead(): BodyFacts | undefined {
    return (this.#body ??= this.storedBody?.());
  }
}

function withFault(body: BodyFacts, fault: SyntaxFault | undefined): BodyFacts {
  return fault === undefined ? body : { ...body, faults: [fault, ...body.faults] };
}

/** A document whose head was just read. `read` gives the text again when the body is asked for. */
export function createDocument(
  path: string,
  contentKey: string,
  head: HeadFacts,
  script: Script | null,
  imports: readonly string[],
  read: () => Source | null,
): RevisionDocument {
  return new LazyDocument(path, contentKey, script, imports, head, read);
}

/** A document out of a cache; `load` decodes its facts, at most once. */
export function restoreDocument(
  path: string,
  contentKey: string,
  script: Script | null,
  load: () => { readonly head: HeadFacts; readonly body?: BodyFacts },
  read: SourceReader,
): RevisionDocument {
  let facts: ReturnType<typeof load> | undefined;
  const once = (): ReturnType<typeof load> => (facts ??= load());
  return new LazyDocument(
    path,
    contentKey,
    script,
    [],
    () => once().head,
    () => read(path),
    () => once().body,
  );
}

/** True when the two differ in nothing but their messages. */
export function sameEdges(a: Script | null, b: Script | null): boolean {
  if (a === null || b === null) return a === b;
  return (
    a.id === b.id &&
    a.path === b.path &&
    sameList(a.downRevision, b.downRevision) &&
    sameList(a.dependsOn, b.dependsOn) &&
    sameList(a.branchLabels, b.branchLabels)
  );
}

function sameList(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((item, index) => item === b[index]);
}
