import type { ChildProcessWithoutNullStreams, SpawnOptionsWithoutStdio } from 'node:child_process';
import type { FileSystem } from '../common/fileSystem';

/** Starts a process with pipes for its three streams: `node:child_process.spawn`, or a test's stand-in. */
export type Spawn = (
  command: string,
  args: readonly string[],
  options: SpawnOptionsWithoutStdio,
) => ChildProcessWithoutNullStreams;

/** What the machine offers to engines. Injected once, by whoever owns the process. */
export interface EngineHost {
  readonly spawn: Spawn;
  readonly fs: FileSystem;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  /** Text of server/bridge/ (`bridgeProgram`). */
  readonly bridgeProgram: string;
}

/** Variables that only concern our own processes. */
const OURS = new Set(['ELECTRON_RUN_AS_NODE', 'NODE_OPTIONS']);

/** The environment for programs of the project: ours, without what only concerns us. */
export function projectEnvironment(host: EngineHost, workingDirectory: string): NodeJS.ProcessEnv {
  const environment = Object.fromEntries(Object.entries(host.environment).filter(([name]) => !OURS.has(name)));
  return host.platform === 'win32' ? environment : { ...environment, PWD: workingDirectory };
}
