import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { engineHost } from '../../database/support/engines';
import { terminal } from '../chain/cli/terminal';
import { skipping } from '../../support/missing';
import { oraclePython, skipReason } from '../support/venv';

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'aw-config-files-')));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const scripts = (place: string, id: string): Record<string, string> => ({
  [`${place}/env.py`]: '',
  [`${place}/script.py.mako`]: '',
  [`${place}/versions/${id}.py`]: `revision = "${id}"\ndown_revision = None\n`,
});
const TOML = (place: string): string => `[tool.alembic]\nscript_location = "%(here)s/${place}"\n`;
const INI = (place: string): string => `[alembic]\nscript_location = %(here)s/${place}\n`;

/** Which of two files says where the scripts are, by what `heads` prints. */
const LAYOUTS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'an ini here that says nothing of scripts': {
    'alembic.ini': '[alembic]\nsqlalchemy.url = sqlite://\n',
    'sub/pyproject.toml': TOML('scripts'),
    ...scripts('sub/scripts', 'aaaa'),
  },
  'an ini here with scripts of its own': {
    'alembic.ini': INI('own'),
    'sub/pyproject.toml': TOML('scripts'),
    ...scripts('own', 'bbbb'),
    ...scripts('sub/scripts', 'aaaa'),
  },
  'an ini here that only configures logging': {
    'alembic.ini': '[loggers]\nkeys = root\n',
    'sub/pyproject.toml': TOML('scripts'),
    ...scripts('sub/scripts', 'aaaa'),
  },
  'no ini here': { 'sub/pyproject.toml': TOML('scripts'), ...scripts('sub/scripts', 'aaaa') },
  'an ini and a pyproject.toml there, and an ini here': {
    'alembic.ini': INI('own'),
    'sub/alembic.ini': INI('other'),
    'sub/pyproject.toml': TOML('scripts'),
    ...scripts('own', 'bbbb'),
    ...scripts('sub/other', 'cccc'),
    ...scripts('sub/scripts', 'aaaa'),
  },
  'a pyproject.toml here and an ini there': {
    'pyproject.toml': TOML('own'),
    'sub/local.ini': '[alembic]\nsqlalchemy.url = sqlite://\n',
    ...scripts('own', 'bbbb'),
  },
};

interface Given {
  readonly args: readonly string[];
  readonly variable?: string;
}

const GIVEN: readonly Given[] = [
  { args: ['-c', 'sub/pyproject.toml'] },
  { args: [], variable: 'sub/pyproject.toml' },
  { args: ['-c', 'sub/local.ini'] },
  { args: ['-c', 'sub/alembic.ini'], variable: 'sub/pyproject.toml' },
];

// Alembic says that a file is missing only once it needs it, so what is named is there.
const CASES = Object.entries(LAYOUTS).flatMap(([name, files]) =>
  GIVEN.filter(({ args, variable }) => [args[1], variable].every((path) => path === undefined || path in files)).map(
    ({ args, variable }) => ({ name, files, args, variable }),
  ),
);

describe('the configuration files', skipping(skipReason()), () => {
  it.each(CASES)('with $name: $args, ALEMBIC_CONFIG=$variable', async ({ files, args, variable }) => {
    const root = mkdtempSync(join(folder, 'project-'));
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
    const environment = variable === undefined ? {} : { ALEMBIC_CONFIG: variable };
    const { ALEMBIC_CONFIG: _, ...rest } = process.env;
    const theirs = spawnSync(oraclePython(), ['-m', 'alembic', ...args, 'heads'], {
      cwd: root,
      encoding: 'utf8',
      env: { ...rest, ...environment },
    });
    const host = engineHost();
    const ours = await terminal([...args, 'heads'], root, {
      engine: { ...host, environment: { ...rest, ...environment } },
    });
    expect({ code: ours.code, out: ours.out }, `${ours.err}${theirs.stderr}`).toEqual({
      code: theirs.status,
      out: theirs.stdout,
    });
    expect(ours.code).toBe(0);
  });
});
