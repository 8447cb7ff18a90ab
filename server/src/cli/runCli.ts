import { loadProject } from '../usecases/loadProject';
import { answer, answerInFolder } from './answer';
import { misuse } from './context';
import { describe } from './describe';
import { commandHelp, helpText } from './help';
import { type CliHost, EXIT, type ExitCode } from './host';
import { type Invocation, readArguments } from './invocation';
import { findProjects, onlyProject } from './projects';
import { problemLine } from './problemText';
import { run, writingCommand } from './run';
import { printLiveSchema } from './liveSchema';
import { printLog } from './log';
import { printRehearsal } from './rehearse';
import { printReverse } from './reverse';
import { printSchema } from './schema';
import { printSql } from './sql';
import { printVerification } from './verify';

/**
 * The terminal command: reads `args` (without program and script), writes the answer to `host.out` and everything else to
 * `host.err`.
 * @returns the exit code. Throws only for bugs and for the abort of `host.signal`.
 */
export async function runCli(args: readonly string[], host: CliHost): Promise<ExitCode> {
  const read = readArguments(args);
  if (!read.ok) return misuse(host, `${read.error} See 'alembic-workbench --help'.`);
  const request = read.value;
  if (request.kind === 'run') return runInvocation(request.invocation, host);
  if (request.kind === 'version') host.out(`${host.version}\n`);
  else host.out(request.command === null ? helpText() : commandHelp(request.command));
  return EXIT.done;
}

async function runInvocation(invocation: Invocation, loud: CliHost): Promise<ExitCode> {
  const { command } = invocation;
  const isMuted = invocation.quiet && !printsSql(command);
  const host: CliHost = isMuted ? { ...loud, out: () => undefined } : loud;
  if (command.name === 'init' || command.name === 'list_templates') return answerInFolder(command, invocation, host);
  const found = findProjects(invocation, host);
  if (!found.ok) return misuse(host, found.error);
  if (command.name === 'graph' || command.name === 'lint') {
    return describe(found.value, command.name, invocation, host);
  }
  const config = onlyProject(found.value);
  if (!config.ok) return misuse(host, config.error);
  for (const problem of found.value.problems) host.err(problemLine(problem, host.cwd));
  const project = await loadProject(config.value, { fs: host.fs, signal: host.signal });
  if (command.name === 'sql') return printSql(project, invocation, host);
  if (command.name === 'schema') {
    return invocation.live ? printLiveSchema(project, invocation, host) : printSchema(project, invocation, host);
  }
  if (command.name === 'log') return printLog(project, invocation, host);
  if (command.name === 'reverse') return printReverse(project, invocation, host);
  if (command.name === 'rehearse') return printRehearsal(project, invocation, host);
  if (command.name === 'verify') return printVerification(project, invocation, host);
  const writing = writingCommand(command);
  return writing === null
    ? answer(project, command, invocation, host)
    : run(project, writing, command, invocation, host);
}

/** SQL is printed all the same, as by `alembic -q upgrade head --sql`; of `revision --sql` the answer is a path. */
function printsSql(command: Invocation['command']): boolean {
  if (command.name === 'sql') return true;
  return 'flags' in command && command.flags.has('sql') && command.name !== 'revision';
}
