import { basename } from 'node:path';
import { pathToUri } from '../common/fileUri';
import type { Problem } from '../common/problem';
import type { ProjectInfo, StateInfo } from '../protocol/data';
import { loadFailure } from '../workspace/loadFailure';
import type { ProjectSnapshot, ProjectState } from '../workspace/snapshot';
import { appliedOf } from './support/status';

/** A project as the tree and the status bar show it. `problems` are those of the project's files. */
export function projectInfo(
  project: ProjectSnapshot,
  state: ProjectState | undefined,
  problems: readonly Problem[],
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
  const { database, rows, source } = state.state;
  const applied = appliedOf(project, state);
  const unknownRows = applied?.unknownRows ?? [];
  const { revisions } = project.chain.map;
  return {
    kind: 'known',
    databaseLabel: database.label,
    databaseUrl: database.url,
    current: rows,
    unknownRows,
    pendingCount: unknownRows.length > 0 ? 0 : revisions.size - (applied?.applied.size ?? 0),
    source,
  };
}
