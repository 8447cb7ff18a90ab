import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder, repositoryRoot } from '../../support/repository';

const requirementsFile = join(repositoryRoot, 'test/oracle/requirements.txt');
const PYTHONS = ['python3', 'python3.14', 'python3.13', 'python3.12', 'python3.11', 'python3.10', 'python'];
const PATIENCE_MS = 240_000;

/** This machine has no Python that Alembic 1.20 runs on. `skipReason` turns it into a named skip. */
export class NoPythonError extends Error {
  constructor() {
    super('the oracle needs Python 3.10 or later with the venv module, as python3 in PATH');
    this.name = 'NoPythonError';
  }
}

let ready: string | undefined;

/**
 * The interpreter of a virtual environment that holds exactly `test/oracle/requirements.txt`; made at the first call
 * and kept in the ignored cache, keyed by the file's content and the Python it was made from. Two processes that ask at
 * once wait for each other.
 * @throws NoPythonError when there is no Python for it; Error with pip's output when the packages cannot be installed.
 */
export function oraclePython(): string {
  ready ??= prepare();
  return ready;
}

/** Why the oracle cannot run on this machine, or null when it can; with `CI` set nothing is skipped, so it throws. */
export function skipReason(): string | null {
  try {
    oraclePython();
    return null;
  } catch (error) {
    if (error instanceof NoPythonError && process.env.CI === undefined) return error.message;
    throw error;
  }
}

function prepare(): string {
  const base = basePython();
  const requirements = readFileSync(requirementsFile, 'utf8');
  const key = createHash('sha256').update(`${base.version}\n${requirements}`).digest('hex').slice(0, 16);
  const parent = join(cacheFolder, 'oracle-venv');
  const folder = join(parent, key);
  const python = process.platform === 'win32' ? join(folder, 'Scripts', 'python.exe') : join(folder, 'bin', 'python');
  const marker = join(folder, 'ready');
  if (existsSync(marker)) return python;
  mkdirSync(parent, { recursive: true });
  const lock = `${folder}.lock`;
  const deadline = Date.now() + PATIENCE_MS;
  while (!takeLock(lock)) {
    if (existsSync(marker)) return python;
    if (Date.now() > deadline) throw new Error(`another process holds ${lock} for too long: remove it and run again`);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
  }
  try {
    if (existsSync(marker)) return python;
    rmSync(folder, { recursive: true, force: true });
    must(base.command, ['-m', 'venv', folder], 'install the venv module of Python (Debian: python3-venv)');
    must(
      python,
      ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', requirementsFile],
      'check that pip reaches its package index, and run again',
    );
    writeFileSync(marker, '');
    return python;
  } finally {
    rmSync(lock, { recursive: true, force: true });
  }
}

/** A folder is made or not, in one step. A lock older than our patience was left by a process that died. */
function takeLock(lock: string): boolean {
  try {
    mkdirSync(lock);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    const since = statSync(lock, { throwIfNoEntry: false });
    if (since !== undefined && Date.now() - since.mtimeMs > PATIENCE_MS) rmSync(lock, { recursive: true, force: true });
    return false;
  }
}

function basePython(): { readonly command: string; readonly version: string } {
  for (const command of PYTHONS) {
    const script = 'import sys, venv, ensurepip; print("%d.%d" % sys.version_info[:2], sys.prefix)';
    const { status, stdout } = spawnSync(command, ['-c', script], { encoding: 'utf8' });
    const minor = /^3\.(\d+) /.exec(stdout);
    if (status === 0 && minor !== null && Number(minor[1]) >= 10) return { command, version: stdout.trim() };
  }
  throw new NoPythonError();
}

function must(command: string, args: readonly string[], advice: string): void {
  const { status, error, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8' });
  if (status === 0) return;
  const output = error?.message ?? `${stdout}${stderr}`.slice(-3000);
  throw new Error(`${command} ${args.join(' ')} failed; ${advice}\n${output}`);
}
