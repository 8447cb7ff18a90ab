import type { FileSystem } from '../common/fileSystem';
import type { Problem } from '../common/problem';
import { configInput } from '../project/configInput';
import { DEFAULT_SETTINGS } from '../protocol/settings';
import { schemaProblems } from '../usecases/schema/schemaProblems';
import { ProjectProblems } from '../workspace/problems';
import type { ProjectSnapshot } from '../workspace/snapshot';
import { readingsFor } from './dialect';
import type { CliHost } from './host';
import type { Invocation } from './invocation';

/** Every problem that the files of a project show by themselves and as a chain, in its order. Reads every file's body. */
export function problemsOf(
  project: ProjectSnapshot,
  fs: FileSystem,
  ofSchema: readonly Problem[] = [],
): readonly Problem[] {
  const problems = new ProjectProblems((config) => configInput(fs, config));
  return [...problems.of(project, DEFAULT_SETTINGS.lint, ofSchema).values()].flat();
}

/** The same with what the replayed schema contradicts: for the dialect that is given or likely, else for all of them. */
export async function allProblemsOf(
  project: ProjectSnapshot,
  invocation: Invocation,
  host: CliHost,
): Promise<readonly Problem[]> {
  const found = await schemaProblems(project, readingsFor(project, invocation, host), host.signal);
  return problemsOf(
    project,
    host.fs,
    found.flatMap(({ problems }) => problems),
  );
}

/** The last line of `lint`. */
export function summary(problems: readonly Problem[]): string {
  if (problems.length === 0) return 'No problems.\n';
  const kinds = ['error', 'warning', 'information', 'hint'] as const;
  const counts = kinds.flatMap((kind) => {
    const count = problems.filter(({ severity }) => severity === kind).length;
    const plural = kind === 'information' || count === 1 ? kind : `${kind}s`;
    return count === 0 ? [] : [`${count} ${plural}`];
  });
  return `${counts.join(', ')}.\n`;
}
