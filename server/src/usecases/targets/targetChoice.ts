import { relative, resolve } from 'node:path';
import { pathToUri } from '../../common/fileUri';
import { err, ok } from '../../common/result';
import type { EngineResult } from '../../engine/engine';
import { type EnvironmentOptions, NO_OPTIONS } from '../../engine/environmentOptions';
import type { ProjectConfig } from '../../project/model';
import type { Settings, TargetSetting } from '../../protocol/settings';
import { NO_SECRETS, type Secrets } from '../../protocol/targets';
import type { ProjectSnapshot } from '../../workspace/snapshot';
import { targetOptions, type TargetWorld } from './targetOptions';

/** What the choice of targets needs of the editor's session. */
export interface TargetHost extends Pick<TargetWorld, 'fs' | 'environment'> {
  settingsOf(project: ProjectSnapshot): Pick<Settings, 'targets'>;
  folderOf(project: ProjectSnapshot): string;
}

/** Which target each project is on, and what that means for its env.py. Holds secrets in memory. */
export class TargetChoice {
  readonly #chosen = new Map<string, string>();
  #secrets: Secrets = NO_SECRETS;

  constructor(private readonly host: TargetHost) {}

  /** The targets a project has, in the order of the setting. */
  of(project: ProjectSnapshot): readonly TargetSetting[] {
    const folder = this.host.folderOf(project);
    return this.host.settingsOf(project).targets.filter((target) => isFor(target, project.config, folder));
  }

  /** The target that is chosen; null: none, or one that the settings do not have any more. */
  current(project: ProjectSnapshot): TargetSetting | null {
    const name = this.#chosen.get(project.config.id);
    return name === undefined ? null : (this.of(project).find((target) => target.name === name) ?? null);
  }

  /** The names of its targets, and of the one that is chosen. */
  names(project: ProjectSnapshot): { readonly names: readonly string[]; readonly current: string | null } {
    return { names: this.of(project).map(({ name }) => name), current: this.current(project)?.name ?? null };
  }

  /** Takes over a choice; it counts while the settings have a target of that name. */
  choose(projectId: string, name: string | null): void {
    if (name === null) this.#chosen.delete(projectId);
    else this.#chosen.set(projectId, name);
  }

  /** What env.py is given. Fails as `targetOptions` does, and where the target chosen is gone while there are others. */
  options(project: ProjectSnapshot): EngineResult<EnvironmentOptions> {
    const target = this.current(project);
    if (target === null) return this.#withoutTarget(project);
    const { fs, environment } = this.host;
    const workspaceFolder = this.host.folderOf(project);
    const secrets = this.#secrets.named[pathToUri(workspaceFolder)] ?? {};
    return targetOptions(target, { fs, environment, workspaceFolder, secrets });
  }

  /** Whoever chose a target means its database, not the one env.py opens without any. */
  #withoutTarget(project: ProjectSnapshot): EngineResult<EnvironmentOptions> {
    const gone = this.#chosen.get(project.config.id);
    if (gone === undefined || this.of(project).length === 0) return ok(NO_OPTIONS);
    const message = `The target ${gone} is selected, but alembicWorkbench.targets has none of that name any more. Select another, or correct the setting.`;
    return err({ code: 'targetInvalid', message });
  }

  /** The database URL that the user has put into secret storage for the project as it now runs. */
  databaseUrl(project: ProjectSnapshot): string | null {
    return this.#secrets.databaseUrls[project.config.id]?.[this.current(project)?.name ?? ''] ?? null;
  }

  /** Takes over what secret storage holds. */
  setSecrets(secrets: Secrets): void {
    this.#secrets = secrets;
  }
}

function isFor({ project }: TargetSetting, { name, source, root }: ProjectConfig, folder: string): boolean {
  if (project === undefined || project === name) return true;
  const place = resolve(folder, project);
  return [source.ini, source.toml, root].some((path) => path !== undefined && relative(path, place) === '');
}
