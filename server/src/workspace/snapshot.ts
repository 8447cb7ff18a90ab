import type { Problem } from '../common/problem';
import type { ProjectConfig } from '../project/model';
import type { BodyFacts, HeadFacts } from '../revision/facts';
import type { Chain } from '../revision/model';
import type { Script } from '../revision/script';

/** One `.py` file of a versions folder. */
export interface RevisionDocument {
  readonly path: string;
  /** Key of everything cached about the file: a hash of its text. */
  readonly contentKey: string;
  readonly head: HeadFacts;
  /** The script for the chain; null when no id can be known (the file's problems say why). */
  readonly script: Script | null;
  /** Reads the body, once. Never throws: a file that vanished has an empty body. */
  body(): BodyFacts;
}

/** One project at one moment. Immutable: a change makes a new one and shares what did not change. */
export interface ProjectSnapshot {
  readonly config: ProjectConfig;
  /** By path, in Alembic's load order. */
  readonly documents: ReadonlyMap<string, RevisionDocument>;
  /** Files in the versions folders that could not be read, as problems. */
  readonly readProblems: readonly Problem[];
  readonly chain: Chain;
}

export interface Snapshot {
  readonly projects: readonly ProjectSnapshot[];
}
