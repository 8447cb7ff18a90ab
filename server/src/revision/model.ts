import type { Script } from './script';

/** One revision of a built map (alembic-behaviour.md §3.1). Sets keep insertion order. */
export interface Revision {
  readonly id: string;
  readonly script: Script;
  /** `down_revision` as a tuple, as written. */
  readonly down: readonly string[];
  /** `depends_on` with labels and ids resolved to ids, in order. */
  readonly resolvedDependencies: readonly string[];
  /** Resolved dependencies that no version-ancestor already declares. */
  readonly normalizedDependencies: readonly string[];
  /** `down` and the normalized dependencies, each once: what order, merges and version rows go by. */
  readonly normalizedDown: readonly string[];
  /**
   * More than every ancestor's: the steps of the longest way down by parents and dependencies, 0 for who has neither. In a
   * chain that was changed in place (`updateChain`) it may be more than that.
   * Infinity for revisions of a cycle and who follows one; a `Chain` has none.
   */
  readonly depth: number;
  /** Ids of revisions whose `down` names this one. */
  readonly children: ReadonlySet<string>;
  /** `children` and the revisions that depend on this one. */
  readonly allChildren: ReadonlySet<string>;
  /** Own and propagated labels. */
  readonly branchLabels: ReadonlySet<string>;
  /** More than one child by `down_revision`. */
  readonly isBranchPoint: boolean;
  readonly isMergePoint: boolean;
  /** Nobody's `down_revision`. */
  readonly isHead: boolean;
  /** Nobody's `down_revision` and nobody's dependency ("real head"). */
  readonly isRealHead: boolean;
  readonly isBase: boolean;
}

/** What Alembic's `RevisionMap` holds once it is built. */
export interface RevisionMap {
  /** By id, in the order the files were loaded. */
  readonly revisions: ReadonlyMap<string, Revision>;
  /** Branch label -> id of the revision that carries it. */
  readonly labels: ReadonlyMap<string, string>;
  readonly heads: readonly string[];
  readonly realHeads: readonly string[];
  readonly bases: readonly string[];
  readonly realBases: readonly string[];
  /** Texts of the warnings Alembic prints while building. */
  readonly warnings: readonly string[];
}

/**
 * An error Alembic would raise. `exception` is the class name the user would see (`CommandError`, `KeyError`,
 * `MultipleHeads`, ...), `message` its text word for word as far as Alembic's text is stable.
 */
export interface RevisionError {
  readonly exception: string;
  readonly message: string;
}

/** Something wrong with the chain as files define it; the rules of `lint/` turn these into problems. */
export type ChainDefect =
  | { readonly kind: 'duplicateId'; readonly id: string; readonly scripts: readonly Script[] }
  | { readonly kind: 'unknownParent'; readonly script: Script; readonly id: string; readonly abbreviationOf?: string }
  | {
      readonly kind: 'unknownDependency';
      readonly script: Script;
      readonly id: string;
      readonly abbreviationOf?: string;
    }
  /** Each script's edge leads to the next, the last one's to the first; one script: a self-loop. `through`: which edge. */
  | { readonly kind: 'cycle'; readonly scripts: readonly Script[]; readonly through: readonly ('down' | 'dependsOn')[] }
  /** `owner`: the revision whose id or label was there first. */
  | { readonly kind: 'labelConflict'; readonly script: Script; readonly label: string; readonly owner: Script }
  | { readonly kind: 'illegalId'; readonly script: Script; readonly id: string; readonly characters: string };

/**
 * The chain of one project. `error` is what every Alembic command would die of, null when the chain loads.
 * `map` is always there: built from all scripts when the chain loads, otherwise from what is left once the defects
 * are taken out (later duplicates, edges to unknown ids, edges that close a cycle), so that the rest stays usable.
 */
export interface Chain {
  readonly map: RevisionMap;
  readonly error: RevisionError | null;
  readonly defects: readonly ChainDefect[];
  /**
   * Ids of revisions that are there but left out, because what they follow cannot be known without running their file
   * (or is half typed): nothing is claimed about heads and bases then, nor about those who name them.
   */
  readonly leftOut: ReadonlySet<string>;
}

/** One step of a plan, in the order it runs (alembic-behaviour.md §3.4). */
export interface Step {
  readonly kind: 'upgrade' | 'downgrade' | 'stamp';
  /** The revision whose `upgrade()` or `downgrade()` runs. Stamps name where they lead (`to`) instead. */
  readonly revision: string | null;
  readonly from: readonly string[];
  readonly to: readonly string[];
  /** Leads away from the base; a downgrade and a stamp downwards do not. */
  readonly up: boolean;
  /** Of a stamp: a row appears or goes without another taking its place. */
  readonly branchMove: boolean;
}
