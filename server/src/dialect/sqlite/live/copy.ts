import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { COPY_PREFIX, type LiveCopy } from '../../liveCopy';
import { backUp } from './connect';

/**
 * Copies a file of SQLite into a folder of the machine's temporary ones that only its user can read, or makes the place for
 * a database that is yet to be made.
 * @param path Of what is copied; it gives its name to the copy.
 * @throws better-sqlite3's `SqliteError`; Node's errors of files.
 */
export async function makeSqliteCopy(path: string, withContent: boolean): Promise<LiveCopy> {
  dropAbandoned();
  const folder = mkdtempSync(join(tmpdir(), `${COPY_PREFIX}${process.pid}_`));
  const drop = (): Promise<void> => {
    rmSync(folder, { recursive: true, force: true });
    return Promise.resolve();
  };
  const file = join(folder, basename(path));
  try {
    if (withContent) await backUp(path, file);
  } catch (error) {
    await drop();
    throw error;
  }
  return { place: { dialect: 'sqlite', file }, url: `sqlite:///${file}`, drop };
}

/** Removes the copies of processes that are no more. */
function dropAbandoned(): void {
  const temporary = tmpdir();
  for (const name of readdirSync(temporary)) {
    const owner = name.startsWith(COPY_PREFIX) ? Number.parseInt(name.slice(COPY_PREFIX.length), 10) : NaN;
    if (Number.isNaN(owner) || isAlive(owner)) continue;
    try {
      rmSync(join(temporary, name), { recursive: true, force: true });
    } catch {
      // Another user's.
    }
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it is there, and somebody else's.
    return error instanceof Error && 'code' in error && error.code !== 'ESRCH';
  }
}
