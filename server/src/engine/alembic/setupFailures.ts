import { installCommand } from './installer';
import { type Explanation, isException, summary } from './explanation';

const LOADER = 'The setting alembicWorkbench.python.applicationLoader';

/** Distributions whose name is not that of their module. */
const DISTRIBUTIONS: Readonly<Record<string, string>> = {
  psycopg2: 'psycopg2-binary',
  psycopg: 'psycopg[binary]',
  MySQLdb: 'mysqlclient',
  mysql: 'mysql-connector-python',
  pysqlcipher3: 'sqlcipher3-binary',
};

/** How SQLAlchemy names the dialect of `driver://`. */
const PLACEHOLDER_DIALECT = 'sqlalchemy.dialects:driver';

/** How the databases say that a session may not write. */
const READ_ONLY = /attempt to write a readonly database|read[- ]only transaction/i;

/** What keeps a project from being run at all: the interpreter, its packages, the application around env.py. */
export const SETUP_FAILURES: readonly Explanation[] = [
  {
    when: ({ stage }) => stage === 'start',
    say: (failure, { interpreter, workingDirectory }) => ({
      code: 'processFailed',
      message:
        `${interpreter.detail} has no folder for ${workingDirectory} (${failure.message}). ` +
        'Check alembicWorkbench.python.pathMapping.',
    }),
  },
  {
    when: ({ stage, module }) => stage === 'import' && module === 'alembic',
    say: (_, { interpreter }) => {
      const { command, advice } = installCommand(interpreter, 'alembic');
      return {
        code: 'alembicMissing',
        message: `${interpreter.detail} has no Alembic. Install it (${command}) or choose another interpreter.${advice}`,
        install: command,
      };
    },
  },
  {
    when: ({ stage }) => stage === 'import',
    say: (failure, { interpreter }) => ({
      code: 'alembicMissing',
      message: `${interpreter.detail} cannot import Alembic: ${summary(failure)}`,
    }),
  },
  {
    when: (failure) => isException(failure, '__main__.LoaderError'),
    say: ({ message }) => ({ code: 'environmentFailed', message: `${LOADER} is not right: ${message}.` }),
  },
  {
    when: (failure) => failure.stage === 'application' && isException(failure, 'builtins.ImportError'),
    say: (failure, { workingDirectory }) => ({
      code: 'environmentFailed',
      message: `${LOADER} cannot be followed from ${workingDirectory}: ${summary(failure)}`,
    }),
  },
  {
    when: ({ stage }) => stage === 'application',
    say: (failure) => ({
      code: 'environmentFailed',
      message: `The application named in alembicWorkbench.python.applicationLoader failed: ${summary(failure)}`,
    }),
  },
  {
    when: (failure) =>
      isException(failure, 'sqlalchemy.exc.NoSuchModuleError') && failure.message.endsWith(PLACEHOLDER_DIALECT),
    say: () => ({
      code: 'urlPlaceholder',
      message:
        'sqlalchemy.url is still the placeholder that alembic init writes (driver://user:pass@localhost/dbname). ' +
        'Put the URL of the database there, or have env.py take it from elsewhere.',
    }),
  },
  {
    when: (failure) => isException(failure, 'sqlalchemy.exc.NoSuchModuleError'),
    say: (failure, { interpreter }) => ({
      code: 'driverMissing',
      message: `${interpreter.detail} does not know this kind of database: ${summary(failure)}`,
    }),
  },
  {
    when: ({ driver, module }) => driver && module !== null,
    say: ({ module }, { interpreter }) => {
      const name = module ?? '';
      const { command, advice } = installCommand(interpreter, DISTRIBUTIONS[name] ?? name);
      return {
        code: 'driverMissing',
        message: `${interpreter.detail} has no database driver ${name}. Install it: ${command}${advice === '' ? '' : '.'}${advice}`,
        install: command,
      };
    },
  },
  {
    when: (failure) =>
      isException(failure, 'builtins.RuntimeError') && failure.message.includes('outside of application context'),
    say: () => ({
      code: 'unsupported',
      message:
        'This env.py needs the context of an application (Flask-Migrate). ' +
        'Name it in the setting alembicWorkbench.python.applicationLoader, for example shop.app:create_app.',
    }),
  },
  {
    when: (failure, { readOnly }) => readOnly && READ_ONLY.test(failure.message),
    say: (failure) => ({
      code: 'unsupported',
      message:
        `env.py writes to the database before Alembic is asked, and a command that only looks does not let it: ${summary(failure)}. ` +
        'Move the statement into a revision, or behind a look whether it is needed.',
    }),
  },
];
