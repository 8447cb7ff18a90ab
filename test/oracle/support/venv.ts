import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { maySkip, skipFor } from '../../support/missing';
import { findPython, makeVenv, venvProgram } from '../../support/python';
import { repositoryRoot } from '../../support/repository';

/** The machine has no Python that can hold the reference: tests that need it are skipped, with this as the reason. */
export class NoPythonError extends Error {
  override readonly name = 'NoPythonError';
}

/** Pinned packages (test/oracle/<requirements>), and the Python that holds them. */
export interface PackageSet {
  readonly requirements: string;
  readonly python: () => string | undefined;
  /** Why there is none, where there is none. */
  readonly missing: string;
}

const REFERENCE: PackageSet = {
  requirements: 'requirements.txt',
  python: () => findPython(10),
  missing: 'needs Python 3.10 or later with venv, for the real Alembic',
};

function sleep(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}

const known = new Map<string, string>();

/**
 * The interpreter of a virtual environment that holds test/oracle/requirements.txt. Made once below `.cache/`, under a
 * name that changes with the requirements; test processes that ask at the same time wait for the one that makes it.
 * Where there is no Python 3.10 with venv, the running test is skipped.
 * @throws NoPythonError outside of tests, and where nothing may be skipped
 */
export function oraclePython(): string {
  try {
    return reference();
  } catch (error) {
    if (error instanceof NoPythonError) return skipFor(error);
    throw error;
  }
}

function reference(): string {
  return pythonWith('oracle', REFERENCE);
}

/**
 * The reference with SQLAlchemy 2.1.
 * @throws NoPythonError
 */
export function sqlalchemy21Python(): string {
  return pythonWith('oracle', { ...REFERENCE, requirements: 'requirements-sqlalchemy21.txt' });
}

/**
 * The same for another set of packages. `name` tells its environment from others with the same packages.
 * @throws NoPythonError
 */
export function pythonWith(name: string, set: PackageSet): string {
  const key = `${name} ${set.requirements}`;
  const python = known.get(key) ?? findOrMake(name, set);
  known.set(key, python);
  return python;
}

function findOrMake(name: string, set: PackageSet): string {
  const requirements = join(repositoryRoot, 'test/oracle', set.requirements);
  const key = createHash('sha256').update(readFileSync(requirements)).digest('hex').slice(0, 12);
  const cache = join(repositoryRoot, '.cache');
  const folder = join(cache, `${name}-venv-${key}`);
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
    if (!existsSync(ready)) make(folder, requirements, set, ready);
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

function make(folder: string, requirements: string, set: PackageSet, ready: string): void {
  const python = set.python();
  if (python === undefined) throw new NoPythonError(set.missing);
  rmSync(folder, { recursive: true, force: true });
  makeVenv(python, folder, requirements);
  writeFileSync(ready, '');
}

/** Why the oracle cannot run on this machine, or null when it can; with `CI` set nothing is skipped, so it throws. */
export function skipReason(python: () => string = reference): string | null {
  try {
    python();
    return null;
  } catch (error) {
    if (error instanceof NoPythonError && maySkip()) return error.message;
    throw error;
  }
}
