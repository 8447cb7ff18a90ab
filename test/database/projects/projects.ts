import { randomBytes } from 'node:crypto';
import { cpSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createMariadbDatabase } from '../../support/mariadb';
import { createTestDatabase } from '../../support/postgres';
import { repositoryRoot } from '../../support/repository';

export type Kind = 'SQLite' | 'PostgreSQL' | 'MariaDB';

/** A project of test/projects, and what its commands need to be told. */
export interface WholeProject {
  readonly name: string;
  readonly kinds: readonly Kind[];
  /** Revisions of it, in the order of an upgrade. */
  readonly first: string;
  readonly second: string;
  /** What its first step is called where `+1` is ambiguous. */
  readonly firstStep?: string;
  /** What a new revision follows where there are several heads. */
  readonly head?: string;
  /** Revisions made on the way, besides the usual one. */
  readonly more?: readonly (readonly string[])[];
  /** Its revisions are numbered, and the new one gets this number of us. */
  readonly nextNumber?: string;
  /** The configuration file that names the database as `sqlite:///…`; absent: the variable `DATABASE_URL` does. */
  readonly ini?: string;
  /** How many databases it has. */
  readonly databases?: number;
  /** SQLAlchemy's driver by kind, where it is not the default one. */
  readonly drivers?: Partial<Readonly<Record<Kind, string>>>;
  /** Arguments that the real command needs before its name, and ours finds out. */
  readonly place?: readonly string[];
  readonly application?: string;
}

const EVERYWHERE: readonly Kind[] = ['SQLite', 'PostgreSQL', 'MariaDB'];

export const PROJECTS: readonly [WholeProject, ...WholeProject[]] = [
  {
    name: 'generic',
    kinds: EVERYWHERE,
    first: '1f0e2d3c4b5a',
    second: '2a1b0c9d8e7f',
    firstStep: 'main@+1',
    head: 'main@head',
    ini: 'alembic.ini',
  },
  {
    name: 'async',
    kinds: EVERYWHERE,
    first: '5d1c20a4be07',
    second: '6e2d31b5cf18',
    drivers: { SQLite: 'sqlite+aiosqlite', MariaDB: 'mysql+aiomysql' },
  },
  {
    name: 'multidb',
    kinds: EVERYWHERE,
    first: 'a10000000001',
    second: 'a20000000002',
    ini: 'alembic.ini',
    databases: 2,
  },
  {
    name: 'pyproject',
    kinds: EVERYWHERE,
    first: 'c5e1a4f0',
    second: 'd6f2b501',
    ini: 'alembic.ini',
    drivers: { PostgreSQL: 'postgresql+psycopg' },
  },
  { name: 'flask-migrate', kinds: EVERYWHERE, first: 'e1a5', second: 'e2b6', application: 'app:create_app' },
  {
    name: 'dashboard',
    kinds: ['PostgreSQL'],
    first: '0001',
    second: '0002',
    nextNumber: '0006',
    place: ['-c', 'alembic/alembic.ini'],
  },
  {
    name: 'filters',
    kinds: EVERYWHERE,
    first: 'f00000000001',
    second: 'f00000000002',
    more: [
      ['-x', 'directives=hook', 'revision', '--autogenerate', '-m', 'one way', '--rev-id', 'f0000000000a'],
      [
        '-x',
        'directives=none',
        'revision',
        '--autogenerate',
        '-m',
        'by alembic',
        '--rev-id',
        'f0000000000b',
        '--head',
        'f00000000002',
        '--splice',
      ],
    ],
    ini: 'alembic.ini',
  },
  { name: 'naming', kinds: EVERYWHERE, first: '1975ea83b712', second: 'ae1027a6acf' },
];

/** A copy of a project with databases of its own. */
export interface Copy {
  readonly folder: string;
  /** For a driver that is not asynchronous; SQLite's files are relative to the folder. */
  readonly urls: readonly string[];
  /** What env.py finds in its environment. */
  readonly variables: Readonly<Record<string, string>>;
  remove(): Promise<void>;
}

/** An empty database. */
export interface Made {
  readonly url: string;
  readonly drop: () => Promise<void> | void;
}

const MAKE: Readonly<Record<Kind, () => Promise<Made> | Made>> = {
  SQLite: () => ({ url: `sqlite:///${randomBytes(4).toString('hex')}.db`, drop: () => undefined }),
  PostgreSQL: createTestDatabase,
  MariaDB: createMariadbDatabase,
};

/** Copies a project and makes the empty databases it is for. */
export async function copyProject(project: WholeProject, kind: Kind, make = MAKE[kind]): Promise<Copy> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), `aw-${project.name}-`)));
  cpSync(join(repositoryRoot, 'test/projects', project.name), folder, { recursive: true });
  const made: Made[] = [];
  for (let count = 0; count < (project.databases ?? 1); count++) {
    made.push(await make());
  }
  const urls = made.map(({ url }) => url);
  const given = urls.map((url) => withDriver(url, project.drivers?.[kind]));
  if (project.ini !== undefined) nameInIni(join(folder, project.ini), given);
  // Flask-SQLAlchemy's relative files are elsewhere.
  const only = (given[0] ?? '').replace('///', project.application === undefined ? '///' : `///${folder}/`);
  return {
    folder,
    urls,
    variables: project.ini === undefined ? { DATABASE_URL: only } : {},
    remove: async () => {
      for (const { drop } of made) await drop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function withDriver(url: string, driver: string | undefined): string {
  return driver === undefined ? url : url.replace(/^[^:]+/, driver);
}

function nameInIni(path: string, urls: readonly string[]): void {
  let next = 0;
  const text = readFileSync(path, 'utf8').replace(/sqlite:\/\/\/.*/g, () => (urls[next++] ?? '').replaceAll('%', '%%'));
  if (next !== urls.length) throw new Error(`${path} names ${next} databases, not ${urls.length}`);
  writeFileSync(path, text);
}

/** Every file of a copy but databases and what Python compiles: path -> text, without what differs between two copies. */
export function filesOf({ folder, urls }: Copy): Readonly<Record<string, string>> {
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/\.(pyc|db|db-journal)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  return Object.fromEntries(
    paths.map((path) => {
      let text = readFileSync(path, 'utf8').replace(/^Create Date: .*$/m, 'Create Date: now');
      for (const url of urls) text = text.replaceAll(nameOf(url), 'database');
      return [path.slice(folder.length + 1), text];
    }),
  );
}

/** The name of a database of a URL: what differs between two copies. */
export function nameOf(url: string): string {
  return (url.split('?')[0] ?? '').replace(/^.*\//, '');
}
