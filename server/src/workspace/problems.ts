import type { Problem } from '../common/problem';
import type { ConfigInput } from '../project/configInput';
import { lintProject } from '../lint/lintProject';
import type { ProjectConfig } from '../project/model';
import type { Settings } from '../protocol/settings';
import type { ProjectSnapshot } from './snapshot';

export type ProblemsByFile = ReadonlyMap<string, readonly Problem[]>;

const NONE: ProblemsByFile = new Map();

/** The problems of projects, remembered while project and settings stay what they are. */
export class ProjectProblems {
  readonly #known = new WeakMap<
    ProjectSnapshot,
    { readonly settings: Settings['lint']; readonly problems: ProblemsByFile }
  >();

  /** @param configInput What the rules for the configuration see; null for a project without a configuration file. */
  constructor(private readonly configInput: (config: ProjectConfig) => ConfigInput | null) {}

  /** Reads the bodies that were not read yet. Empty when lint is switched off. */
  of(project: ProjectSnapshot, settings: Settings['lint']): ProblemsByFile {
    if (!settings.enabled) return NONE;
    const known = this.#known.get(project);
    if (known?.settings === settings) return known.problems;
    const problems = lintProject(project, this.configInput(project.config), settings.severity);
    this.#known.set(project, { settings, problems });
    return problems;
  }
}
