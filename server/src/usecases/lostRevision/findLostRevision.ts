import { basename, dirname, extname, join, relative, resolve, sep } from 'node:path';
import { type FileSystem, kindAt } from '../../common/fileSystem';
import { pathToUri } from '../../common/fileUri';
import { err, ok } from '../../common/result';
import type { EngineError, EngineResult } from '../../engine/engine';
import type { ProjectConfig } from '../../project/model';
import type { LostRevision } from '../../protocol/lostRevisions';
import { readHead } from '../../revision/file';
import { type EngineContext, requireTrust } from '../engineContext';
import { Git } from './git';

/** A version of a file that may be the revision's. */
interface Candidate {
  readonly commit: string;
  readonly path: string;
}

/** More would be a repository whose files all name the id. */
const MOST_CANDIDATES = 40;
const MOST_BRANCHES = 5;

/**
 * Looks for the file of a revision in git's history: all branches, and what only the reflog still knows. Runs git, so the
 * workspace must be trusted; changes nothing.
 * @returns `unsupported` without git or outside of a repository, `commandFailed` when no commit has such a file.
 */
export async function findLostRevision(
  config: ProjectConfig,
  id: string,
  fs: FileSystem,
  context: EngineContext,
  signal: AbortSignal,
): Promise<EngineResult<LostRevision>> {
  // A target that cannot be used has nothing to do with it.
  const trust = context.trusted ? ok(null) : requireTrust(context);
  if (!trust.ok) return trust;
  const here = new Git(context.host, config.root, signal);
  const top = await here.read('rev-parse', '--show-toplevel');
  if (!top.ok) {
    // It may well be in one: git refuses that of another user, as a container's folders are.
    if (!top.error.message.includes('not a git repository')) return top;
    return err({
      code: 'unsupported',
      message: `${config.root} is in no git repository, so there is no history to search.`,
    });
  }
  const repository = top.value.replace(/\r?\n$/, '');
  const git = new Git(context.host, repository, signal);
  const found = await candidates(git, id);
  if (!found.ok) return found;
  for (const candidate of await newestFirst(git, found.value)) {
    const text = await git.read('show', '--no-textconv', `${candidate.commit}:${candidate.path}`);
    if (!text.ok || !declares(text.value, id)) continue;
    if (text.value.includes(UNREADABLE)) return err(notUtf8(candidate, repository));
    return describe(git, candidate, { id, text: text.value, repository, config, fs });
  }
  const message = `No commit of ${repository} has a file of the revision ${id}. It may never have been committed here: fetch other branches, ask whoever ran it, or stamp the database.`;
  return err({ code: 'commandFailed', message });
}

/** What stands in a text where its bytes were no UTF-8: a file restored from it would be another one. */
const UNREADABLE = '\ufffd';

function notUtf8({ commit, path }: Candidate, repository: string): EngineError {
  return {
    code: 'unsupported',
    message: `The revision is ${path} of ${commit}, whose text is not UTF-8 and cannot be shown or restored here. In ${repository} run: git checkout ${commit} -- "${path}"`,
  };
}

/** Commits where the number of times a file names the id changed: where the file came, and the last before it went. */
async function candidates(git: Git, id: string): Promise<EngineResult<readonly Candidate[]>> {
  const args = [
    '--all',
    '--reflog',
    '--date-order',
    '--no-renames',
    '--no-ext-diff',
    '--no-textconv',
    '-z',
    '--name-status',
  ];
  const log = await git.read('log', ...args, '--format=%x01%H', `-S${id}`, '--', '*.py');
  if (!log.ok) return log;
  const list: Candidate[] = [];
  for (const entry of log.value.split('\x01').slice(1)) {
    const [commit = '', ...rest] = entry.split('\0').map((part) => part.replace(/^\n+|\n+$/g, ''));
    const words = rest.filter((part) => part !== '');
    for (let index = 0; index + 1 < words.length && list.length < MOST_CANDIDATES; index += 2) {
      const [status = '', path = ''] = words.slice(index, index + 2);
      // What a commit took away its parent has.
      list.push({ commit: status === 'D' ? `${commit}^` : commit, path });
    }
  }
  return ok(list);
}

/** The newest version of each of the paths first: the file may have changed after the commit that named the id. */
async function newestFirst(git: Git, found: readonly Candidate[]): Promise<Candidate[]> {
  const newest: Candidate[] = [];
  for (const path of new Set(found.map((candidate) => candidate.path))) {
    const log = await git.read(
      'log',
      '--all',
      '--reflog',
      '--date-order',
      '-1',
      '--diff-filter=AMR',
      '--no-renames',
      '--format=%H',
      '--',
      `:(top,literal)${path}`,
    );
    if (log.ok && log.value.trim() !== '') newest.push({ commit: log.value.trim(), path });
  }
  return [...newest, ...found];
}

/** Whether the file says `revision = id`. */
function declares(text: string, id: string): boolean {
  const { revision } = readHead(text);
  return revision.kind === 'known' && revision.value === id;
}

async function describe(
  git: Git,
  { commit, path }: Candidate,
  found: {
    readonly id: string;
    readonly text: string;
    readonly repository: string;
    readonly config: ProjectConfig;
    readonly fs: FileSystem;
  },
): Promise<EngineResult<LostRevision>> {
  const about = await git.read('log', '-1', '--format=%H%x00%cI%x00%an%x00%s', commit, '--');
  if (!about.ok) return about;
  const [hash = '', date = '', author = '', subject = ''] = about.value.trim().split('\0');
  const branches = await git.read('branch', '--all', '--contains', hash, '--format=%(refname:short)');
  const { id, text, repository, config, fs } = found;
  return ok({
    id,
    text,
    path,
    commit: hash,
    date,
    author,
    subject,
    branches: branches.ok
      ? branches.value
          .split('\n')
          .filter((name) => name !== '')
          .slice(0, MOST_BRANCHES)
      : [],
    restoreUri: pathToUri(placeFor(resolve(repository, path), id, config, fs)),
  });
}

/** Where the file was, if Alembic reads that folder; else the first folder it reads. Never a file that is there. */
function placeFor(
  was: string,
  id: string,
  { versionLocations, recursive, root }: ProjectConfig,
  fs: FileSystem,
): string {
  const readable = versionLocations.some((location) => {
    const below = relative(location, dirname(was));
    return below === '' || (recursive && !below.startsWith('..') && !below.startsWith(sep));
  });
  const folder = readable ? dirname(was) : (versionLocations[0] ?? root);
  const name = basename(was, extname(was));
  const names = [name, `${name}_${id}`, ...Array.from({ length: 100 }, (_, index) => `${name}_${id}_${index + 2}`)];
  const free = names.find((each) => kindAt(fs, join(folder, `${each}.py`)) === null);
  return join(folder, `${free ?? name}.py`);
}
