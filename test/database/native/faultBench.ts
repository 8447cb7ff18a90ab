import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { build } from 'esbuild';
import { nodeFileSystem } from '../../../server/src/common/nodeFileSystem';
import type { RunReport } from '../../../server/src/engine/engine';
import type { NativeEnvironment } from '../../../server/src/engine/native/plan';
import { RunnerClient } from '../../../server/src/engine/runnerClient';
import { loadProject } from '../../../server/src/usecases/loadProject';
import type { ProjectSnapshot } from '../../../server/src/workspace/snapshot';
import { cacheFolder, repositoryRoot } from '../../support/repository';
import { AlembicProject, type RevisionText } from '../support/alembicProject';
import { onlyCancel } from '../support/engines';
import type { FaultPlace } from './faultPlaces';
import { PLAIN_ENVIRONMENT } from './nativeRun';
import { upgradeProgram } from './upgradeProgram';

/** What driverProxy.cjs is told. */
export interface Fault {
  readonly at?: number;
  readonly when?: 'before' | 'after';
  readonly pages?: number;
}

/** How a run came out. */
export interface FaultRun {
  readonly report: RunReport;
  /** Statements that were sent. */
  readonly sent: number;
  /** What the user was told meanwhile. */
  readonly output: readonly string[];
}

export interface FaultRunOptions extends Fault {
  /** The way to the database, where it is not the straight one. */
  readonly url?: string;
  readonly environment?: NativeEnvironment;
}

/** A transaction for each revision. */
export const EACH_ALONE: NativeEnvironment = { ...PLAIN_ENVIRONMENT, transactionPerMigration: true };

/** The real runner, as a child behind a proxy of its drivers, in a folder that is gone afterwards. */
export class FaultBench {
  readonly folder = mkdtempSync(join(tmpdir(), 'aw-faults-'));
  readonly #program = join(cacheFolder, 'test-runner', `${basename(this.folder)}.js`);
  readonly #projects: AlembicProject[] = [];
  #runs = 0;

  /** Builds the runner. */
  async build(): Promise<void> {
    mkdirSync(join(cacheFolder, 'test-runner'), { recursive: true });
    // The drivers are left outside, for the proxy to stand before them.
    await build({
      entryPoints: [join(repositoryRoot, 'server/src/runner/main.ts')],
      outfile: this.#program,
      bundle: true,
      platform: 'node',
      format: 'cjs',
      external: ['better-sqlite3', 'pg', 'pg-native'],
      logLevel: 'warning',
    });
  }

  remove(): void {
    for (const project of this.#projects) project.remove();
    rmSync(this.folder, { recursive: true, force: true });
    rmSync(this.#program, { force: true });
  }

  /** A project of these revisions; those that say no other are a chain. */
  async project(...revisions: readonly RevisionText[]): Promise<ProjectSnapshot> {
    const project = new AlembicProject('sqlite:///unused.db');
    this.#projects.push(project);
    revisions.forEach((revision, index) => {
      const down = revisions[index - 1]?.id;
      project.revision({ ...(down !== undefined && { down }), ...revision });
    });
    return loadProject(project.config(), { fs: nodeFileSystem });
  }

  /** A run from where the database stands to the head. */
  async run(place: FaultPlace, project: ProjectSnapshot, options: FaultRunOptions = {}): Promise<FaultRun> {
    const { url = place.url, environment = EACH_ALONE, ...fault } = options;
    const migration = upgradeProgram(project, { dialect: place.dialect, rows: await place.rows(), environment });
    const log = join(this.folder, `sent-${++this.#runs}`);
    const client = new RunnerClient({
      spawn: (command, args, more) => spawn(command, [...args], more),
      program: this.#program,
      environment: {
        ...process.env,
        NODE_OPTIONS: `--require ${join(import.meta.dirname, 'driverProxy.cjs')}`,
        FAULT: JSON.stringify({ ...fault, log }),
      },
      node: process.execPath,
      log: () => undefined,
    });
    const output: string[] = [];
    writeFileSync(log, '');
    const report = await client.migrate(
      {
        url,
        program: migration,
        versionTable: migration.versionTable,
        workingDirectory: this.folder,
        environment: {},
        lockTimeout: 0,
      },
      { output: (text) => output.push(text), progress: () => undefined },
      onlyCancel(new AbortController().signal),
    );
    return { report, output, sent: readFileSync(log, 'utf8').trimEnd().split('\n').length };
  }
}
