import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { createConnection } from 'node:net';
import { oraclePython } from '../oracle/support/venv';

const HOST = '127.0.0.1';
const PORT = 3306;

/** Why there is no MariaDB to test with; null when one answers. With `CI` set nothing is skipped, so it is always null. */
export async function mariadbSkipReason(): Promise<string | null> {
  if (process.env.CI !== undefined) return null;
  const answers = await new Promise<boolean>((resolve) => {
    const socket = createConnection({ host: HOST, port: PORT, timeout: 2_000 });
    const finish = (there: boolean) => (): void => {
      socket.destroy();
      resolve(there);
    };
    socket.once('connect', finish(true));
    socket.once('error', finish(false));
    socket.once('timeout', finish(false));
  });
  return answers ? null : `needs a MariaDB at ${HOST}:${PORT} with a user root without a password`;
}

export interface MariadbDatabase {
  /** `mysql+pymysql://...` of an empty database named `aw_test_<random>`. */
  readonly url: string;
  /** Runs a statement, and gives its rows. */
  query(statement: string): unknown[][];
  drop(): void;
}

/**
 * Creates an empty database on the server of this machine, through the reference's own PyMySQL.
 * @throws Error when the server cannot be reached.
 */
export function createMariadbDatabase(): MariadbDatabase {
  const name = `aw_test_${randomBytes(8).toString('hex')}`;
  execute(null, `CREATE DATABASE ${name}`);
  return {
    url: `mysql+pymysql://root@${HOST}:${PORT}/${name}`,
    query: (statement) => execute(name, statement),
    drop: () => void execute(null, `DROP DATABASE IF EXISTS ${name}`),
  };
}

const PROGRAM = `
import json, pymysql, sys
database, statement = json.loads(sys.argv[1])
connection = pymysql.connect(host="${HOST}", port=${PORT}, user="root", database=database, autocommit=True)
with connection.cursor() as cursor:
    cursor.execute(statement)
    print(json.dumps(list(cursor.fetchall()), default=str))
`;

function execute(database: string | null, statement: string): unknown[][] {
  const output = execFileSync(oraclePython(), ['-c', PROGRAM, JSON.stringify([database, statement])], {
    encoding: 'utf8',
  });
  return JSON.parse(output) as unknown[][];
}
