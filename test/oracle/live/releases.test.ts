import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AlembicSteps } from '../../database/native/alembicSteps';
import { runInTurns, type Urls } from '../../database/native/engineTurns';
import { shopSql } from '../../database/live/shop';
import { skipFor, skipping } from '../../support/missing';
import { createTestDatabase, type TestDatabase } from '../../support/postgres';
import { POSTGRES_RELEASES, ReleaseMissing, releasePrograms } from '../../support/postgresReleases';
import { POSTGRES_VARIABLE, type PostgresServer, startOwnPostgres } from '../../support/postgresServer';
import { chainCases, packageOrSkip } from '../realProjects/chains';
import { chainProject } from '../sql/chainProject';
import { skipReason } from '../support/venv';
import { databaseFindings, findingsText, generatedFindings } from './generatedDatabase';

/** The chain that both engines run, revision by revision: a short one. */
const CHAIN = 'mlflow auth';
const GENERATED = Number(process.env.ALEMBIC_WORKBENCH_GENERATED_TABLES ?? 40);

/** The oldest and the newest; all of them when that is asked for. */
const RELEASES =
  process.env.ALEMBIC_WORKBENCH_POSTGRES_RELEASES === 'all'
    ? POSTGRES_RELEASES
    : POSTGRES_RELEASES.filter(({ major }) => major === 12 || major === 17);

describe.for(RELEASES)('PostgreSQL $major', skipping(skipReason()), (release) => {
  const usual = process.env[POSTGRES_VARIABLE];
  let server: PostgresServer | undefined;
  let folder = '';
  const databases: TestDatabase[] = [];
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'aw-release-'));
    const programs = await releasePrograms(release).catch((error: unknown) => {
      if (error instanceof ReleaseMissing) return skipFor(error);
      throw error;
    });
    server = await startOwnPostgres({ programs });
    // Where `createTestDatabase` makes databases from here on.
    process.env[POSTGRES_VARIABLE] = server.url;
  });
  afterAll(async () => {
    await Promise.all(databases.map((one) => one.drop()));
    process.env[POSTGRES_VARIABLE] = usual;
    rmSync(folder, { recursive: true, force: true });
    await server?.stop();
  });

  async function newDatabase(): Promise<string> {
    const made = await createTestDatabase();
    databases.push(made);
    return made.url;
  }

  it('holds a bit of everything, which the inspector finds alike, and is made again', async () => {
    const found = await databaseFindings(await newDatabase(), await newDatabase(), [shopSql(release.major * 10_000)]);
    expect(found.inspection).toEqual([]);
    expect(found.copy).toEqual([]);
    expect([...found.lacks]).toEqual(['view']);
    expect([...found.doubts]).toEqual([]);
    expect(found.tables).toBeGreaterThan(25);
  });

  it('holds generated tables', async () => {
    const found = await generatedFindings(await newDatabase(), await newDatabase(), GENERATED);
    console.log(`PostgreSQL ${release.major}: ${findingsText(found)}`);
    expect(found.inspection).toEqual([]);
    expect(found.copy).toEqual([]);
    expect(found.tables).toBeGreaterThan(GENERATED / 2);
  });

  it('is upgraded and downgraded by either engine alike', async (context) => {
    const [one] = chainCases((name) => name === CHAIN);
    if (one === undefined) return context.skip(`the chain that is looked at is not ${CHAIN}`);
    const root = packageOrSkip(one.real, context);
    const project = await chainProject(one, root, join(folder, 'chain'));
    const urls: Urls = { theirs: await newDatabase(), even: await newDatabase(), odd: await newDatabase() };
    const { config, naming } = project;
    const { without = [], sqlalchemy14: ignoreAnnotations = false } = one.chain;
    const alembic = new AlembicSteps({ root, config, naming, urls: { ...urls }, without, ignoreAnnotations });
    try {
      const turns = await runInTurns(project, 'postgresql', urls, alembic);
      expect(turns.wrong).toEqual([]);
      for (const { all } of [turns.upgrade, turns.downgrade]) {
        expect(all.native).toBe(all.counted);
        expect(all.native).toBeGreaterThan(4);
      }
    } finally {
      alembic.close();
    }
  });
});
