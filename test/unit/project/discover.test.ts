import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { pathToUri } from '../../../server/src/common/fileUri';
import { type Discovery, discoverProjects, discovery } from '../../../server/src/project/discover';
import type { ProjectConfig } from '../../../server/src/project/model';
import { DEFAULT_SETTINGS, type Settings } from '../../../server/src/protocol/settings';
import { type MemoryEntry, memoryFileSystem } from '../../support/memoryFileSystem';

const ROOT = resolve('/work space');
const HERE = '[alembic]\nscript_location = %(here)s/migrations\n';
const ENV = 'from alembic import context\n';
const FOLDER = { folder: true } as const;

function at(path: string): string {
  return join(ROOT, path);
}

/** Names are below the workspace folder. */
function discover(
  files: Readonly<Record<string, MemoryEntry>>,
  settings: Partial<Settings> = {},
  folders: readonly string[] = [ROOT],
): Discovery {
  const placed = Object.fromEntries(Object.entries(files).map(([name, entry]) => [resolve(ROOT, name), entry]));
  const fs = memoryFileSystem({ [ROOT]: FOLDER, ...placed });
  return discoverProjects(fs, folders, { ...DEFAULT_SETTINGS, ...settings });
}

const below = (path: string | null): string | null => path?.slice(ROOT.length + 1) ?? null;

/** A script folder as `alembic init` makes it. */
function scripts(folder: string): Record<string, MemoryEntry> {
  return { [`${folder}/env.py`]: ENV, [`${folder}/script.py.mako`]: '', [`${folder}/versions`]: FOLDER };
}

interface Shown {
  readonly name: string;
  readonly scripts: string | null;
  readonly cwd: string | null;
  readonly why: string;
}

function show({ name, scriptLocation, workingDirectory, workingDirectoryReason }: ProjectConfig): Shown {
  return { name, scripts: below(scriptLocation), cwd: below(workingDirectory), why: workingDirectoryReason };
}

const shown = (files: Readonly<Record<string, MemoryEntry>>, settings?: Partial<Settings>): readonly Shown[] =>
  discover(files, settings).projects.map(show);

describe('finds', () => {
  it('an alembic.ini at the top', () => {
    const files = { 'alembic.ini': HERE, ...scripts('migrations') };
    expect(shown(files)).toEqual([
      { name: 'work space', scripts: 'migrations', cwd: '', why: 'folder of alembic.ini' },
    ]);
    expect(discover(files).projects[0]).toMatchObject({
      id: at('alembic.ini'),
      root: ROOT,
      source: { ini: at('alembic.ini'), section: 'alembic', bare: false },
      envPy: at('migrations/env.py'),
      versionLocations: [at('migrations/versions')],
    });
  });

  it('several at any depth', () => {
    const files = {
      'a/b/c/alembic.ini': HERE,
      ...scripts('a/b/c/migrations'),
      'd/alembic.ini': HERE,
      ...scripts('d/migrations'),
    };
    expect(shown(files).map(({ name }) => name)).toEqual(['a/b/c', 'd']);
  });

  it('an ini inside the script folder, run from the folder above', () => {
    expect(shown({ 'alembic/alembic.ini': '[alembic]\nscript_location = alembic\n', ...scripts('alembic') })).toEqual([
      { name: 'alembic', scripts: 'alembic', cwd: '', why: 'ancestor holding alembic/env.py' },
    ]);
  });

  it('a pyproject.toml', () => {
    const toml = '[tool.alembic]\nscript_location = "%(here)s/migrations"\n';
    expect(shown({ 'api/pyproject.toml': toml, ...scripts('api/migrations') })).toEqual([
      { name: 'api', scripts: join('api', 'migrations'), cwd: 'api', why: 'folder of pyproject.toml' },
    ]);
  });

  it('an ini and a pyproject.toml in one folder as one project', () => {
    const { projects } = discover({
      'alembic.ini': '[alembic]\nfile_template = ini\n',
      'pyproject.toml': '[tool.alembic]\nscript_location = "%(here)s/migrations"\nfile_template = "toml"\n',
      ...scripts('migrations'),
    });
    expect(projects).toHaveLength(1);
    expect(projects[0]).toMatchObject({
      source: { ini: at('alembic.ini'), toml: at('pyproject.toml') },
      scriptLocation: at('migrations'),
      fileTemplate: 'ini',
    });
  });

  it('every section of an ini that says where its scripts are', () => {
    const ini = `${HERE}[reports]\nscript_location = reports\n[loggers]\nkeys = root\n`;
    expect(
      shown({ 'alembic.ini': ini, ...scripts('migrations'), ...scripts('reports') }).map(({ name, scripts }) => [
        name,
        scripts,
      ]),
    ).toEqual([
      ['work space', 'migrations'],
      ['work space [reports]', 'reports'],
    ]);
  });

  it("Flask-Migrate's folder, whose ini says nothing of scripts", () => {
    const ini = '[alembic]\n# template used to generate migration files\n[loggers]\nkeys = root\n';
    const { projects, problems } = discover({ ...scripts('app/migrations'), 'app/migrations/alembic.ini': ini });
    expect(projects.map(show)).toEqual([
      { name: 'app/migrations', scripts: join('app', 'migrations'), cwd: 'app', why: 'folder that holds migrations' },
    ]);
    expect(projects[0]).toMatchObject({ source: { bare: true, ini: at('app/migrations/alembic.ini') }, problems: [] });
    expect(problems).toEqual([]);
  });

  it('the folder itself where the ini is a template that a program fills in', () => {
    const ini = '[alembic]\nscript_location = {alembic_dir}\n';
    expect(shown({ 'hub/alembic.ini': ini, ...scripts('hub/alembic') })).toMatchObject([
      { name: 'hub/alembic', scripts: join('hub', 'alembic'), cwd: 'hub' },
    ]);
  });

  it('env.py and versions without any configuration', () => {
    expect(shown({ 'db/env.py': ENV, 'db/versions': FOLDER })).toMatchObject([{ name: 'db', scripts: 'db' }]);
  });

  it('a package', () => {
    const ini = '[alembic]\nscript_location = shop.db:migrations\nprepend_sys_path = src\n';
    expect(shown({ 'conf/alembic.ini': ini, ...scripts('src/shop/db/migrations') })).toMatchObject([
      {
        scripts: join('src', 'shop', 'db', 'migrations'),
        cwd: '',
        why: 'ancestor holding src/shop/db/migrations/env.py',
      },
    ]);
  });

  it('what a pattern names in a folder that is passed over otherwise', () => {
    const files = { 'x/.db/conf/alembic.ini': HERE, ...scripts('x/.db/conf/migrations'), '.cache/alembic.ini': HERE };
    const found = (configFiles: readonly string[]): readonly string[] =>
      discover(files, { configFiles }).projects.map(({ source }) => below(source.ini ?? null) ?? '');
    expect(found([])).toEqual([]);
    expect(found(['x/.db/*/alembic.ini'])).toEqual([join('x', '.db', 'conf', 'alembic.ini')]);
    expect(found(['**/.db/**/*.ini'])).toEqual([join('x', '.db', 'conf', 'alembic.ini')]);
    expect(found(['.*/alembic.ini'])).toEqual([]);
  });

  it('everything else where a pattern or a setting is none', () => {
    const files = { 'alembic.ini': HERE, ...scripts('migrations'), 'a-b.ini': HERE };
    const { projects, problems } = discover(files, {
      configFiles: ['[z-a].ini', 'a-b.ini'],
      faults: ['A setting is wrong.'],
    });
    expect(projects.map(({ source }) => below(source.ini ?? null))).toEqual(['a-b.ini', 'alembic.ini']);
    expect(problems.map(({ file, subCode, message }) => [file, subCode, message])).toEqual([
      [ROOT, 'setting', 'A setting is wrong.'],
      [
        ROOT,
        'setting',
        "The setting 'alembicWorkbench.configFiles' holds '[z-a].ini', which is no glob pattern: it is left out.",
      ],
    ]);
  });

  it('files with other names, by a setting', () => {
    const files = {
      'deploy/migrations-prod.ini': '[alembic]\nscript_location = migrations\n',
      'deploy/other.ini': HERE,
      ...scripts('migrations'),
    };
    expect(shown(files, { configFiles: ['deploy/migrations*.ini'] })).toMatchObject([
      { name: 'deploy', scripts: 'migrations', cwd: '' },
    ]);
  });

  it('what a setting names, and takes its working directory', () => {
    const projects = [
      { path: 'odd.cfg', section: 'two', workingDirectory: 'run' },
      { path: 'bare', workingDirectory: 'run' },
    ];
    const files = {
      'odd.cfg': '[two]\nscript_location = ../migrations\n',
      'bare/env.py': '',
      'run/x': '',
      ...scripts('migrations'),
    };
    expect(shown(files, { projects })).toEqual([
      { name: 'work space [two]', scripts: 'migrations', cwd: 'run', why: 'setting' },
      { name: 'bare', scripts: 'bare', cwd: 'run', why: 'setting' },
    ]);
  });

  it('a project once that is found and also named by a setting', () => {
    const projects = [{ path: 'alembic.ini', workingDirectory: 'run' }];
    const files = { 'alembic.ini': HERE, 'run/x': '', ...scripts('migrations') };
    expect(shown(files, { projects })).toMatchObject([{ cwd: 'run', why: 'setting' }]);
  });

  it('projects in several workspace folders, under names that tell them apart', () => {
    const files = {
      'one/alembic.ini': HERE,
      ...scripts('one/migrations'),
      'two/alembic.ini': HERE,
      ...scripts('two/migrations'),
      'one/db/alembic.ini': HERE,
      'two/db/alembic.ini': HERE,
    };
    const { projects } = discover(files, {}, [at('one'), at('two')]);
    expect(projects.map(({ name }) => name)).toEqual(['one', 'one/db/alembic.ini', 'two', 'two/db/alembic.ini']);
  });

  it('uses the settings of the workspace folder', () => {
    const folders = { [pathToUri(at('two'))]: { ...DEFAULT_SETTINGS, configFiles: ['*.cfg'] } };
    const files = { 'one/a.cfg': HERE, 'two/a.cfg': HERE };
    expect(discover(files, { folders }, [at('one'), at('two')]).projects.map(({ id }) => id)).toEqual([
      at('two/a.cfg'),
    ]);
  });

  it('a project although its file is broken elsewhere', () => {
    const [project] = discover({ 'alembic.ini': `${HERE}broken\n`, ...scripts('migrations') }).projects;
    expect(project).toMatchObject({ scriptLocation: at('migrations'), problems: [{ code: 'config-unreadable' }] });
    const toml = 'x = = 1\n[tool.alembic]\nscript_location = "migrations"\n[tool.black]\n';
    const [other] = discover({ 'pyproject.toml': toml, ...scripts('migrations') }).projects;
    expect(other).toMatchObject({
      scriptLocation: at('migrations'),
      problems: [{ code: 'config-unreadable', range: { start: { line: 0 } } }],
    });
  });

  it('a project whose TOML header is not closed, and says what is wrong', () => {
    const fs = memoryFileSystem({ '/p/pyproject.toml': '[tool.alembic\nscript_location = "migrations"\n' });
    const { projects } = discoverProjects(fs, [resolve('/p')], DEFAULT_SETTINGS);
    expect(projects.map(({ problems }) => problems.map(({ code, range }) => [code, range.start.line]))).toEqual([
      [['config-unreadable', 0]],
    ]);
  });

  it('a project whose script folder is not there, and not its real folder besides', () => {
    const files = { 'alembic.ini': '[alembic]\nscript_location = alembic\n', ...scripts('migrations') };
    expect(shown(files)).toMatchObject([{ name: 'work space', scripts: 'alembic' }]);
  });
});

describe('passes over', () => {
  it.each<[string, Record<string, MemoryEntry>]>([
    ['an ini that configures logging only', { 'alembic.ini': '[loggers]\nkeys = root\n', 'x/alembic.ini': '' }],
    ['other files', { 'setup.cfg': HERE, 'tox.ini': HERE, 'pyproject.toml': '[tool.black]\n', 'readme.md': 'alembic' }],
    ['a pyproject.toml of others that is broken', { 'pyproject.toml': 'alembic = = 1' }],
    [
      'installed packages',
      { 'node_modules/a/alembic.ini': HERE, 'lib/site-packages/b/alembic.ini': HERE, '.git/alembic.ini': HERE },
    ],
    [
      'virtual environments',
      { 'env/pyvenv.cfg': '', 'env/share/alembic.ini': HERE, 'conda/conda-meta/x': '', 'conda/alembic.ini': HERE },
    ],
    ['an env.py of something else', { 'app/env.py': 'import os', 'app/versions': FOLDER, 'b/env.py': ENV }],
  ])('%s', (_, files) => {
    expect(discover(files)).toEqual({ projects: [], problems: [] });
  });
});

describe('goes on', () => {
  it('past links in circles, and meets each folder once', () => {
    const files = {
      'alembic.ini': HERE,
      ...scripts('migrations'),
      a: { link: '.' },
      'b/c': { link: '../../work space' },
      z: { link: 'migrations' },
    };
    expect(shown(files)).toHaveLength(1);
  });

  it('into folders that only a link leads to', () => {
    const elsewhere = resolve('/elsewhere');
    const { projects } = discover({ linked: { link: elsewhere }, [join(elsewhere, 'alembic.ini')]: HERE });
    expect(projects.map(({ id }) => id)).toEqual([at('linked/alembic.ini')]);
  });

  it('past folders that cannot be read, and says so', () => {
    const { projects, problems } = discover({
      secret: { error: 'EACCES', kind: 'directory' },
      'x/alembic.ini': HERE,
      ...scripts('x/migrations'),
    });
    expect(projects).toHaveLength(1);
    expect(problems).toMatchObject([{ file: at('secret'), severity: 'information' }]);
    expect(problems[0]?.message).toBe('This folder cannot be read (permission denied): projects in it are not found.');
  });

  it('past a workspace folder that is not there', () => {
    expect(discover({}, {}, [at('gone')]).problems).toMatchObject([{ file: at('gone') }]);
  });

  it('past settings that lead nowhere', () => {
    const { projects, problems } = discover(
      { 'a/x': '', 'alembic.ini': HERE },
      { projects: [{ path: 'nothing' }, { path: 'a' }, { path: 'alembic.ini', workingDirectory: 'gone' }] },
    );
    expect(projects).toHaveLength(1);
    expect(problems.map(({ message }) => message)).toEqual([
      `The setting 'alembicWorkbench.projects' names 'nothing', but there is nothing at ${at('nothing')}.`,
      `The setting 'alembicWorkbench.projects' names 'a', but there is neither a configuration file nor a folder with env.py at ${at('a')}.`,
      "The setting 'alembicWorkbench.projects' names the working directory 'gone', which is not there.",
    ]);
  });

  it('in steps', () => {
    const fs = memoryFileSystem({ [at('a/b/alembic.ini')]: HERE });
    const steps = discovery(fs, [ROOT], DEFAULT_SETTINGS);
    let count = 0;
    let step = steps.next();
    for (; step.done !== true; step = steps.next()) count++;
    expect(count).toBe(4);
    expect(step.value.projects).toHaveLength(1);
  });
});
