import { DIALECT_NAMES, dialectNamed } from '../dialect/registry';
import type { Context, DialectName } from '../schema/context';
import { moduleReader } from '../usecases/projectModules';
import { whyNotLoaded, whyRefused } from '../usecases/commands/chainAnswer';
import { type EachOptions, eachRevision, type RevisionSql } from '../usecases/sql/eachRevision';
import { environmentOf } from '../usecases/sql/environment';
import { namingOf } from '../usecases/sql/naming';
import { offlineEnvironment } from '../usecases/sql/offlineEnvironment';
import { scriptSql } from '../usecases/sql/scriptSql';
import type { ProjectSnapshot } from '../workspace/snapshot';
import { fail, misuse } from './context';
import { type CliHost, EXIT, type ExitCode } from './host';
import type { Invocation } from './invocation';

const NAMES: readonly DialectName[] = ['postgresql', 'sqlite', 'mysql'];

/** `sql START:END`: the script from one revision to another; `sql --each`: every revision by itself. */
export function printSql(project: ProjectSnapshot, invocation: Invocation, host: CliHost): ExitCode {
  const { each, dialect: given } = invocation;
  const there = DIALECT_NAMES.join(', ');
  if (given === undefined) return misuse(host, `'sql' needs --dialect: one of ${there}.`);
  const dialect = dialectNamed(given);
  const name = NAMES.find((one) => one === given);
  if (dialect === undefined || name === undefined) {
    return misuse(host, `SQL is not written for the dialect '${given}'. Name one of ${there}.`);
  }
  const { config } = project;
  const naming = namingOf(config, host.fs);
  const context: Context = { dialect: name, mode: 'offline', sqlalchemy: '2.0', naming };
  // Bare folders say nothing of where imports start: from where the command is given, as Alembic's own does.
  const readModule = moduleReader(config.source.bare ? { ...config, workingDirectory: host.cwd } : config, host.fs);
  const options: EachOptions = { context, dialect, readModule, environment: environmentOf(config, host.fs) };
  return each ? printEach(project, options, invocation, host) : printScript(project, options, invocation, host);
}

function printEach(
  project: ProjectSnapshot,
  options: EachOptions,
  { json, downgrade }: Invocation,
  host: CliHost,
): ExitCode {
  if (downgrade) return misuse(host, '--each prints both directions: it goes without --downgrade.');
  for (const answer of eachRevision(project, options)) {
    host.out(json ? `${JSON.stringify(answer)}\n` : shown(answer));
  }
  return EXIT.done;
}

function printScript(
  project: ProjectSnapshot,
  options: EachOptions,
  { range, downgrade, json }: Invocation,
  host: CliHost,
): ExitCode {
  const [from, to, ...more] = range?.split(':') ?? [];
  if (from === undefined || to === undefined || from === '' || to === '' || more.length > 0) {
    return misuse(host, "'sql' needs START:END, for example base:head, or --each for every revision by itself.");
  }
  if (json) return misuse(host, '--json goes with --each.');
  const broken = whyRefused(project, host.fs) ?? whyNotLoaded(project);
  if (broken !== null) return fail(host, broken);
  const offline = offlineEnvironment(project.config, host.fs);
  if (!offline.ok) return fail(host, `There is no SQL: ${offline.error}`);
  const direction = downgrade ? 'downgrade' : 'upgrade';
  const script = scriptSql(project, { ...options, from, to, direction, offline: offline.value });
  if (!script.ok) return fail(host, `There is no SQL: ${script.error}`);
  host.out(script.value);
  return EXIT.done;
}

function shown(answer: RevisionSql): string {
  const { id, direction, engine } = answer;
  const title = `-- ${direction} ${id}${engine === undefined ? '' : ` (${engine})`}\n\n`;
  if (answer.ok) return title + answer.statements.map((statement) => `${statement}\n\n`).join('');
  const { line } = answer.range.start;
  return `${title}-- Not known, because of line ${line + 1}: ${answer.reason}\n\n`;
}
