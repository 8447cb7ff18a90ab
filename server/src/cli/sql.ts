import { DIALECT_NAMES, dialectNamed } from '../dialect/registry';
import type { Context, DialectName } from '../schema/context';
import { moduleReader } from '../usecases/projectModules';
import { eachRevision, type RevisionSql } from '../usecases/sql/eachRevision';
import { namingOf } from '../usecases/sql/naming';
import { environmentOf } from '../usecases/sql/environment';
import type { ProjectSnapshot } from '../workspace/snapshot';
import { misuse } from './context';
import { type CliHost, EXIT, type ExitCode } from './host';
import type { Invocation } from './invocation';

const NAMES: readonly DialectName[] = ['postgresql', 'sqlite', 'mysql'];

/** `sql --each`: the SQL of every revision by itself, or why it is not known. */
export function printSql(project: ProjectSnapshot, invocation: Invocation, host: CliHost): ExitCode {
  const { each, dialect: given, json } = invocation;
  if (!each) return misuse(host, "'sql' needs --each: the SQL of every revision by itself.");
  const there = DIALECT_NAMES.join(', ');
  if (given === undefined) return misuse(host, `'sql' needs --dialect: one of ${there}.`);
  const dialect = dialectNamed(given);
  const name = NAMES.find((one) => one === given);
  if (dialect === undefined || name === undefined) {
    return misuse(host, `SQL is not written for the dialect '${given}'. Name one of ${there}.`);
  }
  const context: Context = {
    dialect: name,
    mode: 'offline',
    sqlalchemy: '2.0',
    naming: namingOf(project.config, host.fs),
  };
  const { config } = project;
  // Bare folders say nothing of where imports start: from where the command is given, as Alembic's own does.
  const readModule = moduleReader(config.source.bare ? { ...config, workingDirectory: host.cwd } : config, host.fs);
  const environment = environmentOf(config, host.fs);
  for (const answer of eachRevision(project, { context, dialect, readModule, environment })) {
    host.out(json ? `${JSON.stringify(answer)}\n` : shown(answer));
  }
  return EXIT.done;
}

function shown(answer: RevisionSql): string {
  const { id, direction, engine } = answer;
  const title = `-- ${direction} ${id}${engine === undefined ? '' : ` (${engine})`}\n\n`;
  if (answer.ok) return title + answer.statements.map((statement) => `${statement}\n\n`).join('');
  const { line } = answer.range.start;
  return `${title}-- Not known, because of line ${line + 1}: ${answer.reason}\n\n`;
}
