import { createHash } from 'node:crypto';
import { type Applied, type Contradiction } from '../../operations/applied';
import { applyOperations } from '../../operations/applyOperation';
import { doubtEverything } from '../../operations/doubt';
import { type Reading, type ReadOptions, readOperations } from '../../operations/readOperations';
import type { Context } from '../../schema/context';
import { withTypeSources } from '../../operations/typeSources';
import { emptySchema, type Schema } from '../../schema/schema';
import type { ProjectSnapshot, RevisionDocument } from '../../workspace/snapshot';
import { applyContext } from './applyContext';
import { UpgradeOrder } from './upgradeOrder';

/** What a replay goes by besides the revision files. */
export interface ReplayOptions extends ReadOptions {
  /** Its mode is `online`: a schema is what a run leaves in a database. */
  readonly context: Context;
  /** Of files for several databases: which; null: the only one. */
  readonly engine: string | null;
}

/** One revision, replayed after everything it follows and depends on. */
export interface RevisionReplay {
  readonly id: string;
  readonly document: RevisionDocument;
  readonly before: Schema;
  readonly after: Schema;
  /** What `upgrade()` does. */
  readonly reading: Reading;
  readonly contradictions: readonly Contradiction[];
}

/** A revision on the way from base, and the key of the content of all up to it. */
interface Walked {
  readonly key: string;
  readonly replay: RevisionReplay;
}

/** How many replays are kept: of every text that is typed there is one, and one of each revision after it. */
const KEPT = 3;
const SPARE = 100;

/**
 * The schema before and after revisions, by running their `upgrade()` on paper. Kept by content: a revision is replayed
 * again only when its text, or that of one before it, changed. Whoever holds it makes a new one when modules of the project
 * that revisions import change.
 */
export class SchemaReplay {
  readonly #known = new Map<string, RevisionReplay>();
  readonly #order = new UpgradeOrder();
  #last: readonly Walked[] = [];

  constructor(private readonly options: ReplayOptions) {}

  /** One revision; null where the chain does not have it, or cannot order what comes before it. */
  revision(project: ProjectSnapshot, id: string): RevisionReplay | null {
    return this.#upTo(project, id)?.at(-1) ?? null;
  }

  /** Everything up to a revision (or `heads`), in the order an upgrade from base runs it; null as above. */
  upTo(project: ProjectSnapshot, target: string): readonly RevisionReplay[] | null {
    return this.#upTo(project, target);
  }

  /** The schema at a revision (or `heads`); null as above. */
  schemaAt(project: ProjectSnapshot, target: string): Schema | null {
    const replayed = this.#upTo(project, target);
    return replayed === null ? null : (replayed.at(-1)?.after ?? emptySchema(this.options.context.dialect));
  }

  #upTo(project: ProjectSnapshot, target: string): readonly RevisionReplay[] | null {
    const steps = this.steps(project, target);
    for (;;) {
      const step = steps.next();
      if (step.done === true) return step.value;
    }
  }

  /** `upTo`, one revision a step: a long chain must not hold other questions up (`inTurns`). */
  *steps(project: ProjectSnapshot, target: string): Generator<undefined, readonly RevisionReplay[] | null> {
    const order = this.#order.upTo(project.chain.map, target);
    if (order === null) return null;
    const walked: Walked[] = [];
    // Most of what was walked last is walked again: after a keystroke, or for another revision of the chain.
    const last = this.#last;
    let isSame = true;
    for (const [index, revision] of order.entries()) {
      const path = project.chain.map.revisions.get(revision)?.script.path;
      const document = path === undefined ? undefined : project.documents.get(path);
      if (document === undefined) return null;
      const other: Walked | undefined = isSame ? last[index] : undefined;
      isSame = other?.replay.id === revision && other.replay.document === document;
      if (isSame && other !== undefined) walked.push(other);
      else {
        walked.push(this.#step(revision, document, walked.at(-1)));
        yield;
      }
    }
    // A shorter way over the same revisions leaves the longer one for the next question.
    if (!isSame || walked.length > last.length) this.#last = walked;
    this.#forgetOldest(SPARE + KEPT * project.documents.size);
    return walked.map(({ replay }) => replay);
  }

  #step(revision: string, document: RevisionDocument, before: Walked | undefined): Walked {
    const key = createHash('sha1')
      .update(`${before?.key ?? ''} ${document.contentKey}`)
      .digest('base64');
    const known = this.#known.get(key);
    const schema = before?.replay.after ?? emptySchema(this.options.context.dialect);
    // The same text may have been read as another document.
    const replay = known?.id === revision ? { ...known, document } : this.#replay(revision, document, schema);
    // Used last stands last.
    this.#known.delete(key);
    this.#known.set(key, replay);
    return { key, replay };
  }

  #forgetOldest(most: number): void {
    for (const key of this.#known.keys()) {
      if (this.#known.size <= most) return;
      this.#known.delete(key);
    }
  }

  #replay(id: string, document: RevisionDocument, before: Schema): RevisionReplay {
    const { context, engine } = this.options;
    const options: ReadOptions = { ...this.options, schema: before };
    const text = document.text() ?? '';
    const { engines, ...whole } = readOperations(text, 'upgrade', context, options);
    const read: Reading = engines === null ? whole : (engines.find((one) => one.engine === engine) ?? whole);
    const reading = { ...read, operations: withTypeSources(read.operations, text) };
    const { schema, contradictions } = afterReading(before, reading, context, id);
    return { id, document, before, after: schema, reading, contradictions };
  }
}

/** What a reading leaves. A run that does not complete may have done anything. */
export function afterReading(
  before: Schema,
  { operations, ends }: Reading,
  context: Context,
  revision: string,
): Applied {
  const applied = applyOperations(before, operations, applyContext(context, revision));
  if (ends.kind === 'completed') return applied;
  const reason = ends.kind === 'stopped' ? ends.reason : `It ends with ${ends.type}.`;
  return { ...applied, schema: doubtEverything(applied.schema, { reason, revision }) };
}
