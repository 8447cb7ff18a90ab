import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunnerClient } from '../../../server/src/engine/runnerClient';
import { skipReason } from '../../oracle/support/venv';
import { selfSigned } from '../../support/certificate';
import { createTestDatabase, postgresSkipReason } from '../../support/postgres';
import { type PostgresServer, startOwnPostgres } from '../../support/postgresServer';
import { engineHost, startRunner } from '../support/engines';
import { compareStep } from './compareSides';
import { copyProject, type Made, PROJECTS } from './projects';
import { Reference } from './reference';
import { ourSide, realSide } from './side';
import type { Step } from './story';
import { skipping } from '../../support/missing';

const noOpenssl = spawnSync('openssl', ['version']).status === 0 ? null : 'needs openssl to make a certificate';
const skipped = skipReason() ?? postgresSkipReason() ?? (process.env.CI === undefined ? noOpenssl : null);

/** `sslmode=require` in the project's own URL, from the terminal command down. */
describe('a project that wants its connection encrypted', skipping(skipped), () => {
  let reference: Reference;
  let runner: RunnerClient;
  let server: PostgresServer;
  beforeAll(async () => {
    const { certificate, key } = await selfSigned('server', '127.0.0.1');
    server = await startOwnPostgres({
      settings: { ssl: 'on', ssl_cert_file: 'server.crt', ssl_key_file: 'server.key' },
      files: {
        'server.crt': certificate,
        'server.key': key,
        'pg_hba.conf': 'hostssl all all 127.0.0.1/32 scram-sha-256\n',
      },
    });
    reference = new Reference();
    runner = await startRunner();
  });
  afterAll(async () => {
    reference.close();
    runner.dispose();
    await server.stop();
  });

  const required = (url: string): string => `${url}?sslmode=require`;
  const [project] = PROJECTS;

  async function tryBoth(make: () => Promise<Made>, steps: readonly Step[]): Promise<void> {
    const [theirs, ours] = [
      await copyProject(project, 'PostgreSQL', make),
      await copyProject(project, 'PostgreSQL', make),
    ];
    try {
      const own = ourSide(project, ours, reference, { runner, python: engineHost() });
      for (const step of steps) await compareStep(step, realSide(project, theirs, reference), own);
    } finally {
      await ours.remove();
      await theirs.remove();
    }
  }

  it('is upgraded and read where the server can', async () => {
    let count = 0;
    const make = async (): Promise<Made> => {
      const name = `aw_test_encrypted_${count++}`;
      await reference.execute(required(server.url), `CREATE DATABASE ${name}`);
      // The server goes with it.
      return { url: required(server.url.replace(/postgres$/, name)), drop: () => undefined };
    };
    await tryBoth(make, [
      { words: ['upgrade', 'heads'], of: 'database' },
      { words: ['current'], of: 'text' },
      { words: ['downgrade', '-1'], of: 'database' },
    ]);
  });

  it('is refused where it cannot, and nothing is changed', async () => {
    const made: Made[] = [];
    const make = async (): Promise<Made> => {
      const database = await createTestDatabase();
      made.push(database);
      return { url: required(database.url), drop: () => undefined };
    };
    const copy = await copyProject(project, 'PostgreSQL', make);
    try {
      const { ok, err } = await ourSide(project, copy, reference, { runner, python: engineHost() }).run([
        'upgrade',
        'heads',
      ]);
      expect(ok).toBe(false);
      expect(err).toMatch(/^error: env\.py could not connect: .*SSL/m);
      for (const { url } of made) expect(await reference.look(url, copy.folder)).toMatchObject({ rows: null });
    } finally {
      await copy.remove();
      for (const { drop } of made) await drop();
    }
  });
});
