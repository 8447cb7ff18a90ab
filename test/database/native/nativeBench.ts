import { setTimeout as wait } from 'node:timers/promises';
import { Client } from 'pg';
import { afterEach } from 'vitest';
import { nodeFileSystem } from '../../../server/src/common/nodeFileSystem';
import type { NativeProgram } from '../../../server/src/engine/native/program';
import { planUpgrade } from '../../../server/src/revision/plans';
import { loadProject } from '../../../server/src/usecases/loadProject';
import { nativePlan } from '../../../server/src/usecases/native/nativePlan';
import { sqlOptions } from '../../../server/src/usecases/sql/sqlOptions';
import { createTestDatabase } from '../../support/postgres';
import { AlembicProject } from '../support/alembicProject';
import { AlembicSteps } from './alembicSteps';
import { startSchema } from './startSchema';
import { PLAIN_ENVIRONMENT } from './nativeRun';

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
  const config = project.config();
  const snapshot = await loadProject(config, { fs: nodeFileSystem });
  const fs = nodeFileSystem;
  const options = sqlOptions(config, {
    dialect: 'postgresql',
    mode: 'online',
    fs,
    cwd: project.root,
    interpreter: null,
  });
  const steps = planUpgrade(snapshot.chain.map, rows, target);
  if (!steps.ok) throw new Error(steps.error.message);
  const planned = nativePlan(snapshot, {
    dialect: 'postgresql',
    rows,
    purge: false,
    steps: steps.value,
    environment,
    options,
    start: startSchema(snapshot, rows, options.context, options),
  });
  if (!planned.ok) throw new Error(planned.error.reason);
  return planned.value;
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
