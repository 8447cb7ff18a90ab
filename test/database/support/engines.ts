import { randomUUID } from 'node:crypto';
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';
import { nodeFileSystem } from '../../../server/src/common/nodeFileSystem';
import { AlembicEngine } from '../../../server/src/engine/alembic/alembicEngine';
import type { OpenedDatabase, RunProgress, RunReport, RunSignals, RunStep } from '../../../server/src/engine/engine';
import { bridgeProgram } from '../../../server/src/engine/bridgeProgram';
import { NO_OPTIONS } from '../../../server/src/engine/environmentOptions';
import type { EngineHost } from '../../../server/src/engine/host';
import { RunnerClient } from '../../../server/src/engine/runnerClient';
import type { ProjectConfig } from '../../../server/src/project/model';
import { oraclePython } from '../../oracle/support/venv';
import { cacheFolder, repositoryRoot } from '../../support/repository';
import type { AlembicProject } from './alembicProject';

/** A run nobody ends by force. */
export function onlyCancel(cancel: AbortSignal): RunSignals {
  return { cancel, force: new AbortController().signal };
}

export function engineHost(environment: Record<string, string> = {}): EngineHost {
  return {
    spawn: (command, args, options) => spawn(command, [...args], options),
    fs: nodeFileSystem,
    environment: { ...process.env, ...environment },
    platform: process.platform,
    bridgeProgram: bridgeProgram(join(repositoryRoot, 'server/bridge')),
  };
}

/** The runner as it is shipped, started by this Node. `started` is told of each of its processes. */
export async function startRunner(
  log: (text: string) => void = () => undefined,
  started: (child: ChildProcess) => void = () => undefined,
): Promise<RunnerClient> {
  const { outputFiles } = await build({
    entryPoints: [join(repositoryRoot, 'server/src/runner/main.ts')],
    write: false,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    external: ['better-sqlite3', 'pg-native'],
    logLevel: 'warning',
  });
  // Below the repository, where the driver that is not bundled is found; renamed, for test files that do this at once.
  const program = join(cacheFolder, 'test-runner', 'runner.js');
  const draft = `${program}.${randomUUID()}`;
  mkdirSync(dirname(program), { recursive: true });
  writeFileSync(draft, outputFiles[0]?.contents ?? '');
  renameSync(draft, program);
  return new RunnerClient({
    spawn: (command, args, options) => {
      const child = spawn(command, [...args], options);
      started(child);
      return child;
    },
    program,
    environment: process.env,
    node: process.execPath,
    log,
  });
}

interface EngineChanges {
  /** The interpreter. */
  readonly command?: string;
  readonly deadline?: number;
  readonly environment?: Record<string, string>;
  readonly config?: ProjectConfig;
  /** Setting `python.applicationLoader`. */
  readonly loader?: string;
}

/** An engine with everything it says noted. */
export class WatchedEngine {
  readonly engine: AlembicEngine;
  readonly output: string[] = [];
  readonly progress: RunProgress[] = [];

  constructor(
    readonly project: AlembicProject,
    { command = oraclePython(), deadline, environment, config = project.config(), loader }: EngineChanges = {},
  ) {
    const interpreter = { command, args: [], detail: command };
    this.engine = new AlembicEngine(
      engineHost(environment),
      interpreter,
      config,
      { options: NO_OPTIONS, loader: loader ?? null },
      deadline,
    );
  }

  readonly listener = {
    output: (text: string): void => {
      this.output.push(text);
    },
    progress: (progress: RunProgress): void => {
      this.progress.push(progress);
      this.onProgress(progress);
    },
  };

  /** A test may act in the middle of a run. */
  onProgress: (progress: RunProgress) => void = () => undefined;

  /** When a line was printed; fails when the run has ended without it. */
  async printed(line: string, running: Promise<RunReport>): Promise<void> {
    const ended = running.then(({ error }) => {
      if (!this.output.includes(line)) throw new Error(`ended before ${line}: ${error?.message ?? ''}`);
    });
    while (!this.output.includes(line)) {
      await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 50))]);
    }
  }

  identify(signal = new AbortController().signal): ReturnType<AlembicEngine['identify']> {
    return this.engine.identify(this.listener, signal);
  }

  /** The one database env.py opens. */
  async database(): Promise<OpenedDatabase> {
    const result = await this.identify();
    if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}\n${result.error.details ?? ''}`);
    const [database] = result.value;
    if (database === undefined || result.value.length > 1) throw new Error(`${result.value.length} databases`);
    return database;
  }

  async run(
    command: RunStep['kind'],
    target: string,
    revisions: readonly string[],
    signal = new AbortController().signal,
  ): Promise<RunReport> {
    const steps: RunStep[] = revisions.map((revision) => ({ kind: command, revision }));
    const expected = [{ database: await this.database(), steps }];
    return this.engine.run({ command, targets: [target], options: [], expected }, this.listener, onlyCancel(signal));
  }
}
