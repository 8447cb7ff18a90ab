import { setTimeout as wait } from 'node:timers/promises';
import { Client } from 'pg';
import { afterEach } from 'vitest';
import { nodeFileSystem } from '../../../server/src/common/nodeFileSystem';
import type { NativeProgram } from '../../../server/src/engine/native/program';
import { loadProject } from '../../../server/src/usecases/loadProject';
import { createTestDatabase } from '../../support/postgres';
import { AlembicProject } from '../support/alembicProject';
import { AlembicSteps } from './alembicSteps';
import { PLAIN_ENVIRONMENT } from './nativeRun';
import { upgradeProgram } from './upgradeProgram';

const cleanups: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

/** A database of PostgreSQL, a project for it, and somebody who looks on. */
export interface Bench {
  readonly url: string;
  readonly project: AlembicProject;
  readonly client: Client;
}

/** Gone after the test. */
export async function openBench(): Promise<Bench> {
  const place = await createTestDatabase();
  cleanups.push(() => place.drop());
  const project = new AlembicProject(place.url);
  cleanups.push(() => {
    project.remove();
  });
  const client = new Client({ connectionString: place.url });
  await client.connect();
  cleanups.push(() => client.end());
  return { url: place.url, project, client };
}

/** A native upgrade from these rows. */
export async function plan(
  { project }: Bench,
  rows: readonly string[],
  target = 'heads',
  environment = PLAIN_ENVIRONMENT,
): Promise<NativeProgram> {
  const snapshot = await loadProject(project.config(), { fs: nodeFileSystem });
  return upgradeProgram(snapshot, { dialect: 'postgresql', rows, target, environment });
}

/** When somebody runs a statement like this one. */
export async function runs({ client }: Bench, like: string): Promise<void> {
  const query = `SELECT 1 FROM pg_stat_activity WHERE query ILIKE '${like}' AND state = 'active' AND pid <> pg_backend_pid()`;
  while ((await client.query(query)).rows.length === 0) await wait(20);
}

/** The pinned Alembic, as one process. */
export function alembicOf(
  { project, url }: Bench,
  configure: Readonly<Record<string, string | boolean>> = {},
): AlembicSteps {
  const { root } = project;
  const alembic = new AlembicSteps({ root, config: project.config(), naming: null, configure, urls: { ours: url } });
  cleanups.push(() => {
    alembic.close();
  });
  return alembic;
}
