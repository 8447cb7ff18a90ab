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

  const keep = { enabled: true, severity: {} };
  const mustBe = (key: string, what: string): string => `The setting 'alembicWorkbench.${key}' must be ${what}: `;
  const severities = "'error', 'warning', 'information', 'hint' or 'off'";
  it.each<[object, Partial<Settings>, string[]]>([
    [
      { configFiles: 'db.ini' },
      { configFiles: ['db.ini'] },
      [`${mustBe('configFiles', 'a list of texts')}"db.ini" is taken for a list of one.`],
    ],
    [
      { configFiles: [5, 'a.ini', null] },
      { configFiles: ['a.ini'] },
      [
        `${mustBe('configFiles', 'a list of texts')}the entry 5 is left out.`,
        `${mustBe('configFiles', 'a list of texts')}the entry null is left out.`,
      ],
    ],
    [
      { configFiles: { a: 1 } },
      { configFiles: [] },
      [`${mustBe('configFiles', 'a list of texts')}{"a":1} is not used.`],
    ],
    [
      { projects: [{}, { path: 'db' }, 'x'] },
      { projects: [{ path: 'db' }] },
      [
        `${mustBe('projects', "a list of objects with a 'path'")}the entry {} is left out.`,
        `${mustBe('projects', "a list of objects with a 'path'")}the entry "x" is left out.`,
      ],
    ],
    [
      { projects: [{ path: 'db', section: 5, workingDirectory: 'w' }] },
      { projects: [{ path: 'db', workingDirectory: 'w' }] },
      [`${mustBe('projects[…].section', 'a text')}5 is not used.`],
    ],
    [{ lint: { enabled: true, severity: null } }, { lint: keep }, []],
    [
      { lint: { enabled: 'no', severity: 'off' } },
      { lint: keep },
      [
        `${mustBe('lint.severity', 'an object of rules and severities')}"off" is not used.`,
        `${mustBe('lint.enabled', 'true or false')}"no" is not used.`,
      ],
    ],
    [
      { lint: { enabled: false, severity: { 'multiple-heads': 'warn', 'revision-cycle': 'off', a: 'toString' } } },
      { lint: { enabled: false, severity: { 'revision-cycle': 'off' } } },
      [
        `${mustBe('lint.severity.multiple-heads', severities)}"warn" is not used, the rule keeps its own.`,
        `${mustBe('lint.severity.a', severities)}"toString" is not used, the rule keeps its own.`,
      ],
    ],
    [
      { codeLens: { upgrade: false, downgrade: 'off' } },
      { codeLens: { upgrade: false, downgrade: true, revision: true, sql: true } },
      [`${mustBe('codeLens.downgrade', 'true or false')}"off" is not used.`],
    ],
    [{ codeLens: null, lint: null, projects: null, configFiles: null }, {}, []],
  ])('%j', (wrong, expected, faults) => {
    expect(usable(wrong)).toEqual({ ...DEFAULT_SETTINGS, ...expected, ...(faults.length > 0 && { faults }) });
  });
});
