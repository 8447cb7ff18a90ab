import type { Problem } from '../common/problem';
import { history } from '../revision/history';
import type { Revision } from '../revision/model';
import { historyLine } from '../revision/text';
import { whyNotLoaded, whyRefused } from '../usecases/commands/chainAnswer';
import { loadProject } from '../usecases/loadProject';
import type { ProjectSnapshot } from '../workspace/snapshot';
import { misuse } from './context';
import { wrongDialect } from './dialect';
import { graphOf } from './graph';
import { type CliHost, EXIT, type ExitCode } from './host';
import type { Invocation } from './invocation';
import { allProblemsOf, summary } from './lint';
import { type FoundProjects, nothingFound } from './projects';
import { problemLine } from './problemText';

/** `graph` and `lint`: every project there is, broken ones too. */
export async function describe(
  { configs, problems: outside, folder }: FoundProjects,
  command: 'graph' | 'lint',
  invocation: Invocation,
  host: CliHost,
): Promise<ExitCode> {
  const { fs, signal } = host;
  const { json } = invocation;
  const wrong = wrongDialect(invocation);
  if (wrong !== null) return misuse(host, wrong);
  if (configs.length === 0 && !json) return misuse(host, nothingFound(folder));
  const projects: { readonly project: ProjectSnapshot; readonly problems: readonly Problem[] }[] = [];
  for (const config of configs) {
    const project = await loadProject(config, { fs, signal });
    projects.push({ project, problems: await allProblemsOf(project, invocation, host) });
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
  const listed = history(chain.map);
  const broken = whyRefused(project, fs) ?? whyNotLoaded(project);
  return [
    `${title}\n`,
    ...config.versionLocations.map((location) => `  versions: ${location}\n`),
    broken === null ? '' : `  ${broken}\n`,
    listed.ok ? listed.value.map((revision) => rowText(project, revision)).join('') : `  ${listed.error.message}\n`,
    ...problems.map((problem) => problemLine(problem, cwd)),
    '\n',
  ].join('');
}

/** A revision with the parents its file names: a chain that does not load is shown without those that are missing. */
function rowText({ chain, documents }: ProjectSnapshot, revision: Revision): string {
  const script = documents.get(revision.script.path)?.script ?? revision.script;
  const down = script.downRevision.map((id) =>
    chain.map.revisions.has(id) ? id : `${id === '' ? "''" : id} (missing)`,
  );
  return historyLine({ ...revision, script, down }).replace(/^(?=.)/gm, '  ');
}
