import type { EngineError } from '../engine';
import type { BridgeEnd, BridgeFailure } from './bridgeMessages';
import type { Interpreter } from './interpreter';

/** What is known of a run that failed. */
export interface Circumstances {
  readonly interpreter: Interpreter;
  readonly workingDirectory: string;
  readonly secrets: Iterable<string>;
  readonly deadline: number | null;
  /** Whether the deadline begins anew with whatever is told. */
  readonly renewed?: boolean;
  /** Whether env.py must have come to `run_migrations()`: not every command has it run. */
  readonly needsMigrations: boolean;
}

/** One kind of failure, and what the user is told of it. */
export interface Explanation {
  readonly when: (failure: BridgeFailure, end: BridgeEnd) => boolean;
  readonly say: (
    failure: BridgeFailure,
    about: Circumstances,
  ) => Pick<EngineError, 'code' | 'message' | 'install' | 'fix'>;
}

/** Whether the exception is of one of these classes, or derives from one. */
export function isException(failure: BridgeFailure, ...names: readonly string[]): boolean {
  return failure.exception.some((name) => names.includes(name));
}

/** `KeyError: 'DATABASE_URL'` */
export function summary({ exception: [name = ''], message }: BridgeFailure): string {
  const short = name.split('.').at(-1) ?? name;
  const text = statementless(message);
  return text === '' ? short : `${short}: ${text}`;
}

/** SQLAlchemy's message without statement, parameters and link; they stand in the traceback. */
export function statementless(message: string): string {
  return message
    .replace(/\n\[SQL: [\s\S]*$/, '')
    .replace(/\n?\(Background on this error at: [\s\S]*$/, '')
    .trim();
}
