import { expect } from 'vitest';
import { Interpreter } from '../../../server/src/python/interpreter/interpreter';
import type { PyValue } from '../../../server/src/python/interpreter/value';
import type { Context } from '../../../server/src/schema/context';
import type { LibraryOptions } from '../../../server/src/sqlalchemy/library';
import { sqlalchemyModule } from '../../../server/src/sqlalchemy/library';

const IMPORTS = `import sqlalchemy as sa
from sqlalchemy.dialects import mysql, postgresql, sqlite
from elsewhere import strange
`;

export interface Ran {
  /** What the file called `value` in the end. */
  readonly value: PyValue | undefined;
  /** `Type: message` of what was raised; null: nothing. */
  readonly raised: string | null;
  /** Why something with a possible effect was not followed. */
  readonly notFollowed: readonly string[];
}

/** Runs Python with SQLAlchemy as `sa`, its dialects, and `strange`, of which nothing is known. */
export function run(text: string, options: LibraryOptions = {}): Ran {
  const context: Context = { dialect: 'postgresql', mode: 'offline', sqlalchemy: '2.0', naming: null };
  const notFollowed: string[] = [];
  const interpreter = new Interpreter({
    importModule: (name) => sqlalchemyModule(name, context, options),
    readModule: () => undefined,
    notFollowed: (reason) => notFollowed.push(reason),
  });
  const outcome = interpreter.runFile(IMPORTS + text);
  return {
    value: interpreter.global('value'),
    raised: outcome.kind === 'raised' ? `${outcome.type}: ${outcome.message}` : null,
    notFollowed,
  };
}

/** The data of what an expression makes; the reason when it is not known; what it raises. */
export function dataOf(expression: string, setup = ''): unknown {
  const { value, raised } = run(`${setup}\nvalue = ${expression}\n`);
  if (raised !== null) return { raised };
  if (value === undefined) return undefined;
  if (value.kind === 'unknown') return { unknown: value.reason };
  return 'data' in value ? value.data : value;
}

/** A text that mentions another. */
export function mentioning(text: string): unknown {
  return expect.stringContaining(text);
}

/** What `dataOf` answers for an expression that raises. */
export function raising(type: string): object {
  return { raised: expect.stringMatching(new RegExp(`^${type}: `)) as unknown };
}

/** What `dataOf` answers for a value that is not known. */
export function unknownBecause(text: string): object {
  return { unknown: expect.stringContaining(text) as unknown };
}
