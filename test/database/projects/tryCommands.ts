import { afterAll, beforeAll, describe, it } from 'vitest';
import type { RunnerClient } from '../../../server/src/engine/runnerClient';
import { startRunner } from '../support/engines';
import { WarmPython } from '../support/warmPython';
import { compareStep } from './compareSides';
import { copyProject, type Kind, PROJECTS } from './projects';
import { Reference } from './reference';
import { ourSide, realSide } from './side';
import { storyOf } from './story';
import { skipping } from '../../support/missing';

/** Puts each project through its story: by our terminal command in one copy, by the real one in another. */
export function tryCommands(kind: Kind, skip: string | null): void {
  describe(`on ${kind} each command does what Alembic does`, skipping(skip), () => {
    let reference: Reference;
    let runner: RunnerClient;
    let python: WarmPython;
    beforeAll(async () => {
      reference = new Reference();
      python = new WarmPython();
      runner = await startRunner();
    });
    afterAll(() => {
      reference.close();
      python.close();
      runner.dispose();
    });

    const projects = PROJECTS.filter(({ kinds }) => kinds.includes(kind));
    it.each(projects)('to the project $name', { timeout: 300_000 }, async (project) => {
      const [theirs, ours] = await Promise.all([copyProject(project, kind), copyProject(project, kind)]);
      try {
        const real = realSide(project, theirs, reference);
        const own = ourSide(project, ours, reference, { runner, python });
        for (const step of storyOf(project, kind)) await compareStep(step, real, own);
      } finally {
        await ours.remove();
        await theirs.remove();
      }
    });
  });
}
