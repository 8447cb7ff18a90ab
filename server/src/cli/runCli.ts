import type { Problem } from '../common/problem';
import type { ProjectConfig } from '../project/model';
import { loadProject } from '../usecases/loadProject';
import type { ProjectSnapshot } from '../workspace/snapshot';
import { historyText } from '../revision/text';
import { graphOf } from './graph';
import { type CliHost, EXIT, type ExitCode } from './host';
import { HELP, type Invocation, readArguments } from './invocation';
import { problemsOf, summary } from './lint';
import { findProjects, type FoundProjects, nothingFound, onlyProject } from './projects';
import { problemLine } from './problemText';
import { current, run } from './run';
import { chainText, readRange, textOptions, whyNotLoaded, whyRefused } from './texts';

/**
 * The terminal command: reads `args` (without program and script), writes the answer to `host.out` and everything else to
 * `host.err`.
 * @returns the exit code. Throws only for bugs and for the abort of `host.signal`.
 */
export async function runCli(args: readonly string[], host: CliHost): Promise<ExitCode> {
  const read = readArguments(args);
  if (!read.ok) return misuse(host, `${read.error} See 'alembic-workbench --help'.`);
  const invocation = read.value;
  if (invocation === 'help' || invocation === 'version') {
    host.out(invocation === 'help' ? HELP : `${host.version}\n`);
    return EXIT.done;
  }
  const found = findProjects(invocation, host);
  if (!found.ok) return misuse(host, found.error);
  const { command } = invocation;
  if (command === 'graph' || command === 'lint') return describe(found.value, invocation, host);
  const config = onlyProject(found.value);
  if (!config.ok) return misuse(host, config.error);
  for (const problem of found.value.problems) host.err(problemLine(problem, host.cwd));
  const project = await load(config.value, host);
  if (command === 'current') return current(project, invocation, host);
  if (command === 'upgrade' || command === 'downgrade' || command === 'stamp') {
    return run(project, command, invocation, host);
  }
  return print(project, invocation, host);
}

function misuse(host: CliHost, message: string): ExitCode {
  host.err(`error: ${message}\n`);
  return EXIT.usage;
}

function load(config: ProjectConfig, { fs, signal }: CliHost): Promise<ProjectSnapshot> {
  return loadProject(config, { fs, signal });
}

/** `history`, `heads`, `branches`. */
function print(project: ProjectSnapshot, invocation: Invocation, host: CliHost): ExitCode {
  const range = readRange(invocation.range);
  if (!range.ok) return misuse(host, range.error);
  const refused = whyRefused(project, host.fs);
  const broken = refused ?? whyNotLoaded(project);
  if (broken !== null) {
    const errors = problemsOf(project, host.fs).filter(
      ({ severity, code }) => severity === 'error' || (refused !== null && code === 'config-unreadable'),
    );
    for (const problem of errors) host.err(problemLine(problem, host.cwd));
    host.err(`error: ${broken}\n`);
    return EXIT.failed;
  }
  for (const warning of project.chain.map.warnings) host.err(`warning: ${warning}\n`);
  const text = chainText(project, invocation, range.value);
  if (text.ok) {
    host.out(text.value);
    return EXIT.done;
  }
  const { exception, message } = text.error;
  host.err(`error: ${exception === 'CommandError' ? message : `Alembic ends with ${exception}: ${message}`}\n`);
  return EXIT.failed;
}

/** `graph` and `lint`: every project there is, broken ones too. */
async function describe(
  { configs, problems: outside, folder }: FoundProjects,
  invocation: Invocation,
  host: CliHost,
): Promise<ExitCode> {
  const { command, json } = invocation;
  if (configs.length === 0 && !json) return misuse(host, nothingFound(folder));
  const projects: { readonly project: ProjectSnapshot; readonly problems: readonly Problem[] }[] = [];
  for (const config of configs) {
    const project = await load(config, host);
    projects.push({ project, problems: problemsOf(project, host.fs) });
  }
  if (json) {
    const graphs = projects.map(({ project, problems }) => graphOf(project, problems));
    const answer =
      command === 'graph'
        ? { projects: graphs }
        : { projects: graphs.map(({ root, config, problems }) => ({ root, config, problems })) };
    host.out(`${JSON.stringify(answer, null, 2)}\n`);
  } else {
    for (const { project, problems } of projects) {
      if (command === 'graph') host.out(graphText(project, problems, host));
    }
  }
  for (const problem of outside) host.err(problemLine(problem, host.cwd));
  if (configs.length === 0) host.err(`${nothingFound(folder)}\n`);
  if (command === 'graph') return EXIT.done;
  // Two projects may share a folder of revisions: what is wrong there is told once.
  const all = [
    ...new Map(
      projects.flatMap(({ problems }) => problems).map((problem) => [problemLine(problem, host.cwd), problem]),
    ),
  ];
  if (!json) {
    for (const [line] of all) host.out(line);
    host.out(summary(all.map(([, problem]) => problem)));
  }
  return all.some(([, { severity }]) => severity === 'error') ? EXIT.failed : EXIT.done;
}

/** Where the project is, its revisions as `history` lists them, and its problems. */
function graphText(project: ProjectSnapshot, problems: readonly Problem[], { fs, cwd }: CliHost): string {
  const { config, chain } = project;
  const title = config.source.ini ?? config.source.toml ?? config.root;
  const listed = historyText(chain.map, {}, textOptions(project, false));
  const broken = whyRefused(project, fs) ?? whyNotLoaded(project);
  return [
    `${title}\n`,
    ...config.versionLocations.map((location) => `  versions: ${location}\n`),
    broken === null ? '' : `  ${broken}\n`,
    listed.ok ? listed.value.replace(/^(?=.)/gm, '  ') : `  ${listed.error.message}\n`,
    ...problems.map((problem) => problemLine(problem, cwd)),
    '\n',
  ].join('');
}
