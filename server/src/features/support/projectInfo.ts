import { basename } from 'node:path';
import { pathToUri } from '../../common/fileUri';
import type { Problem } from '../../common/problem';
import type { ProjectInfo, StateInfo } from '../../protocol/data';
import { loadFailure } from '../../workspace/loadFailure';
import { databaseInfo } from '../../usecases/databaseInfo';
import type { ProjectSnapshot, ProjectState } from '../../workspace/snapshot';
import { appliedOf, appliedRevisions } from './status';

/** The targets of a project, and the one it is on. */
export interface ProjectTargets {
  readonly names: readonly string[];
  readonly current: string | null;
}

/** A project as the tree and the status bar show it. `problems` are those of the project's files. */
export function projectInfo(
  project: ProjectSnapshot,
  state: ProjectState | undefined,
  problems: readonly Problem[],
  targets: ProjectTargets = { names: [], current: null },
): ProjectInfo {
  const { config, chain } = project;
  const configFile = config.source.ini ?? config.source.toml;
  const failure = loadFailure(project) ?? fatalProblem(problems);
  const count = (severity: Problem['severity']): number => problems.filter((p) => p.severity === severity).length;
  return {
    id: config.id,
    name: config.name,
    rootUri: pathToUri(config.root),
    ...(configFile !== undefined && { configUri: pathToUri(configFile) }),
    workingDirectory: config.workingDirectory,
    workingDirectoryReason: config.workingDirectoryReason,
    revisionCount: project.documents.size,
    heads: chain.map.heads,
    headsUnresolved: problems.some(({ code, severity }) => code === 'multiple-heads' && severity !== 'hint'),
    ...(failure !== null && { chainError: failure }),
    errorCount: count('error'),
    warningCount: count('warning'),
    state: stateInfo(project, state),
    ...(targets.names.length > 0 && { targets: targets.names }),
    ...(targets.current !== null && { target: targets.current }),
  };
}

/** What else stops every command: a file Python cannot read, or no folder of scripts. */
function fatalProblem(problems: readonly Problem[]): string | null {
  const fatal = problems.find(
    ({ code, severity }) =>
      severity === 'error' && (code === 'unloadable-revision' || code === 'config-missing-folder'),
  );
  return fatal === undefined ? null : `${basename(fatal.file)}: ${fatal.message}`;
}

/** The state of a project's database in the client's words. Nothing is pending for sure while a row is unknown. */
export function stateInfo(project: ProjectSnapshot, state: ProjectState | undefined): StateInfo {
  if (state === undefined) return { kind: 'unknown' };
  if (state.kind !== 'read') return state;
  if (state.state.kind === 'unavailable') {
    const { code, message, details } = state.state.error;
    return { kind: 'failed', code, message, ...(details !== undefined && { details }) };
  }
  const { databases, source, asking } = state.state;
  const applied = appliedOf(project, state);
  const unknownRows = applied?.unknownRows ?? [];
  const { map } = project.chain;
  const { revisions } = map;
  return {
    kind: 'known',
    databases: databases.map((database) => ({
      ...databaseInfo(database),
      ...(database.rows.every((row) => revisions.has(row)) && {
        pendingCount: revisions.size - appliedRevisions(map, database.rows).size,
      }),
    })),
    current: [...new Set(databases.flatMap(({ rows }) => rows))],
    unknownRows,
    pendingCount: unknownRows.length > 0 ? 0 : revisions.size - (applied?.applied.size ?? 0),
    source,
    ...(asking && { asking }),
  };
}
