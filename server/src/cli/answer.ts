import { resolve } from 'node:path';
import { shortenWords } from '../common/shorten';
import { chainText, isOfChain, reasonOf, whyNotLoaded, whyRefused } from '../usecases/commands/chainAnswer';
import { runInFolder } from '../usecases/commands/initProject';
import type { Command } from '../usecases/commands/readCommand';
import { answerCommand } from '../usecases/commands/runCommand';
import type { EngineContext } from '../usecases/engineContext';
import type { ProjectSnapshot } from '../workspace/snapshot';
import { contextToTell, fail, failWith, guessOf, missingPython } from './context';
import { editorCommand } from './editor';
import { offerToFill } from './fillEnv';
import { type CliHost, EXIT, type ExitCode } from './host';
import type { Invocation } from './invocation';
import { problemsOf } from './lint';
import { namedFiles } from './projects';
import { errorText, problemLine } from './problemText';
import { writeSqlFiles } from './sqlFiles';

/** A command that writes to no database: prints its answer, and the paths of the files it made. */
export async function answer(
  project: ProjectSnapshot,
  command: Command,
  invocation: Invocation,
  host: CliHost,
): Promise<ExitCode> {
  if (isOfChain(command)) return print(project, command, host);
  const missing = missingPython(invocation, host);
  if (missing !== null) return missing;
  const context = contextToTell(host, invocation);
  const engine: EngineContext = { ...context, guess: () => guessOf(project, context, host) };
  const answered = await answerCommand(project, command, { engine, fs: host.fs, signal: host.signal });
  if (!answered.ok) return failWith(host, answered.error);
  const { text, files, notes, sqlFiles } = answered.value;
  for (const note of notes) host.err(`note: ${note}\n`);
  if (command.name === 'edit') return edit(files, host);
  tell(text, files, host);
  return sqlFiles === undefined ? EXIT.done : writeSqlFiles(sqlFiles, invocation, host);
}

/** `init` and `list_templates`, which need no project. */
export async function answerInFolder(command: Command, invocation: Invocation, host: CliHost): Promise<ExitCode> {
  const missing = missingPython(invocation, host);
  if (missing !== null) return missing;
  const { cwd, signal } = host;
  const { project, section } = invocation;
  const place = { folder: resolve(cwd, project ?? '.'), config: namedFiles(invocation, host) };
  const context = contextToTell(host, invocation);
  const options = { ...context.options, section: section ?? null };
  const answered = await runInFolder(place, command, { ...context, options }, signal);
  if (!answered.ok) return failWith(host, answered.error);
  const { text, files } = answered.value;
  tell(text, files, host);
  return command.name === 'init' ? offerToFill(files, place.folder, invocation, host) : EXIT.done;
}

/** What a command printed is its answer; of one that makes files the answer is their paths. */
function tell(text: string, files: readonly string[], host: CliHost): void {
  if (files.length === 0) host.out(text);
  else host.err(text);
  for (const file of files) host.out(`${file}\n`);
}

/** `history`, `heads`, `branches`, `show`: from the revision files. Where they do not load, what is wrong with them. */
function print(project: ProjectSnapshot, command: Command, host: CliHost): ExitCode {
  const refused = whyRefused(project, host.fs);
  const broken = refused ?? whyNotLoaded(project);
  if (broken !== null) {
    const errors = problemsOf(project, host.fs).filter(
      ({ severity, code }) => severity === 'error' || (refused !== null && code === 'config-unreadable'),
    );
    for (const problem of errors) host.err(problemLine(problem, host.cwd));
    host.err(errorText(broken));
    return EXIT.failed;
  }
  for (const warning of project.chain.map.warnings) host.err(`warning: ${shortenWords(warning)}\n`);
  const text = chainText(project, command);
  if (!text.ok) return fail(host, reasonOf(text.error));
  host.out(text.value);
  return EXIT.done;
}

async function edit(files: readonly string[], host: CliHost): Promise<ExitCode> {
  const editor = editorCommand(host.engine);
  if (editor === null) return fail(host, 'No editor was found. Name one by the variable EDITOR or VISUAL.');
  const code = await host.open(editor, files);
  return code === 0 ? EXIT.done : fail(host, `The editor (${editor}) ended with ${code ?? 'a signal'}.`);
}
