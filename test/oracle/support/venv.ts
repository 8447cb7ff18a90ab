import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findPython, makeVenv, venvProgram } from '../../support/python';
import { repositoryRoot } from '../../support/repository';

/** The machine has no Python that can hold the reference: tests that need it are skipped, with this as the reason. */
export class NoPythonError extends Error {
  override readonly name = 'NoPythonError';
}

const requirements = join(repositoryRoot, 'test/oracle/requirements.txt');

function sleep(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}

let known: string | undefined;

/**
 * The interpreter of a virtual environment that holds test/oracle/requirements.txt. Made once below `.cache/`, under a
 * name that changes with the requirements; test processes that ask at the same time wait for the one that makes it.
 * Throws `NoPythonError` where there is no Python 3.10 with venv.
 */
export function oraclePython(): string {
  known ??= findOrMake();
  return known;
}

function findOrMake(): string {
  const key = createHash('sha256').update(readFileSync(requirements)).digest('hex').slice(0, 12);
  const cache = join(repositoryRoot, '.cache');
  const folder = join(cache, `oracle-venv-${key}`);
  const interpreter = venvProgram(folder, 'python');
  const ready = join(folder, 'ready');
  const lock = `${folder}.lock`;
  mkdirSync(cache, { recursive: true });
  for (;;) {
    if (existsSync(ready)) return interpreter;
    if (takeLock(lock)) break;
    sleep(200);
  }
  try {
    if (!existsSync(ready)) make(folder, ready);
  } finally {
    rmSync(lock, { recursive: true, force: true });
  }
  return interpreter;
}

/** Takes the lock folder; one left by a process that is gone is taken over. */
function takeLock(lock: string): boolean {
  try {
    mkdirSync(lock);
    writeFileSync(join(lock, 'pid'), String(process.pid));
    return true;
  } catch {
    let owner = NaN;
    try {
      owner = Number(readFileSync(join(lock, 'pid'), 'utf8'));
      process.kill(owner, 0);
    } catch (error) {
      const gone = (error as NodeJS.ErrnoException).code === 'ESRCH';
      // Renamed first, so that of two that see the dead owner only one goes on to remove it.
      if (gone) {
        try {
          renameSync(lock, `${lock}.${owner}.dead`);
          rmSync(`${lock}.${owner}.dead`, { recursive: true, force: true });
        } catch {
          // Somebody else was faster.
        }
      }
    }
    return false;
  }
}

function make(folder: string, ready: string): void {
  const python = findPython(10);
  if (python === undefined) throw new NoPythonError('needs Python 3.10 or later with venv, for the real Alembic');
  rmSync(folder, { recursive: true, force: true });
  makeVenv(python, folder, requirements);
  writeFileSync(ready, '');
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
