import { posix, win32 } from 'node:path';
import { err, ok, type Result } from '../../common/result';
import { databaseIdentity, isThisMachine, type DatabasePlace } from '../../dialect/identity';
import type { DatabaseIdentity } from '../engine';
import type { BridgeOutcome } from './bridgeClient';
import type { BridgeJob, BridgeMessage } from './bridgeMessages';
import type { Elsewhere } from './interpreter';

/** A path of this machine as the other one names it; null outside of every mapped folder. */
function thereOf({ folders }: Elsewhere, path: string): string | null {
  return folders.length === 0 ? path : mapped(folders, path);
}

/** A path of the other machine as this one names it; null outside of every mapped folder. */
export function hereOf({ folders }: Elsewhere, path: string): string | null {
  return mapped(
    folders.map(([here, there]) => [there, here] as const),
    path,
  );
}

/** The innermost mapped folder decides. */
function mapped(folders: Elsewhere['folders'], path: string): string | null {
  let best: { readonly length: number; readonly path: string } | null = null;
  for (const [from, to] of folders) {
    const style = styleOf(from);
    const below = style.relative(from, path);
    if (!style.isAbsolute(path) || style.isAbsolute(below) || below === '..' || below.startsWith(`..${style.sep}`)) {
      continue;
    }
    const { length } = style.normalize(from);
    if (best !== null && best.length >= length) continue;
    best = { length, path: styleOf(to).join(to, ...below.split(style.sep)) };
  }
  return best?.path ?? null;
}

/** The machines may be of two kinds: an absolute path of Windows does not begin with a slash. */
function styleOf(folder: string): typeof posix {
  return folder.startsWith('/') ? posix : win32;
}

/** Options of Alembic's command line whose value is a path. */
const PATH_OPTIONS = new Set(['-c', '--config', '--version-path']);

/** Arguments of Alembic's command line with their paths as the other machine names them. */
function argumentsThere(elsewhere: Elsewhere, args: readonly string[]): string[] {
  const initializes = args.includes('init');
  return args.map((argument, index) => {
    const [option, ...value] = argument.split('=');
    if (option !== undefined && value.length > 0 && PATH_OPTIONS.has(option)) {
      return `${option}=${argumentThere(elsewhere, value.join('='))}`;
    }
    const isPath = PATH_OPTIONS.has(args[index - 1] ?? '') || (initializes && !argument.startsWith('-'));
    return isPath ? argumentThere(elsewhere, argument) : argument;
  });
}

function argumentThere(elsewhere: Elsewhere, path: string): string {
  const there = thereOf(elsewhere, path);
  if (there !== null) return there;
  // A relative path goes by the working directory, which is mapped as a whole.
  const [folder] = elsewhere.folders;
  const fromWindows = folder !== undefined && styleOf(folder[0]) === win32 && styleOf(folder[1]) === posix;
  return fromWindows && !win32.isAbsolute(path) ? path.replaceAll('\\', '/') : path;
}

/**
 * A job with its paths as the other machine names them.
 * @returns the folder that no mapping covers, in words for the user.
 */
export function jobThere(elsewhere: Elsewhere, job: BridgeJob): Result<BridgeJob, string> {
  const missing = (folder: string): Result<never, string> =>
    err(`${folder} has no counterpart there; name one in alembicWorkbench.python.pathMapping`);
  const workingDirectory = thereOf(elsewhere, job.workingDirectory);
  if (workingDirectory === null) return missing(job.workingDirectory);
  const scriptLocation = job.scriptLocation === null ? null : thereOf(elsewhere, job.scriptLocation);
  if (scriptLocation === null && job.scriptLocation !== null) return missing(job.scriptLocation);
  return ok({ ...job, workingDirectory, scriptLocation, arguments: argumentsThere(elsewhere, job.arguments) });
}

/** A message with the files of mapped folders as this machine names them. */
export function messageHere(elsewhere: Elsewhere, message: BridgeMessage): BridgeMessage {
  if (message.kind === 'comparison') {
    const here = (path: string): string => hereOf(elsewhere, path) ?? path;
    return { ...message, directives: message.directives.map((file) => ({ ...file, path: here(file.path) })) };
  }
  if (message.kind !== 'file' && message.kind !== 'writing' && message.kind !== 'sqlFile') return message;
  return { ...message, path: hereOf(elsewhere, message.path) ?? message.path };
}

/** How a run ended, with the files of mapped folders as this machine names them. */
export function outcomeHere(elsewhere: Elsewhere, outcome: BridgeOutcome): BridgeOutcome {
  if (outcome.kind !== 'ended' || outcome.end.error === null) return outcome;
  const traceback = tracebackHere(elsewhere, outcome.end.error.traceback);
  const frames = outcome.end.error.frames.flatMap((frame) => {
    const file = hereOf(elsewhere, frame.file);
    return file === null ? [] : [{ ...frame, file }];
  });
  return { ...outcome, end: { ...outcome.end, error: { ...outcome.end.error, traceback, frames } } };
}

/** A traceback with the files of mapped folders as this machine names them. */
function tracebackHere(elsewhere: Elsewhere, traceback: string): string {
  return traceback.replace(
    /^( *File ")([^"\n]+)(")/gm,
    (_, before: string, path: string, after: string) => `${before}${hereOf(elsewhere, path) ?? path}${after}`,
  );
}

/**
 * Names a database that the other machine opened. A file in a mapped folder is the file here; what only the other machine
 * can mean, its `localhost` or a name of its own network, is never taken for a database of this one.
 */
export function identityElsewhere(elsewhere: Elsewhere, place: DatabasePlace): DatabaseIdentity {
  if (place.dialect === 'sqlite') {
    const file = place.file === null ? null : hereOf(elsewhere, place.file);
    const identity = databaseIdentity({ ...place, file: file ?? place.file });
    return file === null ? { ...identity, key: null } : identity;
  }
  const identity = databaseIdentity(place);
  const everywhere = place.host !== null && !isThisMachine(place.host) && isPublicName(place.host);
  return everywhere || identity.key === null ? identity : { ...identity, key: `${identity.key} of ${elsewhere.name}` };
}

/** `db.example.com`, but neither `db`, nor an address, nor a name that a container runtime answers to. */
function isPublicName(host: string): boolean {
  return host.includes('.') && !/^[\d.]+$|:|\.(local|localhost|internal|lan|test)\.?$/i.test(host);
}
