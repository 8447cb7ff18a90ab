import type { Problem } from '../common/problem';
import type { DatabaseState } from '../engine/engine';
import type { ProjectConfig, UnloadedFile } from '../project/model';
import type { RunningState } from '../protocol/data';
import type { BodyFacts, HeadFacts } from '../revision/facts';
import type { Chain } from '../revision/model';
import type { Script } from '../revision/script';

/** One `.py` file of a versions folder. */
export interface RevisionDocument {
  readonly path: string;
  /** Key of everything cached about the file: a hash of its text. */
  readonly contentKey: string;
  readonly head: HeadFacts;
  /** Absolute paths of the other modules the head takes constants from, found or looked for in vain. */
  readonly imports: readonly string[];
  /** The script for the chain; null when no id can be known (the file's problems say why). */
  readonly script: Script | null;
  /** Reads the body, once. Never throws: a file that vanished has an empty body. */
  body(): BodyFacts;
  /** The body if it was read before: for answers that must not wait for thousands of files. */
  bodyIfRead(): BodyFacts | undefined;
  /** The text as it is now; null when the file vanished. */
  text(): string | null;
}

/** One project at one moment. Immutable: a change makes a new one and shares what did not change. */
export interface ProjectSnapshot {
  readonly config: ProjectConfig;
  /** By path, in Alembic's load order. */
  readonly documents: ReadonlyMap<string, RevisionDocument>;
  /** Files in the versions folders that could not be read, as problems. */
  readonly readProblems: readonly Problem[];
  /** Revision-shaped files that Alembic does not load. */
  readonly unloaded: readonly UnloadedFile[];
  readonly chain: Chain;
}

/** A file open in the editor: its buffer stands for the file on disk. */
export interface OpenDocument {
  readonly path: string;
  readonly version: number;
  readonly text: string;
}

/** What is known of a project's database. `read`: what the last reading said. */
export type ProjectState =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'reading' }
  | RunningState
  | { readonly kind: 'read'; readonly state: DatabaseState };

/** The whole workspace at one moment: what every feature answers from. */
export interface Snapshot {
  readonly projects: readonly ProjectSnapshot[];
  /** Problems that belong to no project (a setting that names a missing folder, an unreadable folder). */
  readonly problems: readonly Problem[];
  readonly open: ReadonlyMap<string, OpenDocument>;
  /** By project id; a project that is not here is `unknown`. */
  readonly states: ReadonlyMap<string, ProjectState>;
}

/** Before anything was read. */
export const EMPTY_SNAPSHOT: Snapshot = { projects: [], problems: [], open: new Map(), states: new Map() };
