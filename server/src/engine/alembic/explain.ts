import { maskSecrets } from '../../common/secrets';
import { databaseIdentity } from '../../dialect/identity';
import type { EngineError, StayedStatements } from '../engine';
import type { BridgeOutcome } from './bridgeClient';
import { type BridgeEnd, type BridgeFailure, type BridgeStop, placeOf } from './bridgeMessages';
import { type Circumstances, type Explanation, isException, statementless, summary } from './explanation';
import { failurePlace } from './failurePlace';
import { advised, knownFailure, whatHappened } from './knownFailures';
import { SETUP_FAILURES } from './setupFailures';

/** What a run of the bridge failed of, in words for the user; null when it did what it was asked. */
export function explainOutcome(outcome: BridgeOutcome, about: Circumstances): EngineError | null {
  const { detail } = about.interpreter;
  switch (outcome.kind) {
    case 'ended': {
      const error = explainEnd(outcome.end, about);
      return error === null ? null : masked(error, about.secrets);
    }
    case 'timeout': {
      const seconds = Math.round((about.deadline ?? 0) / 1000);
      const what = about.renewed === true ? 'told nothing new for' : 'did not finish within';
      const message =
        `env.py ${what} ${seconds} seconds and was ended. ` +
        'It may wait for a database that does not answer, or for input.';
      return withDetails({ code: 'timeout', message }, outcome.output);
    }
    case 'cancelled':
      return outcome.left === undefined
        ? { code: 'cancelled', message: 'Cancelled.' }
        : {
            code: 'cancelled',
            message: `Ended on this machine. Its Python runs elsewhere (${detail}) and may still be at work: end it there, then refresh.`,
          };
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
  if (stopped !== null) return explainStop(stopped, end);
  if (failure === null) {
    if (end.contexts > 0 || !about.needsMigrations) return null;
    const message =
      'env.py ended without calling context.run_migrations(), so it is not known which database it would open. ' +
      'Compare it with the env.py of `alembic init`.';
    return { code: 'environmentFailed', message };
  }
  if (end.cancelled) {
    return withDetails({ code: 'cancelled', message: 'The run was cancelled.' }, failure.traceback);
  }
  const explanation = EXPLANATIONS.find(({ when }) => when(failure, end));
  const said = explanation?.say(failure, about) ?? {
    code: 'environmentFailed' as const,
    message: `env.py failed: ${summary(failure)}`,
  };
  // What Alembic refuses is said by its message alone, as by its command line: the lines are all its own.
  const refused = failure.revision === null && isException(failure, 'alembic.util.exc.CommandError');
  return placed(withDetails(said, refused ? '' : failure.traceback), failure);
}

/** The error with what the failure itself tells: revision, place, statement and what stayed. */
function placed(error: EngineError, failure: BridgeFailure): EngineError {
  const { revision, statement, stayed } = failure;
  const place = failurePlace(failure, error.code);
  return {
    ...error,
    message: stayed === null ? error.message : `${withFullStop(error.message)} ${stayedText(stayed)}`,
    ...(revision !== null && { revision }),
    ...(place !== null && { place }),
    ...(statement !== null && { statement }),
    ...(stayed !== null && { stayed }),
  };
}

/** Python and Alembic end few of their sentences. */
export function withFullStop(message: string): string {
  return /[.!?]$/.test(message) ? message : `${message}.`;
}

function stayedText({ count }: StayedStatements): string {
  return count === 1
    ? 'One statement of the revision stayed in the database.'
    : `${count} statements of the revision stayed in the database.`;
}

function explainStop(stop: BridgeStop, { cancelled, done }: BridgeEnd): EngineError {
  // env.py may have tried again, or gone on to another database.
  const before = done === 0 ? 'Nothing was changed' : `Before that, ${stepsWere(done)} done`;
  const found = stop.found === undefined ? null : databaseIdentity(placeOf(stop.found));
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
        message: `env.py opened another database than the one confirmed: ${found?.url ?? ''}. ${before}. Plan again.`,
      };
    case 'rows': {
      const rows =
        stop.found === undefined || stop.found.rows.length === 0 ? 'no revision' : stop.found.rows.join(', ');
      return {
        code: 'changedDatabase',
        message: `The database is no longer at the revision confirmed; it is at ${rows} now. ${before}. Plan again.`,
      };
    }
    case 'unfinished':
      if (cancelled) return { code: 'cancelled', message: 'The run was cancelled.' };
      return {
        code: 'commandFailed',
        message: `env.py ended without an error, but ${stepsWere(stop.left ?? 0)} not done. It caught the exception; the output may tell more.`,
      };
    case 'fewerDatabases':
      return {
        code: 'changedDatabase',
        message: `env.py did not open one of the databases confirmed: ${found?.url ?? ''}. That one was not changed. Plan again.`,
      };
    case 'notCopied':
      return {
        code: 'unsupported',
        message: `This cannot be tried on a copy: ${stop.why ?? ''}. Nothing was changed.`,
      };
    case 'changes':
      return {
        code: 'changedPlan',
        message: 'The models or the database have changed since the review. No file was written. Compare again.',
      };
    case 'steps': {
      const steps = (stop.steps ?? []).map(({ revision }) => revision).join(', ');
      return {
        code: 'changedPlan',
        message: `Alembic would run other steps than those confirmed: ${steps === '' ? 'none' : steps}. ${before}. Plan again.`,
      };
    }
  }
}

function stepsWere(count: number): string {
  return count === 1 ? 'one step was' : `${count} steps were`;
}

/** The first that fits. */
const EXPLANATIONS: readonly Explanation[] = [
  ...SETUP_FAILURES,
  {
    when: (failure) => failure.stage === 'configuration' && isException(failure, 'builtins.SystemExit'),
    say: () => ({
      code: 'environmentFailed',
      message: 'The command line of this Alembic did not accept its arguments; the output tells which.',
    }),
  },
  {
    when: (failure) => isException(failure, 'builtins.SystemExit'),
    say: (failure) => ({
      code: 'environmentFailed',
      message: `env.py or a module it imports ended the program: sys.exit(${failure.message}).`,
    }),
  },
  {
    when: (failure) =>
      failure.stage !== 'steps' &&
      failure.connecting &&
      isException(failure, 'sqlalchemy.exc.DBAPIError', 'builtins.OSError'),
    say: (failure) => ({
      code: 'connectionFailed',
      message: advised(
        `env.py could not connect: ${failure.database?.message ?? statementless(failure.message)}`,
        knownFailure(failure),
      ),
    }),
  },
  {
    when: ({ stage, revision }) => stage === 'steps' && revision !== null,
    say: (failure) => {
      const known = knownFailure(failure);
      return {
        code: known?.code ?? 'commandFailed',
        message: advised(`Revision ${failure.revision ?? ''} failed: ${whatHappened(failure)}`, known),
        ...(known?.fix !== undefined && { fix: known.fix }),
      };
    },
  },
  {
    when: (failure) => isException(failure, 'alembic.util.exc.CommandError'),
    say: (failure) => {
      const known = knownFailure(failure);
      return { code: known?.code ?? 'commandFailed', message: advised(failure.message, known) };
    },
  },
  {
    when: (failure) => failure.database !== null && knownFailure(failure) !== null,
    say: (failure) => {
      const known = knownFailure(failure);
      return {
        code: known?.code ?? 'environmentFailed',
        message: advised(`env.py failed: ${whatHappened(failure)}`, known),
      };
    },
  },
  {
    when: ({ stage }) => stage === 'configuration',
    say: (failure) => ({
      code: 'environmentFailed',
      message: `Alembic cannot read the configuration: ${summary(failure)}`,
    }),
  },
  {
    when: (failure) => isException(failure, 'builtins.SyntaxError') && SOURCE_LINE.test(failure.message),
    say: (failure) => {
      const [, file = '', line = ''] = SOURCE_LINE.exec(failure.message) ?? [];
      const what = summary({ ...failure, message: failure.message.replace(SOURCE_LINE, '') });
      return {
        code: 'environmentFailed',
        message: `Python cannot read line ${line} of ${file}: ${what}. Mend the file, then try again.`,
      };
    },
  },
  {
    when: (failure) => isException(failure, 'builtins.ModuleNotFoundError'),
    say: ({ module }, { interpreter, workingDirectory }) => ({
      code: 'environmentFailed',
      message:
        `env.py or a revision cannot import ${module ?? 'a module'}. If it is the project’s own, add prepend_sys_path = . to the ` +
        `configuration (the working directory is ${workingDirectory}); otherwise install it into ${interpreter.detail}.`,
    }),
  },
];

/** How Python ends the text of a `SyntaxError`: with the name of the file, whichever it is. */
const SOURCE_LINE = / \(([^()]+), line (\d+)\)$/;

function withDetails(error: EngineError, details: string): EngineError {
  return details === '' ? error : { ...error, details };
}

/** What the user, the log and the journal of a run get: nothing of it holds a secret. */
function masked(error: EngineError, secrets: Iterable<string>): EngineError {
  const known = [...secrets];
  const mask = (text: string): string => maskSecrets(text, known);
  const { details, statement, stayed } = error;
  return {
    ...error,
    message: mask(error.message),
    ...(details !== undefined && { details: mask(details) }),
    ...(statement !== undefined && { statement: mask(statement) }),
    ...(stayed !== undefined && { stayed: { ...stayed, statements: stayed.statements.map(mask) } }),
  };
}
