import { maskSecrets } from '../../common/secrets';
import { databaseIdentity } from '../../dialect/identity';
import type { EngineError } from '../engine';
import type { BridgeOutcome } from './bridgeClient';
import type { BridgeEnd, BridgeFailure, BridgeStop } from './bridgeMessages';
import type { Interpreter } from './interpreter';

export interface Circumstances {
  readonly interpreter: Interpreter;
  readonly workingDirectory: string;
  readonly secrets: Iterable<string>;
  readonly deadline: number | null;
}

/** Distributions whose name is not that of their module. */
const DISTRIBUTIONS: Readonly<Record<string, string>> = {
  psycopg2: 'psycopg2-binary',
  psycopg: '"psycopg[binary]"',
  MySQLdb: 'mysqlclient',
  mysql: 'mysql-connector-python',
};

/** What a run of the bridge failed of, in words for the user; null when it did what it was asked. */
export function explainOutcome(outcome: BridgeOutcome, about: Circumstances): EngineError | null {
  const { detail } = about.interpreter;
  switch (outcome.kind) {
    case 'ended': {
      const error = explainEnd(outcome.end, about);
      return error === null ? null : masked(error, about.secrets);
    }
    case 'timeout': {
      const message =
        `env.py did not finish within ${Math.round((about.deadline ?? 0) / 1000)} seconds and was ended. ` +
        'It may wait for a database that does not answer, or for input.';
      return withDetails({ code: 'timeout', message }, outcome.output);
    }
    case 'cancelled':
      return { code: 'cancelled', message: 'Cancelled.' };
    case 'notStarted':
      return {
        code: 'processFailed',
        message:
          `Python could not be started: ${detail}, in ${about.workingDirectory} (${outcome.reason}). ` +
          'Check the interpreter and the working directory.',
      };
    case 'died': {
      const message = outcome.begun
        ? `Python ended without an answer (${outcome.how}). env.py, a revision or a library ended the process; the output tells more.`
        : `${detail} did not run as Python 3.8 or later (${outcome.how}). Check the interpreter.`;
      return withDetails({ code: 'processFailed', message }, outcome.output);
    }
  }
}

function explainEnd(end: BridgeEnd, about: Circumstances): EngineError | null {
  const { error: failure, stopped } = end;
  if (stopped !== null) return explainStop(stopped);
  if (failure === null) {
    if (end.contexts > 0) return null;
    const message =
      'env.py ended without calling context.run_migrations(), so it is not known which database it would open. ' +
      'Compare it with the env.py of `alembic init`.';
    return { code: 'environmentFailed', message };
  }
  if (end.cancelled) {
    return withDetails({ code: 'cancelled', message: 'The run was cancelled.' }, failure.traceback);
  }
  const explanation = EXPLANATIONS.find(({ when }) => when(failure));
  const { code, message } = explanation?.say(failure, about) ?? {
    code: 'environmentFailed' as const,
    message: `env.py failed: ${summary(failure)}`,
  };
  const error = withDetails({ code, message }, failure.traceback);
  return failure.revision === null ? error : { ...error, revision: failure.revision };
}

function explainStop(stop: BridgeStop): EngineError {
  const found = stop.found === undefined ? null : databaseIdentity(stop.found);
  switch (stop.reason) {
    case 'offline':
      return {
        code: 'unsupported',
        message: 'env.py runs in offline mode even without --sql, so it opens no database. Nothing was changed.',
      };
    case 'moreDatabases':
      return {
        code: 'changedDatabase',
        message: `env.py opened one more database than before: ${found?.url ?? ''}. It was not changed. Plan again.`,
      };
    case 'database':
      return {
        code: 'changedDatabase',
        message: `env.py opened another database than the one confirmed: ${found?.url ?? ''}. Nothing was changed. Plan again.`,
      };
    case 'rows': {
      const rows =
        stop.found === undefined || stop.found.rows.length === 0 ? 'no revision' : stop.found.rows.join(', ');
      return {
        code: 'changedDatabase',
        message: `The database is no longer at the revision confirmed; it is at ${rows} now. Nothing was changed. Plan again.`,
      };
    }
    case 'steps': {
      const steps = (stop.steps ?? []).map(({ revision }) => revision).join(', ');
      return {
        code: 'changedPlan',
        message: `Alembic would run other steps than those confirmed: ${steps === '' ? 'none' : steps}. Nothing was changed. Plan again.`,
      };
    }
  }
}

interface Explanation {
  readonly when: (failure: BridgeFailure) => boolean;
  readonly say: (failure: BridgeFailure, about: Circumstances) => Pick<EngineError, 'code' | 'message'>;
}

function is(failure: BridgeFailure, ...names: string[]): boolean {
  return failure.exception.some((name) => names.includes(name));
}

/** The first that fits. */
const EXPLANATIONS: readonly Explanation[] = [
  {
    when: ({ stage }) => stage === 'import',
    say: (failure, { interpreter }) => ({
      code: 'alembicMissing',
      message:
        failure.module === 'alembic'
          ? `${interpreter.detail} has no Alembic. Install it (${install(interpreter, 'alembic')}) or choose another interpreter.`
          : `${interpreter.detail} cannot import Alembic: ${summary(failure)}`,
    }),
  },
  {
    when: (failure) => failure.stage === 'configuration' && is(failure, 'builtins.SystemExit'),
    say: () => ({
      code: 'environmentFailed',
      message: 'The command line of this Alembic did not accept its arguments; the output tells which.',
    }),
  },
  {
    when: (failure) => is(failure, 'builtins.SystemExit'),
    say: (failure) => ({
      code: 'environmentFailed',
      message: `env.py or a module it imports ended the program: sys.exit(${failure.message}).`,
    }),
  },
  {
    when: (failure) => is(failure, 'sqlalchemy.exc.NoSuchModuleError'),
    say: (failure, { interpreter }) => ({
      code: 'driverMissing',
      message: `${interpreter.detail} does not know this kind of database: ${summary(failure)}`,
    }),
  },
  {
    when: (failure) => failure.driver && failure.module !== null,
    say: ({ module }, { interpreter }) => ({
      code: 'driverMissing',
      message:
        `${interpreter.detail} has no database driver ${module ?? ''}. ` +
        `Install it: ${install(interpreter, DISTRIBUTIONS[module ?? ''] ?? module ?? '')}`,
    }),
  },
  {
    when: (failure) =>
      /database (table )?is locked/.test(failure.message) && is(failure, 'sqlalchemy.exc.OperationalError'),
    say: () => ({
      code: 'databaseLocked',
      message: 'The database is locked by another program. Run again when it has finished.',
    }),
  },
  {
    when: (failure) =>
      failure.stage !== 'steps' && failure.connecting && is(failure, 'sqlalchemy.exc.DBAPIError', 'builtins.OSError'),
    say: (failure) => ({
      code: 'connectionFailed',
      message: `env.py could not connect: ${statementless(failure.message)}`,
    }),
  },
  {
    when: ({ stage, revision }) => stage === 'steps' && revision !== null,
    say: (failure) => ({
      code: 'commandFailed',
      message: `Revision ${failure.revision ?? ''} failed: ${summary(failure)}`,
    }),
  },
  {
    when: (failure) => is(failure, 'alembic.util.exc.CommandError'),
    say: (failure) => ({ code: 'commandFailed', message: failure.message }),
  },
  {
    when: ({ stage }) => stage === 'configuration',
    say: (failure) => ({
      code: 'environmentFailed',
      message: `Alembic cannot read the configuration: ${summary(failure)}`,
    }),
  },
  {
    when: (failure) => is(failure, 'builtins.RuntimeError') && failure.message.includes('application context'),
    say: () => ({
      code: 'unsupported',
      message: 'This env.py needs an application context (Flask-Migrate). Run it by `flask db` in a terminal.',
    }),
  },
  {
    when: (failure) => is(failure, 'builtins.ModuleNotFoundError'),
    say: ({ module }, { interpreter, workingDirectory }) => ({
      code: 'environmentFailed',
      message:
        `env.py or a revision cannot import ${module ?? 'a module'}. If it is the project’s own, add prepend_sys_path = . to the ` +
        `configuration (the working directory is ${workingDirectory}); otherwise install it into ${interpreter.detail}.`,
    }),
  },
];

function install({ command, args }: Interpreter, distribution: string): string {
  return [command, ...args, '-m pip install', distribution].join(' ');
}

/** `KeyError: 'DATABASE_URL'` */
function summary({ exception: [name = ''], message }: BridgeFailure): string {
  const short = name.split('.').at(-1) ?? name;
  const text = statementless(message);
  return text === '' ? short : `${short}: ${text}`;
}

/** SQLAlchemy's message without statement, parameters and link; they stand in the traceback. */
function statementless(message: string): string {
  return message
    .replace(/\n\[SQL: [\s\S]*$/, '')
    .replace(/\n?\(Background on this error at: [\s\S]*$/, '')
    .trim();
}

function withDetails(error: EngineError, details: string): EngineError {
  return details === '' ? error : { ...error, details };
}

function masked(error: EngineError, secrets: Iterable<string>): EngineError {
  const known = [...secrets];
  const message = maskSecrets(error.message, known);
  return error.details === undefined
    ? { ...error, message }
    : { ...error, message, details: maskSecrets(error.details, known) };
}
