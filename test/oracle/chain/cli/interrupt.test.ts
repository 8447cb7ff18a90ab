import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { AlembicProject } from '../../../database/support/alembicProject';
import { skipping } from '../../../support/missing';
import { cacheFolder, repositoryRoot } from '../../../support/repository';
import { oraclePython, skipReason } from '../../support/venv';

const noSignals = process.platform === 'win32' ? 'Windows has no SIGINT to send' : null;

describe('Ctrl+C', skipping(skipReason() ?? noSignals), () => {
  let folder: string;
  let project: AlembicProject;
  beforeAll(async () => {
    mkdirSync(cacheFolder, { recursive: true });
    folder = realpathSync(mkdtempSync(join(cacheFolder, 'test-cli-')));
    await build({
      entryPoints: [join(repositoryRoot, 'server/src/cli.ts'), join(repositoryRoot, 'server/src/runner/main.ts')],
      entryNames: '[dir]/[name]',
      outdir: join(folder, 'built'),
      outbase: join(repositoryRoot, 'server/src'),
      bundle: true,
      platform: 'node',
      format: 'cjs',
      external: ['better-sqlite3', 'pg-native'],
      logLevel: 'warning',
    });
    cpSync(join(folder, 'built/cli.js'), join(folder, 'dist/cli.js'));
    cpSync(join(folder, 'built/runner/main.js'), join(folder, 'dist/runner.js'));
    cpSync(join(repositoryRoot, 'server/bridge'), join(folder, 'dist/bridge'), { recursive: true });
    writeFileSync(join(folder, 'package.json'), '{"version": "1.2.3"}');
  });
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  const children: ChildProcess[] = [];
  beforeEach(() => {
    project = new AlembicProject('sqlite:///shop.db');
    project.revision({ id: 'aaaa', upgrade: 'op.execute("CREATE TABLE a (id INTEGER)")', downgrade: 'pass' });
  });
  afterEach(() => {
    for (const child of children.splice(0)) child.kill('SIGKILL');
    project.remove();
  });

  /** Runs the upgrade as it is installed; `signal` is sent each time something is printed that matches. */
  function upgrade(moments: readonly RegExp[]): Promise<{ code: number | null; out: string; err: string }> {
    const words = ['upgrade', 'head', '--yes', '--python', oraclePython()];
    const child = spawn(process.execPath, [join(folder, 'dist/cli.js'), ...words], { cwd: project.root });
    children.push(child);
    const waiting = [...moments];
    let [out, err] = ['', ''];
    const look = (): void => {
      const [next] = waiting;
      if (!next?.test(out + err)) return;
      waiting.shift();
      child.kill('SIGINT');
    };
    child.stdout.on('data', (chunk: Buffer) => {
      out += chunk.toString();
      look();
    });
    child.stderr.on('data', (chunk: Buffer) => {
      err += chunk.toString();
      look();
    });
    return new Promise((resolve) => {
      child.once('close', (code) => {
        resolve({ code, out, err });
      });
    });
  }

  it('asks the run to end, and says what it left', async () => {
    const upgradeText = 'import time; print("SLEEPS", flush=True); time.sleep(60)';
    project.revision({ id: 'bbbb', down: 'aaaa', upgrade: upgradeText, downgrade: 'pass' });
    const { code, out, err } = await upgrade([/SLEEPS/]);
    expect(code).toBe(1);
    expect(err).toContain(
      'The run is asked to end; the step it is at may take its time. Ctrl+C again ends it by force.',
    );
    expect(err).not.toContain('is ended by force');
    expect(out).toMatch(/The database is now at (?:aaaa|base)\.\n$/);
  });

  it('ends a run by force that does not follow, says what that leaves, and reads the database again', async () => {
    const stubborn = [
      'import time',
      'told = False',
      'while True:',
      '    try:',
      '        if not told: told = True; print("SLEEPS", flush=True)',
      '        time.sleep(60)',
      '    except BaseException:',
      '        print("NO", flush=True)',
    ].join('\n');
    project.revision({ id: 'bbbb', down: 'aaaa', upgrade: stubborn, downgrade: 'pass' });
    const { code, out, err } = await upgrade([/SLEEPS/, /^NO$/m]);
    expect(code).toBe(1);
    expect(err).toMatch(/The run is ended by force\. (?:The database takes back|What the statements)/);
    expect(out).toMatch(/The database is now at (?:aaaa|base)\.\n$/);
  });
});
