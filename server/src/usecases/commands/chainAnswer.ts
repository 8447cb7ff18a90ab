import { resolve } from 'node:path';
import { type FileSystem, kindAt } from '../../common/fileSystem';
import type { HistoryRange } from '../../revision/history';
import type { RevisionError } from '../../revision/model';
import { branchesText, headsText, historyText, showText, type Text, type TextOptions } from '../../revision/text';
import { loadFailure } from '../../workspace/loadFailure';
import type { ProjectSnapshot } from '../../workspace/snapshot';
import { type Command, valueOf } from './readCommand';

/** The text options for a project: docstrings are read from its files. */
export function textOptions({ documents }: ProjectSnapshot, verbose: boolean): TextOptions {
  return { verbose, docstring: ({ script }) => documents.get(script.path)?.head.docstring?.text ?? '' };
}

/** Whether the revision files alone answer a command: it asks nothing of a database. */
export function isOfChain(command: Command): boolean {
  switch (command.name) {
    case 'heads':
    case 'branches':
      return true;
    case 'history':
      return !command.flags.has('indicate-current') && !rangeOf(command).some((end) => end === 'current');
    case 'show':
      return command.words[0] !== 'current';
    default:
      return false;
  }
}

/** What `history`, `heads`, `branches` or `show` prints; equal to what Alembic prints. */
export function chainText(project: ProjectSnapshot, command: Command): Text {
  const { map } = project.chain;
  const options = textOptions(project, command.flags.has('verbose'));
  switch (command.name) {
    case 'heads':
      return headsText(map, command.flags.has('resolve-dependencies'), options);
    case 'branches':
      return branchesText(map, options);
    case 'show':
      return showText(map, command.words[0] ?? '', options);
    default: {
      const [base = '', head = ''] = rangeOf(command);
      const range: HistoryRange = { base, head };
      return historyText(map, range, options);
    }
  }
}

/** Why Alembic refuses, in its own text; what only has a traceback there is named by its exception. */
export function reasonOf({ exception, message }: RevisionError): string {
  return exception === 'CommandError' ? message : `Alembic ends with ${exception}: ${message}`;
}

/** `BASE:HEAD` (alembic/command.py, `history`); a missing end is empty. */
function rangeOf(command: Command): readonly string[] {
  return valueOf(command, 'rev-range')?.trim().split(':') ?? [];
}

/**
 * Why Alembic refuses the configuration before it looks at a revision file (`ScriptDirectory.from_config`); null when it
 * takes it. Bare folders of revision files have none.
 */
export function whyRefused({ config }: ProjectSnapshot, fs: Pick<FileSystem, 'stat'>): string | null {
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
  const unread = readProblems.find(({ severity }) => severity === 'error');
  if (unread !== undefined) return `${resolve(unread.file)} was not loaded: ${unread.message}`;
  if (config.versionLocations.length === 0) return 'No folder of revision files is known.';
  return null;
}
