import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { OPTIONS } from '../../../server/src/cli/options';
import { withOptionNames } from '../../../server/src/cli/optionNames';
import { repositoryRoot } from '../../support/repository';

it.each([
  ['The setting alembicWorkbench.python.applicationLoader is not right: no module.', '--app is not right: no module.'],
  [
    'Name it in the setting alembicWorkbench.python.applicationLoader, for example a:b.',
    'Name it in --app, for example a:b.',
  ],
  ['Check alembicWorkbench.python.pathMapping.', 'Check --path-mapping.'],
  ['or set alembicWorkbench.python.interpreter.', 'or set --python.'],
  ['alembicWorkbench.other.thing', 'alembicWorkbench.other.thing'],
])('%s', (message, shown) => {
  expect(withOptionNames(message)).toBe(shown);
});

// What an engine says is shown in a terminal as well.
it('no message of an engine names a setting for which the terminal has no option', () => {
  const folder = join(repositoryRoot, 'server/src/engine');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
  const named = files.flatMap((name) => {
    const text = readFileSync(join(folder, name), 'utf8');
    return text.match(/alembicWorkbench\.\w+(?:\.\w+)*/g) ?? [];
  });
  expect(named.length).toBeGreaterThan(4);
  for (const setting of named) {
    const option = withOptionNames(setting);
    expect(option).toMatch(/^--/);
    expect(Object.keys(OPTIONS)).toContain(option.slice(2));
  }
});
