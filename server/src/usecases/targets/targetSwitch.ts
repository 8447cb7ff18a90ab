import type { Outcome, StateInfo } from '../../protocol/data';
import type { SelectTargetParams } from '../../protocol/targets';
import type { ProjectSnapshot, ProjectState } from '../../workspace/snapshot';
import { failed, PROJECT_GONE } from '../failures';
import type { RunsHost } from '../runsHost';
import type { TargetChoice } from './targetChoice';

/** Takes projects from one target to another, and keeps what was read of each. */
export class TargetSwitch {
  /** What was last read, by project and target. */
  readonly #kept = new Map<string, ProjectState>();

  constructor(
    private readonly choice: TargetChoice,
    private readonly host: Pick<RunsHost, 'project' | 'state' | 'setState' | 'stateInfo'>,
    private readonly runs: {
      leave(projectId: string): void;
      /** Knows whether a run of the project has not ended. */
      readonly underWay: { look(projectId: string): boolean };
    },
  ) {}

  /** Fails with `busy` while a run has not ended: what it leaves is read on the target it began on. */
  select({ projectId, target }: SelectTargetParams): Outcome<{ readonly state: StateInfo }> {
    const project = this.host.project(projectId);
    if (project === undefined) return failed(PROJECT_GONE);
    if (target !== null && !this.choice.of(project).some(({ name }) => name === target)) {
      const message = `There is no target ${target} for ${project.config.name}. Look at alembicWorkbench.targets.`;
      return failed({ code: 'targetInvalid', message });
    }
    if (this.runs.underWay.look(projectId)) {
      const message = `A run of ${project.config.name} has not ended yet. Select the target when it has.`;
      return failed({ code: 'busy', message });
    }
    const before = this.host.state(projectId);
    if (before?.kind === 'read') this.#kept.set(this.#key(project), before);
    this.choice.choose(projectId, target);
    this.runs.leave(projectId);
    this.host.setState(projectId, this.#kept.get(this.#key(project)) ?? { kind: 'unknown' });
    return { ok: true, state: this.host.stateInfo(project) };
  }

  #key(project: ProjectSnapshot): string {
    return `${project.config.id}\0${this.choice.current(project)?.name ?? ''}`;
  }
}
