import { spawn, type ChildProcess, type SpawnOptionsWithoutStdio } from 'node:child_process';

/**
 * Runs a program to its end.
 * @returns what it printed on stdout and stderr, in the order it came.
 * @throws Error with the end of its output when it cannot be started or exits with another code than 0.
 */
export async function run(
  command: string,
  args: readonly string[],
  options: SpawnOptionsWithoutStdio = {},
): Promise<string> {
  const child = spawn(command, args, options);
  child.stdin.end();
  let output = '';
  const collect = (chunk: Buffer): void => {
    output += chunk.toString();
  };
  child.stdout.on('data', collect);
  child.stderr.on('data', collect);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} exited with ${String(code)}:\n${output.slice(-4000)}`);
  return output;
}

/** The npm that runs us, on the Node that runs us; outside of an npm script the `npm` of PATH. */
export async function npm(args: readonly string[], cwd: string): Promise<string> {
  const program = process.env.npm_execpath;
  const options = { cwd, env: environmentWithout(['npm_config_', 'npm_package_', 'npm_lifecycle_']) };
  if (program !== undefined && /npm-cli\.c?js$/.test(program)) {
    return run(process.execPath, [program, ...args], options);
  }
  return run('npm', args, { ...options, shell: process.platform === 'win32' });
}

/** Our environment without the variables whose names begin with one of the prefixes. */
export function environmentWithout(prefixes: readonly string[]): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !prefixes.some((prefix) => name.startsWith(prefix)));
  return Object.fromEntries(kept);
}

/** Ends a process that was spawned with `detached: true` and all that it started, and waits for its end. */
export async function endProcessGroup(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  signalGroup(child, 'SIGTERM');
  const patience = setTimeout(() => {
    signalGroup(child, 'SIGKILL');
  }, 5_000);
  await ended;
  clearTimeout(patience);
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  try {
    // Windows has no process groups.
    if (child.pid !== undefined && process.platform !== 'win32') process.kill(-child.pid, signal);
    else child.kill(signal);
  } catch (error) {
    // It ended between the question and the signal.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
