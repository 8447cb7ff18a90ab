import { DIALECT_NAMES } from '../dialect/registry';
import { dialectName, parseUrl } from '../dialect/url';
import type { DialectName } from '../schema/context';
import { ProjectReadings } from '../usecases/schema/projectReadings';
import { isDialectName } from '../usecases/sql/sqlOptions';
import type { ProjectSnapshot } from '../workspace/snapshot';
import { contextOf, guessOf, misuse, pythonOf } from './context';
import type { CliHost } from './host';
import type { Invocation } from './invocation';

const THERE = DIALECT_NAMES.join(', ');

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
  const name = given ?? likely?.name;
  if (name === undefined) {
    misuse(host, `Which dialect the SQL is for is not known. Add --dialect: one of ${THERE}.`);
    return null;
  }
  if (!isDialectName(name)) {
    misuse(host, notWritten(name));
    return null;
  }
  if (given === undefined && likely?.origin != null) host.err(`-- For ${name}, as in ${likely.origin}.\n`);
  return name;
}

/** What is wrong with the dialect that is given; null: nothing, or none is given. */
export function wrongDialect({ dialect }: Pick<Invocation, 'dialect'>): string | null {
  return dialect === undefined || isDialectName(dialect) ? null : notWritten(dialect);
}

function notWritten(name: string): string {
  return `SQL is not written for the dialect '${name}'. Name one of ${THERE} by --dialect.`;
}

/** What revisions are read by: for the dialect that is given, else for the likely one, where there is one. */
export function readingsFor(project: ProjectSnapshot, invocation: Invocation, host: CliHost): ProjectReadings {
  const name = invocation.dialect ?? likelyDialect(project, invocation, host)?.name ?? '';
  return new ProjectReadings({
    fileSystem: () => host.fs,
    dialectSetting: () => (isDialectName(name) ? name : null),
    state: () => undefined,
    interpreter: (config) => pythonOf(config, invocation, host),
    cwd: host.cwd,
  });
}
