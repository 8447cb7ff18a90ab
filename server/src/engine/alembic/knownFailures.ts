import type { EngineError } from '../engine';
import type { BridgeFailure } from './bridgeMessages';
import { statementless, summary } from './explanation';

/** A failure of a statement, a connection or a command that has a usual cause. */
interface KnownFailure extends Partial<Pick<EngineError, 'code' | 'fix'>> {
  /** What databases call it: SQLSTATEs of PostgreSQL, error numbers of MySQL and MariaDB. */
  readonly codes?: readonly (string | number)[];
  /** What SQLite says, or Alembic, or a driver where the database gave no code. */
  readonly message?: RegExp;
  /** What it means, and the next step. */
  readonly advice: string;
}

/**
 * The first that fits. Sources: PostgreSQL manual, appendix "PostgreSQL Error Codes"; MySQL "Server Error Message
 * Reference"; MariaDB "Error Codes"; sqlite3 `ALTER TABLE`; and each one made to happen in test/database/knownFailures.test.ts.
 */
const KNOWN_FAILURES: readonly KnownFailure[] = [
  {
    message: /near "(?:ALTER|DROP)": syntax error|No support for ALTER of constraints in SQLite/,
    fix: 'batch',
    advice: 'SQLite cannot change this in place. Put it into op.batch_alter_table(), which copies the table.',
  },
  {
    message: /^Cannot add a (?:PRIMARY KEY|UNIQUE) column|^Cannot add a column with non-constant default/,
    fix: 'batch',
    advice: 'SQLite cannot add such a column in place. Put it into op.batch_alter_table(), which copies the table.',
  },
  {
    message: /^cannot drop (?:PRIMARY KEY|UNIQUE) column|^error in table \S+ after drop column/,
    fix: 'batch',
    advice: 'SQLite cannot drop this column in place. Put it into op.batch_alter_table(), which copies the table.',
  },
  {
    message: /^error in index \S+ after drop column/,
    advice: 'Drop the index first: SQLite does not drop it with its column.',
  },
  {
    message: /^type "[^"]*" already exists/,
    code: 'alreadyExists',
    advice:
      'Dropping a table leaves its enum type. Drop the type in the downgrade, or use it with create_type=False (postgresql.ENUM).',
  },
  {
    codes: ['42P07', '42701', '42P06', '42710', 1050, 1060, 1061, 1826],
    message: /already exists$|^duplicate column name:|\(errno: 121 /,
    code: 'alreadyExists',
    advice:
      'The database has it already: a run may have stopped halfway, or somebody made it by hand. ' +
      'Stamp the revision if all of it is there; otherwise remove what is there, then run again.',
  },
  {
    codes: ['42P01', '42703', '42704', '3F000', 1146, 1051, 1054, 1091],
    message: /no such (?:table|column|index)|^no such column/,
    advice:
      'The database is not what the revisions before this one make: it was changed by hand, or stamped without a run. ' +
      'Compare it with them before you go on.',
  },
  {
    codes: ['23502', 1138, 1048, 1364],
    message: /^Cannot add a NOT NULL column with default value NULL|^NOT NULL constraint failed/,
    advice:
      'Rows that are there have no value for it. Give the column a server_default, or add it as nullable, fill it, and set NOT NULL then.',
  },
  {
    codes: ['23503', 1451, 1452, 1216, 1217],
    message: /^FOREIGN KEY constraint failed/,
    advice: 'Rows refer to rows that are not there. Mend or delete them in the revision first.',
  },
  {
    codes: ['23505', 1062],
    message: /^UNIQUE constraint failed/,
    advice: 'Rows that are there have equal values. Mend them in the revision before the constraint or index is made.',
  },
  {
    codes: ['23514', 3819, 4025],
    message: /^CHECK constraint failed/,
    advice: 'Rows that are there do not fulfil the constraint. Mend them in the revision first.',
  },
  {
    codes: ['42830', 1822, 3780],
    message: /\(errno: 150 /,
    advice:
      'The columns a foreign key refers to need a primary key or unique constraint, and the same types as its own columns.',
  },
  {
    codes: ['2BP01', 3730, 1553],
    advice: 'Something else in the database needs it. Drop that first.',
  },
  {
    codes: ['42804'],
    message: /cannot be cast automatically to type/,
    advice: 'Say how the values are converted: op.alter_column(…, postgresql_using=…).',
  },
  {
    codes: ['25001', '55P04'],
    advice: 'Run the statement outside of the transaction: with op.get_context().autocommit_block():',
  },
  {
    codes: ['55P03', '57014', '40P01', 1205, 1213],
    message: /^database (?:table )?is locked/,
    code: 'databaseLocked',
    advice: 'Another session holds a lock on it. Run again when that has finished.',
  },
  {
    codes: ['42501', 1142, 1044, 1227, 1143],
    message: /^attempt to write a readonly database/,
    advice: 'The user env.py connects as may not do this. Grant it, or connect as the owner.',
  },
  {
    codes: ['28P01', '28000', 1045, 1698],
    message: /password authentication failed|no password supplied|role "[^"]*" does not exist/,
    code: 'connectionFailed',
    advice: 'The database does not accept this user and password. Check those that env.py is given.',
  },
  {
    codes: ['3D000', 1049],
    message: /database "[^"]*" does not exist/,
    code: 'connectionFailed',
    advice: 'Create the database first: Alembic makes none.',
  },
  {
    codes: [2003, 2002],
    message:
      /Connection refused|Connect call failed|actively refused|No such file or directory\s+Is the server running/,
    code: 'connectionFailed',
    advice: 'Nobody answers there. Start the database, or correct host and port.',
  },
  {
    codes: [2005],
    message: /could not translate host name|Name or service not known|nodename nor servname|getaddrinfo failed/,
    code: 'connectionFailed',
    advice: 'No machine has this name. Check the host, and whether it is known here or only inside of a container.',
  },
  {
    codes: ['53300', 1040],
    code: 'connectionFailed',
    advice: 'The database takes no more connections. Try again when some are closed.',
  },
  {
    message: /^unable to open database file/,
    code: 'connectionFailed',
    advice: 'Check that the folder of the file is there and can be written to.',
  },
  {
    message: /^Target database is not up to date/,
    code: 'notUpToDate',
    advice: 'Upgrade it first, then run the command again.',
  },
  {
    message: /^Can't locate revision identified by/,
    advice: 'No file has this revision. Get its file back, or stamp the database with a revision that is there.',
  },
  {
    message: /^Multiple head(?:s| revisions) are present|^The script directory has multiple heads/,
    advice: 'Name one of the heads, take heads for all of them, or merge them.',
  },
];

/** What is known of a failure; null when it is a new one. */
export function knownFailure(failure: BridgeFailure): KnownFailure | null {
  const { database, message } = failure;
  const text = database?.message ?? statementless(message);
  const code = database?.code ?? null;
  const fits = (known: KnownFailure): boolean =>
    (code !== null && known.codes?.includes(code) === true) || known.message?.test(text) === true;
  return KNOWN_FAILURES.find(fits) ?? null;
}

/** What happened, by the driver's word where there is one. */
export function whatHappened(failure: BridgeFailure): string {
  return failure.database?.message ?? summary(failure);
}

/** A text and the advice for the failure, each a sentence. */
export function advised(text: string, known: KnownFailure | null): string {
  if (known === null) return text;
  return `${/[.!?…:]$/.test(text) ? text : `${text}.`} ${known.advice}`;
}
