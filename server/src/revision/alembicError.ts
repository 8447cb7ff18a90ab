import { err, ok, type Result } from '../common/result';
import { repr } from '../python/value';
import type { RevisionError } from './model';

/**
 * An exception Alembic would raise, while ours unwinds to the function the user asked for. `exception` is Python's
 * class name, `message` what `str()` of it gives. Never leaves `revision/`: `attempt` and `command` turn it into data.
 */
export class AlembicError extends Error {
  constructor(
    readonly exception: string,
    message: string,
    /** The identifier a `ResolutionError` or `MultipleHeads` speaks of. */
    readonly argument: string | null = null,
    /** Both ends of a `RangeNotAncestorError`. */
    readonly range: { readonly lower: string; readonly upper: string } | null = null,
  ) {
    super(message);
    this.name = 'AlembicError';
  }
}

/** Python's `KeyError`, whose text is the repr of the key. */
export function keyError(key: string): AlembicError {
  return new AlembicError('KeyError', repr({ kind: 'string', value: key }));
}

/** A bare `assert` of Alembic's that fails. */
export function assertionError(message = ''): AlembicError {
  return new AlembicError('AssertionError', message);
}

const CYCLE_CLASS = {
  Cycle: 'CycleDetected',
  'Dependency cycle': 'DependencyCycleDetected',
  'Self-loop': 'LoopDetected',
  'Dependency self-loop': 'DependencyLoopDetected',
} as const;

export function cycleError(kind: keyof typeof CYCLE_CLASS, ids: readonly string[]): AlembicError {
  return new AlembicError(CYCLE_CLASS[kind], `${kind} is detected in revisions (${ids.join(', ')})`);
}

export function multipleHeads(heads: readonly string[], argument: string | null): AlembicError {
  const message = `Multiple heads are present for given argument '${argument ?? 'None'}'; ${heads.join(', ')}`;
  return new AlembicError('MultipleHeads', message, argument);
}

export function rangeNotAncestor(lower: string, upper: string): AlembicError {
  const message = `Revision ${lower || 'base'} is not an ancestor of revision ${upper || 'base'}`;
  return new AlembicError('RangeNotAncestorError', message, null, { lower, upper });
}

/** The classes below `alembic.script.revision.RevisionError`, which commands turn into `CommandError`. */
const REVISION_ERRORS = new Set<string>(['RevisionError', ...Object.values(CYCLE_CLASS)]);

/** Texts a command uses instead of the general ones; `%(start)s` and the like are Alembic's own slots. */
export interface CommandTexts {
  readonly ancestor?: (start: string, end: string) => string;
  readonly multipleHeads?: string;
  readonly start?: string;
  readonly end?: string;
}

/** Runs `body`; an Alembic exception becomes the error, any other one is ours and goes on. */
export function attempt<T>(body: () => T): Result<T, RevisionError> {
  try {
    return ok(body());
  } catch (error) {
    if (!(error instanceof AlembicError)) throw error;
    return err({ exception: error.exception, message: error.message });
  }
}

/** As `attempt`, with revision errors worded as commands word them (script/base.py, `_catch_revision_errors`). */
export function command<T>(body: () => T, texts: CommandTexts = {}): Result<T, RevisionError> {
  return attempt(() => asCommand(body, texts));
}

/** Runs `body`; a revision error is thrown again as the `CommandError` a command makes of it. */
export function asCommand<T>(body: () => T, texts: CommandTexts = {}): T {
  try {
    return body();
  } catch (error) {
    if (!(error instanceof AlembicError)) throw error;
    throw commandError(error, texts) ?? error;
  }
}

function commandError(error: AlembicError, texts: CommandTexts): AlembicError | null {
  if (error.range) {
    const start = texts.start ?? error.range.lower;
    const end = texts.end ?? error.range.upper;
    const ancestor =
      texts.ancestor ??
      ((from: string, to: string) =>
        `Requested range ${from}:${to} does not refer to ancestor/descendant revisions along the same branch`);
    return new AlembicError('CommandError', ancestor(start, end));
  }
  if (error.exception === 'MultipleHeads') {
    const argument = texts.end || (error.argument ?? 'None');
    return new AlembicError(
      'CommandError',
      texts.multipleHeads ??
        `Multiple head revisions are present for given argument '${argument}'; please specify a specific target revision, '<branchname>@${argument}' to narrow to a specific head, or 'heads' for all heads`,
    );
  }
  if (error.exception === 'ResolutionError') {
    return new AlembicError('CommandError', `Can't locate revision identified by '${error.argument ?? 'None'}'`);
  }
  return REVISION_ERRORS.has(error.exception) ? new AlembicError('CommandError', error.message) : null;
}
