import { describe, expect, it } from 'vitest';
import { FileSystemError } from '../../../server/src/common/fileSystem';
import { findInterpreter, type InterpreterQuestion } from '../../../server/src/engine/alembic/interpreter';

function find(files: readonly string[], changes: Partial<InterpreterQuestion> = {}): string {
  const result = findInterpreter({
    setting: '',
    pythonExtension: undefined,
    workingDirectory: '/w/shop/backend',
    workspaceFolder: '/w/shop',
    fs: {
      stat: (path) => {
        if (!files.includes(path)) throw new FileSystemError('ENOENT', path);
        return { kind: 'file', size: 1, mtimeMs: 0 };
      },
    },
    environment: { PATH: '/usr/bin:/bin', HOME: '/home/me' },
    platform: 'linux',
    ...changes,
  });
  return result.ok
    ? [result.value.command, ...result.value.args, '|', result.value.detail].join(' ')
    : result.error.message;
}

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
