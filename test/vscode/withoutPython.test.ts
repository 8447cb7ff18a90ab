import { execFileSync, spawn } from 'node:child_process';
import {
  accessSync,
  constants,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWorkbenchAt, type Workbench } from '../support/editor/workbench';
import { endProcessGroup, environmentWithout } from '../support/processes';
import { cacheFolder, repositoryRoot } from '../support/repository';
import { installCodeServer } from '../support/editor/codeServer';
import { keyboard, needEditor } from './support/screen';

// What README's "Try it" says, on a machine that has no Python: a checkout of its own, `npm install`, `npm start`.

/** Programs that are Python, or lead to one. */
const PYTHON = /^(?:python|pip|pypy|py$|uv$|uvx$|poetry|conda|mamba|pipenv|pdm|pyenv)/;
/** What names a Python in the environment. */
const VARIABLES = ['PYTHON', 'VIRTUAL_ENV', 'CONDA', 'PYENV', 'npm_'];

let temporary: string;
let checkout: string;
let environment: NodeJS.ProcessEnv;
let workbench: Workbench | undefined;

beforeAll(async () => {
  needEditor();
  temporary = mkdtempSync(join(tmpdir(), 'aw-without-python-'));
  environment = {
    ...environmentWithout(VARIABLES),
    PATH: pathWithoutPython(join(temporary, 'bin')),
    // Environments of Python stand in the home folder too; the shop of an earlier start in the temporary one.
    HOME: join(temporary, 'home'),
    TMPDIR: join(temporary, 'tmp'),
    npm_config_cache: npmCache(),
  };
  for (const folder of ['home', 'tmp']) mkdirSync(join(temporary, folder));
  checkout = copyOfCheckout(join(temporary, 'checkout'));
  await installCodeServer(() => undefined);
  const kept = join(checkout, '.cache');
  mkdirSync(kept);
  for (const name of readdirSync(cacheFolder)) {
    if (name !== 'start') symlinkSync(join(cacheFolder, name), join(kept, name));
  }
}, 300_000);

afterAll(async () => {
  await workbench?.close();
  rmSync(temporary, { recursive: true, force: true, maxRetries: 3 });
});

test(
  'npm install and npm start open the shop, which is upgraded and downgraded natively',
  { timeout: 400_000 },
  async () => {
    expect(() => execFileSync('python3', ['--version'], { env: environment, stdio: 'ignore' })).toThrow();
    execFileSync('npm', ['install', '--no-audit', '--no-fund'], { cwd: checkout, env: environment, stdio: 'pipe' });
    const started = spawn('npm', ['start', '--', '--no-open'], { cwd: checkout, env: environment, detached: true });
    let output = '';
    const url = await new Promise<string>((resolve, reject) => {
      const read = (chunk: Buffer): void => {
        output += chunk.toString();
        const [found] = /http:\/\/127\.0\.0\.1:\S+/.exec(output) ?? [];
        if (found !== undefined) resolve(found);
      };
      started.stdout.on('data', read);
      started.stderr.on('data', read);
      started.once('exit', () => {
        reject(new Error(`npm start ended:\n${output}`));
      });
    });
    expect(output).toContain('There is no Python 3 with venv here');
    const stop = (): Promise<void> => endProcessGroup(started);
    const dataFolder = join(checkout, '.cache', 'start');
    workbench = await openWorkbenchAt(url, { pid: started.pid ?? 0, dataFolder, stop, theme: 'light' });
    await workbench.openContainer('Alembic');
    await workbench.treeRow(/create reviews.*pending/).waitFor();
    await workbench.screenshot('without-python');

    await workbench.runCommand('Alembic: Upgrade to Head');
    await workbench.dialog().getByText('Native engine: the drivers of Alembic Workbench, without Python').waitFor();
    await workbench.dialog().getByRole('button', { name: 'Upgrade' }).click();
    await workbench.treeRow(/create reviews.*current/).waitFor();

    await workbench.runCommand('Alembic: Downgrade…');
    await keyboard(workbench).title('Downgrade to');
    await keyboard(workbench).choose('create products');
    await workbench.dialog().getByRole('button', { name: 'Downgrade' }).click();
    await workbench.treeRow(/create products.*current/).waitFor();
    await workbench.treeRow(/create reviews.*pending/).waitFor();
    await workbench.screenshot('without-python-downgraded');
  },
);

/** A folder with links to all that the PATH has but Python. */
function pathWithoutPython(folder: string): string {
  mkdirSync(folder);
  const folders = [dirname(process.execPath), ...(process.env.PATH ?? '').split(delimiter)];
  for (const from of folders.filter((one) => existsSync(one) && !/node_modules|pyenv/.test(one))) {
    for (const name of readdirSync(from)) {
      const to = join(folder, name);
      if (!PYTHON.test(name) && !existsSync(to) && isProgram(join(from, name))) symlinkSync(join(from, name), to);
    }
  }
  return folder;
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function npmCache(): string {
  return execFileSync('npm', ['config', 'get', 'cache'], {
    encoding: 'utf8',
    env: environmentWithout(['npm_']),
  }).trim();
}

/** What git has of the checkout, and what it does not ignore, as a clone would have it. */
function copyOfCheckout(to: string): string {
  const files = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: repositoryRoot,
    encoding: 'utf8',
  });
  for (const file of files.split('\0').filter((one) => one !== '' && existsSync(join(repositoryRoot, one)))) {
    cpSync(join(repositoryRoot, file), join(to, file));
  }
  return to;
}
