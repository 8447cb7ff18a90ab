import { describe, expect, it } from 'vitest';
import type { TargetSetting } from '../../../../server/src/protocol/settings';
import { TargetChoice } from '../../../../server/src/usecases/targets/targetChoice';
import { memoryFileSystem } from '../../../support/memoryFileSystem';
import { PROJECT_ROOT, projectOf, revisionText } from '../../../support/project';

async function bench(...given: readonly TargetSetting[]) {
  const { project } = await projectOf({ 'a.py': revisionText({ id: 'aaaa' }) });
  let targets = given;
  const choice = new TargetChoice({
    fs: memoryFileSystem({}),
    environment: {},
    settingsOf: () => ({ targets }),
    folderOf: () => PROJECT_ROOT,
  });
  return {
    choice,
    project,
    setTargets: (...changed: readonly TargetSetting[]) => {
      targets = changed;
    },
  };
}

describe('the target of a project', () => {
  it('is what the user chose, among those for the project', async () => {
    const { choice, project } = await bench({ name: 'dev', x: ['a=1'] }, { name: 'other', project: 'elsewhere' });
    expect(choice.names(project)).toEqual({ names: ['dev'], current: null });
    expect(choice.options(project)).toMatchObject({ ok: true, value: { target: null } });
    choice.choose(project.config.id, 'dev');
    expect(choice.options(project)).toMatchObject({ ok: true, value: { target: 'dev', xArguments: ['a=1'] } });
  });

  it('is refused when the settings lost it, and not taken for none', async () => {
    const { choice, project, setTargets } = await bench({ name: 'dev' }, { name: 'staging' });
    choice.choose(project.config.id, 'staging');
    setTargets({ name: 'dev' });
    expect(choice.options(project)).toMatchObject({ ok: false, error: { code: 'targetInvalid' } });
    choice.choose(project.config.id, null);
    expect(choice.options(project).ok).toBe(true);
  });

  it('is none again when there are no targets any more', async () => {
    const { choice, project, setTargets } = await bench({ name: 'dev' });
    choice.choose(project.config.id, 'dev');
    setTargets();
    expect(choice.options(project)).toMatchObject({ ok: true, value: { target: null } });
  });
});
