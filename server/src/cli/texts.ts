import { resolve } from 'node:path';
import { type FileSystem, kindAt } from '../common/fileSystem';
import type { Problem } from '../common/problem';
import { err, ok, type Result } from '../common/result';
import type { HistoryRange } from '../revision/history';
import { branchesText, headsText, historyText, type Text, type TextOptions } from '../revision/text';
import { loadFailure } from '../workspace/loadFailure';
import type { ProjectSnapshot } from '../workspace/snapshot';
import type { Invocation } from './invocation';

/** The text options for a project: docstrings are read from its files. */
export function textOptions({ documents }: ProjectSnapshot, verbose: boolean): TextOptions {
  return { verbose, docstring: ({ script }) => documents.get(script.path)?.head.docstring?.text ?? '' };
}

/** What `history`, `heads` or `branches` prints; equal to what Alembic prints. */
export function chainText(project: ProjectSnapshot, invocation: Invocation, range: HistoryRange): Text {
  const { map } = project.chain;
  const options = textOptions(project, invocation.verbose);
  switch (invocation.command) {
    case 'heads':
      return headsText(map, invocation.resolveDependencies, options);
    case 'branches':
      return branchesText(map, options);
    default:
      return historyText(map, range, options);
  }
}

/** Reads `BASE:HEAD` (alembic/command.py, `history`). */
export function readRange(text: string | undefined): Result<HistoryRange, string> {
  if (text === undefined) return ok({});
  const [base = '', head, ...more] = text.trim().split(':');
  if (head === undefined || more.length > 0) return err('History range requires [start]:[end], [start]:, or :[end]');
  if (base === 'current' || head === 'current') {
    return err("'current' stands in the database, which 'history' does not open. See 'alembic-workbench current'.");
  }
  return ok({ base, head });
}

/**
 * Why Alembic refuses the configuration before it looks at a revision file (`ScriptDirectory.from_config`); null when it
 * takes it. Folders named by `--versions` have none.
 */
export function whyRefused({ config }: ProjectSnapshot, fs: FileSystem): string | null {
  const refused = config.problems.find(({ severity }) => severity === 'error');
  if (refused !== undefined) return `Alembic refuses ${refused.file}: ${refused.message}`;
  if (config.source.bare) return null;
  const { scriptLocation } = config;
  if (scriptLocation === null) return "Where the revision files are is not known without 'script_location'.";
  if (kindAt(fs, scriptLocation) === 'directory') return null;
  return `There is no folder ${scriptLocation}, which 'script_location' names.`;
}

/**
 * Why Alembic cannot load the revisions, or why we do not know what it would load; null when it loads them.
 * `alembic` would stop before it prints anything.
 */
export function whyNotLoaded(project: ProjectSnapshot): string | null {
  const { chain, documents, readProblems, config } = project;
  const failure = loadFailure(project);
  if (failure !== null) return `Alembic cannot load the revisions: ${failure}`;
  const cycle = chain.defects.find((defect) => defect.kind === 'cycle');
  if (cycle !== undefined) {
    const ids = cycle.scripts.map(({ id }) => id).join(', ');
    return `The revisions ${ids} follow one another in a cycle, which Alembic does not notice when it loads them: what it would answer cannot be said.`;
  }
  const nameless = [...documents.values()].find(({ script }) => script === null);
  if (nameless !== undefined) return `What ${nameless.path} says of its revision is not known.`;
  const unread = readProblems.find(({ severity }: Problem) => severity === 'error');
  if (unread !== undefined) return `${resolve(unread.file)} was not loaded: ${unread.message}`;
  if (config.versionLocations.length === 0) return 'No folder of revision files is known.';
  return null;
}
