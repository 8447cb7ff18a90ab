import { DIALECT_NAMES } from '../dialect/registry';
import { dialectName, parseUrl } from '../dialect/url';
import type { DialectName } from '../schema/context';
import { isDialectName } from '../usecases/sql/sqlOptions';
import type { ProjectSnapshot } from '../workspace/snapshot';
import { contextOf, guessOf, misuse } from './context';
import type { CliHost } from './host';
import type { Invocation } from './invocation';

/** What is said of a dialect nobody names on the command line. */
export interface LikelyDialect {
  readonly name: string;
  /** What says so; null: the database itself. */
  readonly origin: string | null;
}

/** The dialect of the URL that the project's files and variables give; null: they give none that is sure. */
export function likelyDialect(project: ProjectSnapshot, invocation: Invocation, host: CliHost): LikelyDialect | null {
  const context = contextOf(host, invocation, () => undefined);
  const guess = guessOf(project, context, host);
  const url = guess?.kind === 'database' ? parseUrl(guess.url) : null;
  return url === null || guess?.kind !== 'database' ? null : { name: dialectName(url), origin: guess.origin };
}

/** The dialect to use: what is given, else what is likely, which is said then. Null: it is not known, which is said. */
export function dialectFor(
  likely: LikelyDialect | null,
  { dialect: given }: Pick<Invocation, 'dialect'>,
  host: CliHost,
): DialectName | null {
  const there = DIALECT_NAMES.join(', ');
  const name = given ?? likely?.name;
  if (name === undefined) {
    misuse(host, `Which dialect the SQL is for is not known. Add --dialect: one of ${there}.`);
    return null;
  }
  if (!isDialectName(name)) {
    misuse(host, `SQL is not written for the dialect '${name}'. Name one of ${there} by --dialect.`);
    return null;
  }
  if (given === undefined && likely?.origin != null) host.err(`-- For ${name}, as in ${likely.origin}.\n`);
  return name;
}
