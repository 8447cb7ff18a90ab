import { readTaggedLine } from '../../common/taggedLine';
import type { RunProgress, RunReport, WritingCommand } from '../engine';

/** A run as whoever finds it is told. Plain JSON, without secrets. */
export interface RunDescription {
  /** Of the plan that was confirmed. */
  readonly runId: string;
  readonly projectId: string;
  readonly command: WritingCommand;
  /** In the order env.py opens them; `key` as in `DatabaseIdentity`. */
  readonly databases: readonly KeptDatabase[];
  /** Its Python runs on another machine, which force does not reach. */
  readonly elsewhere?: true;
  /** Milliseconds since the epoch. */
  readonly begunAt: number;
}

/** A database that a run was confirmed for. */
export interface KeptDatabase {
  readonly label: string;
  readonly dialect: string;
  readonly key: string | null;
}

/** A process as another one on the same machine may ask for it. */
export interface ProcessMark {
  readonly pid: number;
  /** Process ids mean nothing to another machine, or container, that shares the folder. */
  readonly machine: string;
}

/** One line of a journal. Secrets are masked before they come here. */
export type JournalEvent =
  | { readonly kind: 'begun'; readonly keeper: ProcessMark }
  /** Python has been started. */
  | { readonly kind: 'python'; readonly pid: number }
  | { readonly kind: 'progress'; readonly progress: RunProgress }
  | { readonly kind: 'output'; readonly text: string }
  /** Always the last one. */
  | { readonly kind: 'ended'; readonly report: RunReport };

const KINDS = new Set<JournalEvent['kind']>(['begun', 'python', 'progress', 'output', 'ended']);

/** Reads one line; null for what is none: half a line that a full disk left, for example. Only our own program writes there. */
export function readEvent(line: string): JournalEvent | null {
  return readTaggedLine<JournalEvent>(line, KINDS);
}
