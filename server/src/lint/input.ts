import type { Problem } from '../common/problem';
import type { Range } from '../common/range';
import type { ProjectConfig, UnloadedFile } from '../project/model';
import type { BodyFacts, HeadFacts } from '../revision/facts';
import type { Chain } from '../revision/model';
import type { Script } from '../revision/script';

/** One revision file as rules see it. */
export interface LintDocument {
  /** Absolute path. */
  readonly path: string;
  readonly head: HeadFacts;
  /** Null when Alembic could not tell the file's revision id. */
  readonly script: Script | null;
  body(): BodyFacts;
}

/** What a rule over one file sees. */
export interface FileInput {
  readonly document: LintDocument;
  /** What env.py is known to do. */
  readonly environment: Environment;
}

/** What rules over one file know of env.py. */
export type Environment = Pick<ProjectConfig, 'handsNothing'>;

/** What is linted: a project at one moment. */
export interface LintedProject {
  readonly config: ProjectConfig;
  /** By path, in the order Alembic loads them. */
  readonly documents: ReadonlyMap<string, LintDocument>;
  /** What Alembic would load and we could not read. */
  readonly readProblems: readonly Problem[];
  readonly unloaded: readonly UnloadedFile[];
  readonly chain: Chain;
}

/** What a rule over the whole chain sees. */
export interface ChainInput extends LintedProject {
  /** Those of `documents` that have no script: a handful, and a keystroke is behind each look at thousands. */
  readonly withoutScript: ReadonlyMap<string, LintDocument>;
}

/** Something in `upgrade()` that the schema before it contradicts: the database, or Alembic, refuses it there. */
export interface FoundContradiction {
  /** `Contradiction.code`. */
  readonly code: string;
  /** One sentence, with the names. */
  readonly message: string;
  readonly range: Range;
}

/** What a rule over the replayed schema sees of one file. */
export interface SchemaInput {
  readonly file: string;
  readonly contradictions: readonly FoundContradiction[];
}
