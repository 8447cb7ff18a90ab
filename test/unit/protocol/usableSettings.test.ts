import { describe, expect, it } from 'vitest';
import { DEFAULT_SETTINGS, type Settings } from '../../../server/src/protocol/settings';
import { usableSettings } from '../../../server/src/protocol/usableSettings';

/** Settings of any shape, as JSON may have them. */
const usable = (settings: object): Settings => usableSettings({ ...DEFAULT_SETTINGS, ...settings });

describe('usableSettings', () => {
  it('leaves alone what is right', () => {
    const right: Settings = {
      ...DEFAULT_SETTINGS,
      python: { interpreter: 'py', command: ['docker', 'python'], pathMapping: { a: '/a' }, applicationLoader: 'a:b' },
      protectedDatabases: ['*prod*'],
      targets: [{ name: 'a', x: ['t=1'], environment: { A: 'b' }, envFile: '.env', protected: true }],
      folders: { 'file:///a': DEFAULT_SETTINGS },
    };
    expect(usableSettings(right)).toEqual(right);
  });

  it.each([
    ['*prod*', ['*prod*']],
    [null, []],
    [{}, ['*']],
    [[null, '*prod*'], ['*']],
    [5, ['*']],
  ])('protects no less than meant by %j', (protectedDatabases, patterns) => {
    expect(usable({ protectedDatabases }).protectedDatabases).toEqual(patterns);
  });

  it('never turns a command into none', () => {
    const python = {
      interpreter: 5,
      command: 'docker exec api python',
      pathMapping: { '/a': 5 },
      applicationLoader: 1,
    };
    expect(usable({ python }).python).toEqual({
      interpreter: '',
      command: ['docker exec api python'],
      pathMapping: { '/a': '5' },
      applicationLoader: '',
    });
    expect(usable({ python: { command: null, pathMapping: null } }).python).toMatchObject({
      command: [],
      pathMapping: {},
    });
  });

  it('leaves a target out as a whole, and reads plain values as texts', () => {
    const wrong = [
      null,
      1,
      {},
      { name: '' },
      { name: 1 },
      { name: 'a', x: 'tenant=b' },
      { name: 'a', x: [{}] },
      { name: 'a', environment: [1] },
      { name: 'a', environment: { A: null } },
      { name: 'a', envFile: 5 },
      { name: 'a', project: {} },
    ];
    expect(usable({ targets: wrong }).targets).toEqual([]);
    expect(usable({ targets: 'a' }).targets).toEqual([]);
    const targets = [{ name: 'a', x: [1], environment: { PORT: 5432, DEBUG: true }, protected: 'yes' }];
    expect(usable({ targets }).targets).toEqual([
      { name: 'a', x: ['1'], environment: { PORT: '5432', DEBUG: 'true' }, protected: true },
    ]);
  });
});
