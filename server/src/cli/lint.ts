import type { FileSystem } from '../common/fileSystem';
import type { Problem } from '../common/problem';
import { configInput } from '../project/configInput';
import { DEFAULT_SETTINGS } from '../protocol/settings';
import { ProjectProblems } from '../workspace/problems';
import type { ProjectSnapshot } from '../workspace/snapshot';

/** Every problem of a project, files in the order of the chain. Reads every file's body. */
export function problemsOf(project: ProjectSnapshot, fs: FileSystem): readonly Problem[] {
  const problems = new ProjectProblems((config) => configInput(fs, config));
  return [...problems.of(project, DEFAULT_SETTINGS.lint).values()].flat();
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
