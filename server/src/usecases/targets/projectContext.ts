import type { FileSystem } from '../../common/fileSystem';
import { NO_OPTIONS } from '../../engine/environmentOptions';
import type { Settings } from '../../protocol/settings';
import type { ProjectSnapshot } from '../../workspace/snapshot';
import type { EngineContext } from '../engineContext';
import type { EnvironmentMemories } from '../environmentMemory';
import { guessDatabase } from '../guesses/guess';
import type { TargetChoice } from './targetChoice';

/** What the editor knows of a project's databases beside the machine. */
export interface ProjectKnowledge {
  readonly fs: FileSystem;
  readonly choice: TargetChoice;
  readonly memories: EnvironmentMemories;
  readonly settings: Settings;
}

/** The context of a project: that of its folder, on the target that is chosen, with what is remembered and guessed. */
export function projectContext(
  base: EngineContext,
  project: ProjectSnapshot,
  { fs, choice, memories, settings }: ProjectKnowledge,
): EngineContext {
  const { config } = project;
  const { workspaceFolder, python, host } = base;
  const found = choice.options(project);
  const options = found.ok ? found.value : NO_OPTIONS;
  const interpreter = base.pythonExtension ?? '';
  return {
    ...base,
    options,
    ...(!found.ok && { refusal: found.error }),
    protection: {
      patterns: settings.protectedDatabases,
      target: choice.current(project)?.protected === true,
    },
    memory: memories.of({ config, options, python, interpreter, workspaceFolder }),
    guess: () =>
      guessDatabase({
        fs,
        config,
        options,
        workspaceFolder,
        environment: host.environment,
        setting: settings.databaseUrl,
        secret: choice.databaseUrl(project),
      }),
  };
}
