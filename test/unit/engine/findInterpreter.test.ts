import { describe, expect, it } from 'vitest';
import { type FileSystem, FileSystemError } from '../../../server/src/common/fileSystem';
import { findInterpreter, type PythonCommand } from '../../../server/src/engine/alembic/findInterpreter';
import type { Interpreter } from '../../../server/src/engine/alembic/interpreter';
import { installCommand } from '../../../server/src/engine/alembic/installer';
import type { InterpreterQuestion } from '../../../server/src/engine/alembic/look';

type Files = readonly string[] | Readonly<Record<string, string>>;

/** Files by path, in the form of whichever platform the question is about. */
function fileSystem(files: Files): FileSystem {
  const texts = new Map(Array.isArray(files) ? files.map((path: string) => [path, '']) : Object.entries(files));
  const isFolder = (path: string): boolean =>
    [...texts.keys()].some((file) => /^[\\/]/.test(file.slice(path.length)) && file.startsWith(path));
  const nothing = (path: string): never => {
    throw new FileSystemError('ENOENT', path);
  };
  return {
    stat: (path) =>
      texts.has(path) || isFolder(path)
        ? { kind: texts.has(path) ? 'file' : 'directory', size: 1, mtimeMs: 0 }
        : nothing(path),
    readFile: (path) => new TextEncoder().encode(texts.get(path) ?? nothing(path)),
    readDirectory: (path) => {
      const below = [...texts.keys()].filter((file) => file.startsWith(path));
      const names = new Set(below.map((file) => file.slice(path.length + 1).split(/[\\/]/)[0] ?? ''));
      return [...names].map((name) => ({ name, kind: 'other' }));
    },
    realPath: (path) => path,
  };
}

function ask(
  files: Files,
  changes: Partial<InterpreterQuestion & PythonCommand> = {},
): ReturnType<typeof findInterpreter> {
  return findInterpreter({
    setting: '',
    command: [],
    pathMapping: {},
    pythonExtension: undefined,
    workingDirectory: '/w/shop/backend',
    workspaceFolder: '/w/shop',
    fs: fileSystem(files),
    environment: { PATH: '/usr/bin:/bin', HOME: '/home/me' },
    platform: 'linux',
    ...changes,
  });
}

function find(files: Files, changes: Partial<InterpreterQuestion> = {}): string {
  const result = ask(files, changes);
  return result.ok
    ? [result.value.command, ...result.value.args, '|', result.value.detail].join(' ')
    : result.error.message;
}

describe('in a terminal, where no workspace folder ends the search', () => {
  const here = (files: Files): string =>
    find(files, {
      upTo: 'repository',
      workingDirectory: '/w/shop/backend/api',
      workspaceFolder: '/w/shop/backend/api',
    });
  const top = '/.venv/bin/python';

  it.each<[name: string, files: readonly string[], found: string]>([
    ['the nearest', ['/w/.venv/bin/python', '/w/shop/venv/bin/python'], '/w/shop/venv/bin/python'],
    ['one beside .git', ['/w/shop/.git/HEAD', '/w/shop/.venv/bin/python', top], '/w/shop/.venv/bin/python'],
    [
      'one beside .git, a lock file below it',
      ['/w/shop/.git', '/w/shop/backend/uv.lock', '/w/shop/.venv/bin/python'],
      '/w/shop/.venv/bin/python',
    ],
    ['none above .git', ['/w/shop/.git', '/w/.venv/bin/python', '/usr/bin/python3'], '/usr/bin/python3'],
    ['none above a lock file', ['/w/shop/poetry.lock', '/w/.venv/bin/python', '/usr/bin/python3'], '/usr/bin/python3'],
    ['one beside a lock file', ['/w/shop/pdm.lock', '/w/shop/.venv/bin/python'], '/w/shop/.venv/bin/python'],
    ['one at the top', [top], top],
  ])('finds %s', (_, files, found) => {
    expect(here(files).split(' | ')[0]).toBe(found);
  });
});

describe('findInterpreter', () => {
  const everywhere = [
    '/opt/py',
    '/ext/bin/python',
    '/w/shop/backend/venv/bin/python',
    '/w/shop/.venv/bin/python',
    '/w/.venv/bin/python',
    '/usr/bin/python3',
  ];

  it('asks setting, Python extension, folders from the working directory up, PATH, in this order', () => {
    expect(find(everywhere, { setting: '/opt/py', pythonExtension: '/ext/bin/python' })).toBe(
      '/opt/py | /opt/py (setting)',
    );
    expect(find(everywhere, { pythonExtension: '/ext/bin/python' })).toBe(
      '/ext/bin/python | /ext/bin/python (Python extension)',
    );
    expect(find(everywhere)).toBe('/w/shop/backend/venv/bin/python | backend/venv/bin/python (folder venv)');
    expect(find(everywhere.slice(3))).toBe('/w/shop/.venv/bin/python | .venv/bin/python (folder .venv)');
    expect(find(everywhere.slice(4))).toBe('/usr/bin/python3 | /usr/bin/python3 (PATH)');
    expect(find([])).toContain('No Python was found');
  });

  it('prefers .venv to venv', () => {
    expect(find(['/w/shop/.venv/bin/python', '/w/shop/venv/bin/python'])).toContain('(folder .venv)');
  });

  it('takes an environment’s folder for its Python', () => {
    expect(find(everywhere, { pythonExtension: '/ext' })).toContain('/ext/bin/python |');
    expect(find(everywhere, { setting: '.venv' })).toBe('/w/shop/.venv/bin/python | .venv/bin/python (setting)');
  });

  it('speaks of what names the interpreter', () => {
    const option = { setting: '/opt/py', namedBy: '--python' };
    expect(find(everywhere, option)).toBe('/opt/py | /opt/py (--python)');
    expect(find([], option)).toMatch(/^--python names \/opt\/py, where no Python is/);
  });

  it('passes over an extension’s choice that is gone, but not over a setting', () => {
    expect(find(everywhere, { pythonExtension: '/gone/python' })).toContain('(folder venv)');
    expect(find(everywhere, { setting: '/gone/python' })).toMatch(/names \/gone\/python, where no Python is/);
  });

  it.each([
    ['${workspaceFolder}/.venv/bin/python', '/w/shop/.venv/bin/python'],
    ['~/py', '/home/me/py'],
    ['${env:HOME}/py', '/home/me/py'],
    ['python3', '/usr/bin/python3'],
    ['./backend/venv', '/w/shop/backend/venv/bin/python'],
  ])('understands the setting %s', (setting, command) => {
    expect(find([...everywhere, '/home/me/py'], { setting }).split(' | ')[0]).toBe(command);
    expect(find([...everywhere, '/home/me/py'], { setting })).toContain('(setting)');
  });

  it('looks only in a working directory outside of the workspace folder', () => {
    const outside = { workingDirectory: '/other/api' };
    expect(find(['/other/.venv/bin/python', '/other/api/.venv/bin/python'], outside)).toContain(
      '/other/api/.venv/bin/python |',
    );
    expect(find(['/other/.venv/bin/python'], outside)).toContain('No Python was found');
  });

  it('knows the layouts of Windows', () => {
    const windows = {
      platform: 'win32',
      workingDirectory: 'C:\\w\\shop',
      workspaceFolder: 'C:\\w\\shop',
      environment: { Path: 'C:\\Users\\me\\AppData\\Local\\Microsoft\\WindowsApps;C:\\Windows' },
    } as const;
    expect(find(['C:\\w\\shop\\.venv\\Scripts\\python.exe'], windows)).toBe(
      'C:\\w\\shop\\.venv\\Scripts\\python.exe | .venv\\Scripts\\python.exe (folder .venv)',
    );
    expect(find(['C:\\conda\\python.exe'], { ...windows, pythonExtension: 'C:\\conda' })).toContain(
      'C:\\conda\\python.exe |',
    );
    expect(
      find(['C:\\Users\\me\\AppData\\Local\\Microsoft\\WindowsApps\\python.exe', 'C:\\Windows\\py.exe'], windows),
    ).toBe('C:\\Windows\\py.exe -3 | C:\\Windows\\py.exe -3 (PATH)');
  });
});

describe('the environments of tools', () => {
  const python = '/usr/bin/python3';

  it.each<[string, Readonly<Record<string, string>>, Record<string, string>, string]>([
    [
      'poetry, by name and folder',
      {
        '/w/shop/pyproject.toml': '[project]\nname = "My.Shop_App"\n',
        '/w/shop/poetry.lock': '',
        '/home/me/.cache/pypoetry/virtualenvs/my-shop-app-rEnSSegT-py3.11/bin/python': '',
        '/home/me/.cache/pypoetry/virtualenvs/my-shop-app-elsewhere-py3.12/bin/python': '',
      },
      {},
      '/home/me/.cache/pypoetry/virtualenvs/my-shop-app-rEnSSegT-py3.11/bin/python (poetry)',
    ],
    [
      'poetry, the version chosen by `env use`',
      {
        '/w/shop/pyproject.toml': '[tool.poetry]\nname = "my-shop-app"\n',
        '/c/virtualenvs/my-shop-app-rEnSSegT-py3.11/bin/python': '',
        '/c/virtualenvs/my-shop-app-rEnSSegT-py3.12/bin/python': '',
        '/c/virtualenvs/envs.toml': '[my-shop-app-rEnSSegT]\nminor = "3.12"\npatch = "3.12.1"\n',
      },
      { POETRY_CACHE_DIR: '/c' },
      '/c/virtualenvs/my-shop-app-rEnSSegT-py3.12/bin/python (poetry)',
    ],
    [
      'poetry, none of several',
      {
        '/w/shop/pyproject.toml': '[tool.poetry]\nname = "my-shop-app"\n',
        '/c/my-shop-app-rEnSSegT-py3.11/bin/python': '',
        '/c/my-shop-app-rEnSSegT-py3.12/bin/python': '',
        '/w/shop/poetry.toml': '[virtualenvs]\npath = "/c"\n',
      },
      {},
      '/usr/bin/python3 (PATH)',
    ],
    [
      'uv, the folder of the variable',
      { '/w/shop/uv.lock': '', '/w/shop/env/bin/python': '' },
      { UV_PROJECT_ENVIRONMENT: 'env' },
      'env/bin/python (UV_PROJECT_ENVIRONMENT)',
    ],
    ['conda, in the project', { '/w/shop/.conda/bin/python': '' }, {}, '.conda/bin/python (folder .conda)'],
    [
      'conda, by name',
      {
        '/w/shop/environment.yml': 'channels:\n  - x\nname: "shop"  # ours\n',
        '/home/me/.conda/environments.txt': '/opt/conda\n/opt/conda/envs/shop\n/gone/envs/shop\n',
        '/opt/conda/envs/shop/bin/python': '',
      },
      { CONDA_PREFIX: '/opt/conda', CONDA_DEFAULT_ENV: 'base' },
      '/opt/conda/envs/shop/bin/python (conda environment shop of environment.yml)',
    ],
    [
      'conda, activated',
      { '/opt/conda/envs/x/bin/python': '' },
      { CONDA_PREFIX: '/opt/conda/envs/x', CONDA_DEFAULT_ENV: 'x' },
      '/opt/conda/envs/x/bin/python (CONDA_PREFIX)',
    ],
    [
      'conda, never base',
      { '/opt/conda/bin/python': '' },
      { CONDA_PREFIX: '/opt/conda', CONDA_DEFAULT_ENV: 'base' },
      '/usr/bin/python3 (PATH)',
    ],
    ['the activated one', { '/v/bin/python': '' }, { VIRTUAL_ENV: '/v' }, '/v/bin/python (VIRTUAL_ENV)'],
    [
      'pyenv, the newest of a line',
      {
        '/w/shop/.python-version': '# ours\n3.1\n',
        '/home/me/.pyenv/versions/3.1.9/bin/python': '',
        '/home/me/.pyenv/versions/3.1.10/bin/python': '',
        '/home/me/.pyenv/versions/3.1.11rc1/bin/python': '',
        '/home/me/.pyenv/versions/3.11.7/bin/python': '',
      },
      {},
      '/home/me/.pyenv/versions/3.1.10/bin/python (.python-version)',
    ],
    [
      'pyenv, a named environment',
      { '/w/shop/.python-version': 'shop', '/p/versions/shop/bin/python': '' },
      { PYENV_ROOT: '/p' },
      '/p/versions/shop/bin/python (.python-version)',
    ],
    ['pyenv, the system’s', { '/w/shop/.python-version': 'system' }, {}, '/usr/bin/python3 (PATH)'],
  ])('%s', (_, files, variables, detail) => {
    const environment = { PATH: '/usr/bin:/bin', HOME: '/home/me', ...variables };
    expect(find({ ...files, [python]: '' }, { environment }).split(' | ')[1]).toBe(detail);
  });

  it('on Windows and macOS are where those keep them', () => {
    const project = { '/w/shop/pyproject.toml': '[tool.poetry]\nname = "my-shop-app"\n' };
    const mac = '/home/me/Library/Caches/pypoetry/virtualenvs/my-shop-app-rEnSSegT-py3.11/bin/python';
    expect(find({ ...project, [mac]: '' }, { platform: 'darwin' })).toContain('(poetry)');
    const windows = {
      platform: 'win32',
      workingDirectory: 'C:\\w\\shop',
      workspaceFolder: 'C:\\w\\shop',
      environment: { USERPROFILE: 'C:\\Users\\me', LOCALAPPDATA: 'C:\\L' },
    } as const;
    const pyenv = 'C:\\Users\\me\\.pyenv\\pyenv-win\\versions\\3.12.1\\python.exe';
    expect(find({ 'C:\\w\\shop\\.python-version': '3.12\r\n', [pyenv]: '' }, windows)).toBe(
      `${pyenv} | ${pyenv} (.python-version)`,
    );
  });
});

describe('a Python command', () => {
  it('goes before every interpreter, with its folders named', () => {
    const result = ask(['/w/shop/.venv/bin/python', '/opt/py'], {
      setting: '/opt/py',
      command: ['docker', 'compose', '-f', '${workspaceFolder}/dev.yml', 'exec', '-T', '${env:SERVICE}', 'python'],
      pathMapping: { '${workspaceFolder}': '/app', lib: '/lib' },
      environment: { SERVICE: 'api' },
    });
    const name = 'docker compose -f /w/shop/dev.yml exec -T api python';
    const expected: Interpreter = {
      command: 'docker',
      args: name.split(' ').slice(1),
      detail: `${name} (setting)`,
      elsewhere: {
        name,
        folder: '/w/shop',
        folders: [
          ['/w/shop', '/app'],
          ['/w/shop/lib', '/lib'],
        ],
      },
    };
    expect(result).toEqual({ ok: true, value: expected });
  });
});

describe('what adds a package', () => {
  it.each<[string, Readonly<Record<string, string>>, string]>([
    ['uv', { '/w/shop/uv.lock': '' }, 'uv add --project /w/shop "psycopg[binary]"'],
    ['uv above', { '/w/shop/backend/uv.lock': '' }, 'uv add --project /w/shop/backend "psycopg[binary]"'],
    ['poetry', { '/w/shop/poetry.lock': '' }, 'poetry --directory /w/shop add "psycopg[binary]"'],
    ['pipenv', { '/w/shop/Pipfile': '' }, 'cd /w/shop && pipenv install "psycopg[binary]"'],
    [
      'pip',
      { '/w/shop/requirements.txt': '' },
      '/w/shop/.venv/bin/python -m pip install "psycopg[binary]" Name it in requirements.txt as well.',
    ],
    [
      'conda',
      { '/w/shop/.venv/conda-meta/history': '' },
      'conda install --prefix /w/shop/.venv --channel conda-forge psycopg',
    ],
    [
      'an environment of uv',
      { '/w/shop/.venv/pyvenv.cfg': 'home = /usr/bin\nuv = 0.9.1\n' },
      'uv pip install --python /w/shop/.venv/bin/python "psycopg[binary]"',
    ],
  ])('%s', (_, files, expected) => {
    const result = ask({ ...files, '/w/shop/.venv/bin/python': '' });
    if (!result.ok) throw new Error(result.error.message);
    const { command, advice } = installCommand(result.value, 'psycopg[binary]');
    expect(`${command}${advice}`).toBe(expected);
  });

  it('in a container is called there, and goes with it', () => {
    const elsewhere = { name: 'api', folder: '/w', folders: [] };
    const args = ['compose', 'exec', '-T', 'api', 'python'];
    const { command, advice } = installCommand({ command: 'docker', args, detail: 'api', elsewhere }, 'alembic');
    expect(command).toBe('docker compose exec -T api python -m pip install alembic');
    expect(advice).toBe(' What the container is made from has to name it as well.');
  });

  it('on Windows is called by PowerShell', () => {
    const program = 'C:\\My Shop\\.venv\\Scripts\\python.exe';
    const result = ask([program], {
      platform: 'win32',
      workingDirectory: 'C:\\My Shop',
      workspaceFolder: 'C:\\My Shop',
    });
    expect(result.ok && installCommand(result.value, 'alembic').command).toBe(`& "${program}" -m pip install alembic`);
  });
});
