import type { Problem } from '../common/problem';
import type { Revision } from '../revision/model';
import { history } from '../revision/history';
import type { ProjectSnapshot } from '../workspace/snapshot';

/** One project in the output of `graph --json`. Ranges are zero-based, as LSP has them. */
export interface GraphProject {
  readonly root: string;
  /** The configuration file; null for a bare project. */
  readonly config: string | null;
  readonly versionLocations: readonly string[];
  /** In load order, every file with an id: of two with one id both. */
  readonly revisions: readonly GraphRevision[];
  /** Nobody's `down_revision`. */
  readonly heads: readonly string[];
  /** Heads that another revision depends on: what `alembic heads` marks `(effective head)`. */
  readonly effectiveHeads: readonly string[];
  readonly bases: readonly string[];
  /** Ids as `alembic history` lists them, newest first. */
  readonly history: readonly string[];
  readonly problems: readonly Pick<Problem, 'code' | 'severity' | 'file' | 'range' | 'message'>[];
}

interface GraphRevision {
  readonly id: string;
  readonly file: string;
  readonly downRevision: readonly string[];
  readonly dependsOn: readonly string[];
  readonly branchLabels: readonly string[];
  readonly message: string;
  readonly isHead: boolean;
  readonly isBase: boolean;
  readonly isBranchPoint: boolean;
  readonly isMergePoint: boolean;
}

/** What `graph --json` prints of a project. Of a chain that does not load: what is left without its defects. */
export function graphOf(project: ProjectSnapshot, problems: readonly Problem[]): GraphProject {
  const { config, documents, chain } = project;
  const { map } = chain;
  const listed = history(map);
  const scripts = [...documents.values()].flatMap(({ script }) => script ?? []);
  return {
    root: config.root,
    config: config.source.ini ?? config.source.toml ?? null,
    versionLocations: config.versionLocations,
    revisions: scripts.map((script): GraphRevision => {
      const { id, downRevision, dependsOn, branchLabels, message } = script;
      const revision: Partial<Revision> = map.revisions.get(id) ?? {};
      return {
        id,
        file: script.path,
        downRevision,
        dependsOn,
        branchLabels,
        message,
        isHead: revision.isHead ?? false,
        isBase: downRevision.length === 0,
        isBranchPoint: revision.isBranchPoint ?? false,
        isMergePoint: downRevision.length > 1,
      };
    }),
    heads: map.heads,
    effectiveHeads: map.heads.filter((id) => map.revisions.get(id)?.isRealHead === false),
    bases: map.bases,
    history: listed.ok ? listed.value.map(({ id }) => id) : [],
    problems: problems.map(({ code, severity, file, range, message }) => ({ code, severity, file, range, message })),
  };
}
