import { describe, expect, it } from 'vitest';
import { memoryFileSystem } from '../../../support/memoryFileSystem';
import { TargetChoice } from '../../../../server/src/usecases/targets/targetChoice';
import { TargetSwitch } from '../../../../server/src/usecases/targets/targetSwitch';
import type { ProjectState } from '../../../../server/src/workspace/snapshot';
import { databaseAt, PROJECT_ROOT, projectOf, revisionText } from '../../../support/project';

async function bench() {
  const { project } = await projectOf({ 'a.py': revisionText({ id: 'aaaa' }) });
  const { id } = project.config;
  const states = new Map<string, ProjectState>();
  const world = { running: false, left: 0, names: ['staging', 'production'] };
  const choice = new TargetChoice({
    fs: memoryFileSystem({}),
    environment: {},
    settingsOf: () => ({
      targets: [
        ...world.names.map((name) => ({ name, x: [name] })),
        { name: 'of another project', project: 'other' },
        { name: 'of this one', project: 'alembic.ini' },
      ],
    }),
    folderOf: () => PROJECT_ROOT,
  });
  const targets = new TargetSwitch(
    choice,
    {
      project: (of) => (of === id ? project : undefined),
      state: (of) => states.get(of),
      setState: (of, state) => void states.set(of, state),
      stateInfo: () => ({ kind: 'unknown' }),
    },
    {
      leave: () => {
        world.left++;
      },
      underWay: { look: () => world.running },
    },
  );
  return { project, id, states, world, choice, targets };
}

describe('TargetSwitch', () => {
  it('keeps the state of each target, and forgets readings and plans of the one before', async () => {
    const { id, states, targets, project, choice, world } = await bench();
    states.set(id, databaseAt('aaaa'));
    expect(targets.select({ projectId: id, target: 'staging' })).toMatchObject({ ok: true });
    expect(states.get(id)).toEqual({ kind: 'unknown' });
    expect(choice.options(project)).toMatchObject({ value: { target: 'staging', xArguments: ['staging'] } });
    states.set(id, databaseAt('bbbb'));
    targets.select({ projectId: id, target: null });
    expect(states.get(id)).toEqual(databaseAt('aaaa'));
    expect(choice.options(project)).toMatchObject({ value: { target: null } });
    targets.select({ projectId: id, target: 'staging' });
    expect(states.get(id)).toEqual(databaseAt('bbbb'));
    expect(world.left).toBe(3);
  });

  it('does not keep what was being read', async () => {
    const { id, states, targets } = await bench();
    states.set(id, { kind: 'reading' });
    targets.select({ projectId: id, target: 'staging' });
    targets.select({ projectId: id, target: null });
    expect(states.get(id)).toEqual({ kind: 'unknown' });
  });

  it('is refused during a run, and for a target that is not there or not for the project', async () => {
    const { id, targets, world, project, choice } = await bench();
    for (const target of ['nothing', 'of another project']) {
      expect(targets.select({ projectId: id, target })).toMatchObject({ failure: { code: 'targetInvalid' } });
    }
    expect(targets.select({ projectId: 'gone', target: null })).toMatchObject({ failure: { code: 'projectGone' } });
    world.running = true;
    expect(targets.select({ projectId: id, target: 'staging' })).toMatchObject({ failure: { code: 'busy' } });
    expect(choice.current(project)).toBeNull();
    world.running = false;
    expect(targets.select({ projectId: id, target: 'of this one' })).toMatchObject({ ok: true });
    expect(choice.names(project).names).toEqual(['staging', 'production', 'of this one']);
  });

  it('leaves a target that the settings have no more', async () => {
    const { id, targets, world, project, choice } = await bench();
    targets.select({ projectId: id, target: 'staging' });
    world.names = ['production'];
    expect(choice.current(project)).toBeNull();
  });
});
