import type { Problem } from '../common/problem';
import { type AloneProblems, type ConfigProblems, configProblems, lintAlone, lintProject } from '../lint/lintProject';
import type { ConfigInput } from '../project/configInput';
import type { ProjectConfig } from '../project/model';
import type { Settings } from '../protocol/settings';
import type { ProjectSnapshot } from './snapshot';

/** Problems by the path of their file. */
export type ProblemsByFile = ReadonlyMap<string, readonly Problem[]>;

const NONE: ProblemsByFile = new Map();
const NO_PROBLEMS: readonly Problem[] = [];

/** The problems of projects, remembered while project and settings stay what they are. */
export class ProjectProblems {
  readonly #known = new WeakMap<
    ProjectSnapshot,
    { readonly settings: Settings['lint']; readonly ofSchema: readonly Problem[]; readonly problems: ProblemsByFile }
  >();
  /** By project id, of the snapshot that was asked about last. */
  readonly #alone = new Map<string, AloneProblems>();
  readonly #ofConfig = new WeakMap<ProjectConfig, { readonly problems: ConfigProblems | null }>();

  /** @param configInput What the rules for the configuration see; null for a project without a configuration file. */
  constructor(private readonly configInput: (config: ProjectConfig) => ConfigInput | null) {}

  /** Lints the configuration, which looks at the disk: once for each evaluation, so that `of` need not look there. */
  ofConfig(config: ProjectConfig): ConfigProblems | null {
    let known = this.#ofConfig.get(config);
    if (known === undefined) {
      const input = this.configInput(config);
      known = { problems: input === null ? null : configProblems(input) };
      this.#ofConfig.set(config, known);
    }
    return known.problems;
  }

  /**
   * Reads the bodies that were not read yet. Empty when lint is switched off.
   * @param ofSchema what the replayed schema shows.
   */
  of(project: ProjectSnapshot, settings: Settings['lint'], ofSchema: readonly Problem[] = NO_PROBLEMS): ProblemsByFile {
    if (!settings.enabled) return NONE;
    const known = this.#known.get(project);
    if (known?.settings === settings && known.ofSchema === ofSchema) return known.problems;
    const { config } = project;
    const alone = lintAlone(project, settings.severity, this.#alone.get(config.id));
    this.#alone.set(config.id, alone);
    const problems = lintProject(project, this.ofConfig(config), settings.severity, alone, ofSchema);
    this.#known.set(project, { settings, ofSchema, problems });
    return problems;
  }
}
