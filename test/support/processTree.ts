import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** Why this machine's processes cannot be looked at; undefined: they can. */
export const whyNoProcessTree = existsSync('/proc/self/fd') ? undefined : 'processes are looked at through Linux /proc';

export interface RunningProcess {
  readonly pid: number;
  /** Program and arguments, with spaces between them. */
  readonly command: string;
  /** Whether it holds a TCP or UDP socket. Pipes and Unix sockets to its parent do not count. */
  readonly hasNetworkSocket: boolean;
}

/** The processes that `root` started, and those that these started, at this moment. */
export function descendants(root: number): readonly RunningProcess[] {
  const parents = new Map(
    readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map((name) => [Number(name), parentOf(Number(name))]),
  );
  const sockets = networkSockets();
  const isBelow = (pid: number): boolean => {
    const parent = parents.get(pid);
    return parent !== undefined && (parent === root || isBelow(parent));
  };
  return [...parents.keys()].filter(isBelow).map((pid) => ({
    pid,
    command: attempt(() => readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').join(' ').trim(), ''),
    hasNetworkSocket: openSockets(pid).some((inode) => sockets.has(inode)),
  }));
}

function parentOf(pid: number): number | undefined {
  return attempt(() => {
    // The program's name, in parentheses, may hold anything; the parent is the second field after it.
    const afterName = readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\)/s, '').trim();
    return Number(afterName.split(' ')[1]);
  }, undefined);
}

function openSockets(pid: number): readonly string[] {
  const folder = `/proc/${pid}/fd`;
  return attempt(() => readdirSync(folder), []).flatMap((fd) => {
    const inode = /^socket:\[(\d+)\]$/.exec(attempt(() => readlinkSync(`${folder}/${fd}`), ''));
    return inode?.[1] === undefined ? [] : [inode[1]];
  });
}

/** Inodes of the TCP and UDP sockets, as proc(5) lists them: the tenth column. */
function networkSockets(): ReadonlySet<string> {
  const tables = ['tcp', 'tcp6', 'udp', 'udp6'].map((name) =>
    attempt(() => readFileSync(`/proc/net/${name}`, 'utf8'), ''),
  );
  return new Set(
    tables.flatMap((table) =>
      table
        .split('\n')
        .slice(1)
        .map((line) => line.trim().split(/\s+/)[9] ?? ''),
    ),
  );
}

/** Processes end while they are being read. */
function attempt<T>(read: () => T, otherwise: T): T {
  try {
    return read();
  } catch {
    return otherwise;
  }
}
