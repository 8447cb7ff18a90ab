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

/** Reads the body once; what is known of it from before comes first. */
abstract class LazyDocument implements RevisionDocument {
  #body: BodyFacts | undefined;

  constructor(
    readonly path: string,
    readonly script: Script | null,
  ) {}

  abstract get contentKey(): string;
  abstract get head(): HeadFacts;
  abstract get imports(): readonly string[];
  protected abstract read(): Source | null;
  protected abstract storedBody(): BodyFacts | undefined;

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
    return (this.#body ??= this.storedBody());
  }
}

class ReadDocument extends LazyDocument {
  constructor(
    path: string,
    readonly contentKey: string,
    readonly head: HeadFacts,
    script: Script | null,
    readonly imports: readonly string[],
    protected readonly read: () => Source | null,
  ) {
    super(path, script);
  }

  protected storedBody(): undefined {
    return undefined;
  }
}

/** What a store keeps of the document in one of its rows. */
export interface DocumentStore {
  contentKey(row: number): string;
  /** Decodes the facts. `path`: what to read when they are damaged. */
  facts(row: number, path: string): StoredFacts;
  imports(row: number): readonly string[];
  read(path: string): Source | null;
}

export interface StoredFacts {
  readonly head: HeadFacts;
  readonly body?: BodyFacts;
}

/** Thousands of these are made before anything is shown: nothing but the script is there at once. */
class RestoredDocument extends LazyDocument {
  #facts: StoredFacts | undefined;

  constructor(
    path: string,
    script: Script | null,
    private readonly store: DocumentStore,
    private readonly row: number,
  ) {
    super(path, script);
  }

  get contentKey(): string {
    return this.store.contentKey(this.row);
  }

  get head(): HeadFacts {
    return this.#stored().head;
  }

  get imports(): readonly string[] {
    return this.store.imports(this.row);
  }

  protected read(): Source | null {
    return this.store.read(this.path);
  }

  protected storedBody(): BodyFacts | undefined {
    return this.#stored().body;
  }

  #stored(): StoredFacts {
    return (this.#facts ??= this.store.facts(this.row, this.path));
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
  return new ReadDocument(path, contentKey, head, script, imports, read);
}

/** A document out of a store, which is asked when something is. */
export function restoreDocument(
  path: string,
  script: Script | null,
  store: DocumentStore,
  row: number,
): RevisionDocument {
  return new RestoredDocument(path, script, store, row);
}

/** True when the two differ in nothing but their parents and messages. */
export function sameButParents(a: Script | null, b: Script | null): boolean {
  if (a === null || b === null) return a === b;
  return (
    a.id === b.id && a.path === b.path && sameList(a.dependsOn, b.dependsOn) && sameList(a.branchLabels, b.branchLabels)
  );
}

/** Whether two lists hold the same in the same order. */
export function sameList(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((item, index) => item === b[index]);
}
