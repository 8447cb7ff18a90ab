import { resolve } from 'node:path';
import { kindAt } from '../common/fileSystem';
import type { EngineError, RunProgress } from '../engine/engine';
import { currentText } from '../revision/text';
import { believedDatabase } from '../usecases/believedDatabase';
import type { EngineContext } from '../usecases/engineContext';
import { executeRun } from '../usecases/executeRun';
import { type PlannedRun, planRun } from '../usecases/planRun';
import { readState } from '../usecases/readState';
import type { ProjectSnapshot } from '../workspace/snapshot';
import { type CliHost, EXIT, type ExitCode } from './host';
import type { Invocation } from './invocation';
import { textOptions, whyNotLoaded } from './texts';

/** Who starts the program at a terminal runs the project's code on purpose, as with `alembic`. */
function contextOf(host: CliHost, invocation: Invocation): EngineContext {
  return {
    host: host.engine,
    runner: host.runner,
    trusted: true,
    interpreter: invocation.python === '' ? '' : resolve(host.cwd, invocation.python),
    workspaceFolder: host.cwd,
    output: (text) => {
      host.err(`${text}\n`);
    },
  };
}

/** The engine would speak of the editor's setting. */
function missingPython({ python }: Invocation, host: CliHost): ExitCode | null {
  if (python === '' || kindAt(host.fs, resolve(host.cwd, python)) !== null) return null;
  host.err(`error: --python names ${python}, which is not there.\n`);
  return EXIT.usage;
}

/** `current`: prints what `alembic current` prints. The database is only read. */
export async function current(project: ProjectSnapshot, invocation: Invocation, host: CliHost): Promise<ExitCode> {
  const { config, chain } = project;
  const broken = whyNotLoaded(project);
  if (broken !== null) return fail(host, broken);
  const missing = missingPython(invocation, host);
  if (missing !== null) return missing;
  const believed = believedDatabase(host.fs, config);
  const state = await readState(config, believed, contextOf(host, invocation), host.signal);
  if (state.kind === 'unavailable') return failWith(host, state.error);
  const text = currentText(chain.map, state.rows, textOptions(project, invocation.verbose));
  if (!text.ok) return fail(host, text.error.message);
  if (invocation.verbose) host.out(`Current revision(s) for ${state.database.url}:\n`);
  host.out(text.value);
  return EXIT.done;
}

/** `upgrade`, `downgrade`, `stamp`: shows what will happen to which database, asks, runs it, and says what came of it. */
export async function run(
  project: ProjectSnapshot,
  command: PlannedRun['command'],
  invocation: Invocation,
  host: CliHost,
): Promise<ExitCode> {
  const { config } = project;
  const missing = missingPython(invocation, host);
  if (missing !== null) return missing;
  const context = contextOf(host, invocation);
  const planned = await planRun(config, project, { command, targets: invocation.targets }, context, host.signal);
  if (!planned.ok) return failWith(host, planned.error);
  const plan = planned.value;
  host.out(planText(plan, project));
  if (plan.steps.length === 0) return EXIT.done;
  if (!invocation.yes) {
    if (host.confirm === null) {
      host.err('Nothing was run: nobody is at the terminal to confirm it. Add --yes to run it without a question.\n');
      return EXIT.usage;
    }
    if (!(await host.confirm('Run it?'))) {
      host.err('Nothing was run.\n');
      return EXIT.usage;
    }
  }
  const progress = ({ phase, step, done, total }: RunProgress): void => {
    if (phase === 'starting') host.out(`[${done + 1}/${total}] ${step.kind} ${step.revision}\n`);
  };
  const believed = believedDatabase(host.fs, config);
  const { state, error } = await executeRun(config, believed, plan, context, { progress }, host.signal);
  if (state.kind === 'known') host.out(`The database is now at ${rowsText(state.rows)}.\n`);
  else host.err(`What the database is at now could not be read: ${state.error.message}\n`);
  return error === null ? EXIT.done : failWith(host, error);
}

function planText(
  { command, targets, database, steps, rowsAfter, engineDetail }: PlannedRun,
  project: ProjectSnapshot,
): string {
  const { url } = database.identity;
  const at = rowsText(database.rows);
  if (steps.length === 0) {
    return `${url} is at ${at}: ${command} ${targets.join(' ')} has nothing to do.\n`;
  }
  const lines = steps.map(({ kind, revision }) => {
    const message = project.chain.map.revisions.get(revision)?.script.message.split('\n', 1)[0];
    return `  ${kind} ${revision}${message === undefined || message === '' ? '' : `, ${message}`}\n`;
  });
  return [
    `Database: ${url}${database.fileMissing ? ' (will be created)' : ''}\n`,
    `Alembic: ${engineDetail}, in ${project.config.workingDirectory}\n`,
    `From ${at} to ${rowsText(rowsAfter)}, ${steps.length} ${steps.length === 1 ? 'step' : 'steps'}:\n`,
    ...lines,
  ].join('');
}

function rowsText(rows: readonly string[]): string {
  return rows.length === 0 ? 'base' : rows.join(', ');
}

function fail(host: CliHost, message: string): ExitCode {
  host.err(`error: ${message}\n`);
  return EXIT.failed;
}

function failWith(host: CliHost, { message, details, revision }: EngineError): ExitCode {
  if (details !== undefined) host.err(`${details.trimEnd()}\n`);
  return fail(host, revision === undefined || message.includes(revision) ? message : `${revision}: ${message}`);
}
