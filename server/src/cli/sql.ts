import { dialectNamed } from '../dialect/registry';
import type { OpenedDatabase } from '../engine/engine';
import { whyNotLoaded, whyRefused } from '../usecases/commands/chainAnswer';
import { databaseStart } from '../usecases/sql/databaseStart';
import { withOnline } from '../usecases/sql/eachOnline';
import { type EachOptions, eachRevision, type RevisionSql } from '../usecases/sql/eachRevision';
import { offlineEnvironment } from '../usecases/sql/offlineEnvironment';
import { type ScriptOptions, type ScriptStart, scriptSql } from '../usecases/sql/scriptSql';
import { sqlOptions } from '../usecases/sql/sqlOptions';
import type { ProjectSnapshot } from '../workspace/snapshot';
import { contextToTell, fail, failWith, missingPython, misuse, pythonOf } from './context';
import { dialectFor, likelyDialect, type LikelyDialect } from './dialect';
import { type CliHost, EXIT, type ExitCode } from './host';
import type { Invocation } from './invocation';
import { rowsText } from './planText';

const NAME_BOTH = 'Name START:END to write it from the files alone, for example base:head.';

/**
 * `sql START:END`: the script from one revision to another; `sql [END]`: from where the database stands; `sql --each`: every
 * revision by itself.
 */
export async function printSql(project: ProjectSnapshot, invocation: Invocation, host: CliHost): Promise<ExitCode> {
  const { each, downgrade, json, range, versions } = invocation;
  if (each) {
    if (downgrade) return misuse(host, '--each prints both directions: it goes without --downgrade.');
    const options = optionsFor(project, likelyDialect(project, invocation, host), invocation, host);
    return options === null ? EXIT.usage : printEach(project, options, json, host);
  }
  if (json) return misuse(host, '--json goes with --each.');
  const fromDatabase = range?.includes(':') !== true;
  if (fromDatabase && versions.length > 0) {
    return misuse(host, 'Folders alone have no database: sql needs START:END, for example base:head, or --each.');
  }
  const [start, end, ...more] = fromDatabase ? ['', range ?? (downgrade ? '' : 'heads')] : range.split(':');
  if (end === undefined || end === '' || more.length > 0 || (start === '' && !fromDatabase)) {
    return misuse(
      host,
      fromDatabase
        ? "'sql --downgrade' needs where to: END, for example -1 or base, or START:END."
        : "'sql' needs both ends of START:END, for example base:head; --each prints every revision by itself.",
    );
  }
  const broken = whyRefused(project, host.fs) ?? whyNotLoaded(project);
  if (broken !== null) return fail(host, broken);
  if (fromDatabase) return printFromDatabase(project, end, invocation, host);
  const options = optionsFor(project, likelyDialect(project, invocation, host), invocation, host);
  return options === null
    ? EXIT.usage
    : printScript(project, { ...options, from: start ?? '', to: end }, invocation, host);
}

/** Null: the dialect is not known, which is said. */
function optionsFor(
  { config }: ProjectSnapshot,
  likely: LikelyDialect | null,
  invocation: Invocation,
  host: CliHost,
): EachOptions | null {
  const name = dialectFor(likely, invocation, host);
  const dialect = name === null ? undefined : dialectNamed(name);
  if (name === null || dialect === undefined) return null;
  const { fs, cwd } = host;
  const { sqlalchemy } = invocation;
  const interpreter = pythonOf(config, invocation, host);
  const asked = {
    dialect: name,
    mode: 'offline',
    fs,
    cwd,
    interpreter,
    ...(sqlalchemy !== undefined && { sqlalchemy }),
  } as const;
  return { ...sqlOptions(config, asked), dialect };
}

function printEach(project: ProjectSnapshot, options: EachOptions, json: boolean, host: CliHost): ExitCode {
  for (const answer of withOnline(project, eachRevision(project, options), options)) {
    host.out(json ? `${JSON.stringify(answer)}\n` : shown(answer));
  }
  return EXIT.done;
}

async function printFromDatabase(
  project: ProjectSnapshot,
  to: string,
  invocation: Invocation,
  host: CliHost,
): Promise<ExitCode> {
  const missing = missingPython(invocation, host);
  if (missing !== null) return missing;
  const opened = await databaseStart(project.config, contextToTell(host, invocation), host.signal);
  if (!opened.ok) {
    failWith(host, opened.error);
    host.err(`hint: ${NAME_BOTH}\n`);
    return EXIT.failed;
  }
  const { identity, rows, fileMissing } = opened.value;
  const options = optionsFor(project, { name: identity.dialect, origin: null }, invocation, host);
  if (options === null) return EXIT.usage;
  const database = `${identity.label} (${identity.url})`;
  const why = fileMissing ? `as ${database} is not there yet` : `where ${database} stands`;
  host.err(`-- For ${options.context.dialect}, from ${rowsText(rows)}, ${why}, to ${to}.\n`);
  return printScript(project, { ...options, from: opened.value, to }, invocation, host);
}

function printScript(
  project: ProjectSnapshot,
  {
    from,
    ...options
  }: Omit<ScriptOptions, 'direction' | 'offline' | 'from'> & { readonly from: string | OpenedDatabase },
  { downgrade }: Invocation,
  host: CliHost,
): ExitCode {
  const offline = offlineEnvironment(project.config, host.fs);
  if (!offline.ok) return fail(host, `There is no SQL: ${offline.error}`);
  const { versionTable } = offline.value;
  const read = typeof from === 'string' ? undefined : from.versionTable;
  if (read !== undefined && (read.name !== versionTable.name || read.schema !== versionTable.schema)) {
    const message = 'env.py names another version table offline than where it connects.';
    return fail(host, `There is no SQL: ${message} ${NAME_BOTH}`);
  }
  const start: ScriptStart =
    typeof from === 'string' ? from : { rows: from.rows, versionTableExists: from.versionTableExists };
  const direction = downgrade ? 'downgrade' : 'upgrade';
  const script = scriptSql(project, { ...options, from: start, direction, offline: offline.value });
  if (!script.ok) return fail(host, `There is no SQL: ${script.error}`);
  host.out(script.value);
  return EXIT.done;
}

function shown(answer: RevisionSql): string {
  const { id, direction, engine } = answer;
  const title = `-- ${direction} ${id}${engine === undefined ? '' : ` (${engine})`}\n\n`;
  if (answer.ok) return title + listed(answer.statements);
  const { line } = answer.range.start;
  const unknown = `${title}-- Not known, because of line ${line + 1}: ${answer.reason}\n\n`;
  return answer.online === undefined ? unknown : `${unknown}-- would run online:\n\n${listed(answer.online)}`;
}

function listed(statements: readonly string[]): string {
  return statements.map((statement) => `${statement}\n\n`).join('');
}
