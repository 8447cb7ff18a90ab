import { join } from 'node:path';
import { Client } from 'pg';
import { afterEach, describe, expect, it } from 'vitest';
import { nodeFileSystem } from '../../../server/src/common/nodeFileSystem';
import type { NativeEnvironment } from '../../../server/src/engine/native/plan';
import { planDowngrade, planStamp, planUpgrade } from '../../../server/src/revision/plans';
import { loadProject } from '../../../server/src/usecases/loadProject';
import { nativePlan } from '../../../server/src/usecases/native/nativePlan';
import { sqlOptions } from '../../../server/src/usecases/sql/sqlOptions';
import { skipReason } from '../../oracle/support/venv';
import { skipping } from '../../support/missing';
import { createTestDatabase, postgresSkipReason } from '../../support/postgres';
import { AlembicProject } from '../support/alembicProject';
import { AlembicSteps } from './alembicSteps';
import { startSchema } from './startSchema';
import { PLAIN_ENVIRONMENT, runNative } from './nativeRun';

const cleanups: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

const { versionTable } = PLAIN_ENVIRONMENT;

/** What env.py may say, as Alembic is told and as we are. */
const ENVIRONMENTS: readonly {
  readonly name: string;
  readonly configure: Readonly<Record<string, string | boolean>>;
  readonly environment: NativeEnvironment;
  /** Not on both. */
  readonly only?: 'postgresql';
  /** Only the first commands. */
  readonly isShort?: true;
}[] = [
  { name: 'the usual', configure: {}, environment: PLAIN_ENVIRONMENT },
  {
    name: 'a transaction for each revision',
    configure: { transaction_per_migration: true },
    environment: { ...PLAIN_ENVIRONMENT, transactionPerMigration: true },
    only: 'postgresql',
    isShort: true,
  },
  {
    name: 'no transactions for DDL',
    configure: { transactional_ddl: false },
    environment: { ...PLAIN_ENVIRONMENT, transactionalDdl: false },
    only: 'postgresql',
    isShort: true,
  },
  {
    name: 'another version table, without a key',
    configure: { version_table: 'Mine', version_table_pk: false },
    environment: { ...PLAIN_ENVIRONMENT, versionTable: { ...versionTable, name: 'Mine', primaryKey: false } },
    isShort: true,
  },
  {
    name: 'a version table in a schema',
    configure: { version_table: 'of us', version_table_schema: 'admin' },
    environment: { ...PLAIN_ENVIRONMENT, versionTable: { ...versionTable, name: 'of us', schema: 'admin' } },
    only: 'postgresql',
    isShort: true,
  },
];

type Command = 'upgrade' | 'downgrade' | 'stamp';

/** Over branches, merges, dependencies and several bases, up and down again. */
const COMMANDS: readonly (readonly [Command, string])[] = [
  ['upgrade', 'b'],
  ['upgrade', 'heads'],
  ['downgrade', 'd'],
  ['downgrade', 'net@base'],
  ['upgrade', 'net@head'],
  ['upgrade', 'heads'],
  ['stamp', 'base'],
  ['stamp', 'd'],
  ['stamp', 'heads'],
  ['downgrade', 'b'],
  ['upgrade', 'heads'],
  ['downgrade', 'base'],
  ['upgrade', 'c'],
  ['upgrade', 'e'],
  ['upgrade', 'heads'],
  ['downgrade', 'net@-1'],
  ['upgrade', 'heads'],
  ['downgrade', 'base'],
];

const DIALECTS = ['sqlite', 'postgresql'] as const;

describe('the rules of version rows', skipping(skipReason() ?? postgresSkipReason()), () => {
  const cases = DIALECTS.flatMap((dialect) =>
    ENVIRONMENTS.filter(({ only }) => only === undefined || only === dialect).map((one) => ({ ...one, dialect })),
  );

  it.for(cases)('are Alembic’s on $dialect, with $name', async ({ dialect, configure, environment, isShort }) => {
    const project = branchedProject();
    const urls = await databases(dialect, project.root);
    const alembic = new AlembicSteps({ root: project.root, config: project.config(), naming: null, configure, urls });
    const snapshot = await loadProject(project.config(), { fs: nodeFileSystem });
    const { map } = snapshot.chain;
    const options = sqlOptions(project.config(), {
      dialect,
      mode: 'online',
      fs: nodeFileSystem,
      cwd: project.root,
      interpreter: null,
    });
    const ran = { native: 0, alembic: 0, refused: 0 };
    let rows: readonly string[] = [];
    for (const [index, [command, target]] of COMMANDS.slice(0, isShort === true ? 6 : undefined).entries()) {
      const theirs = await alembic.command('theirs', command, target);
      const steps =
        command === 'stamp'
          ? planStamp(map, rows, [target])
          : (command === 'upgrade' ? planUpgrade : planDowngrade)(map, rows, target);
      expect(steps.ok, `${command} ${target} from ${rows.join()}: ${theirs.error ?? ''}`).toBe(theirs.error === null);
      if (!steps.ok) ran.refused++;
      else if (index % 3 === 2) {
        ran.alembic++;
        expect(await alembic.command('ours', command, target)).toEqual({ error: null });
      } else {
        ran.native++;
        const start = startSchema(snapshot, rows, options.context, options);
        const question = { dialect, rows, purge: false, steps: steps.value, environment, options, start };
        const planned = nativePlan(snapshot, question);
        if (!planned.ok) throw new Error(planned.error.reason);
        const report = await runNative(planned.value, urls.ours);
        expect(report).toEqual({ error: null, done: steps.value.length });
      }
      const { different, rows: found } = await alembic.compare('ours', 'theirs');
      expect({ different, ours: found[0] }, `${command} ${target}`).toEqual({ different: [], ours: found[1] });
      rows = found[0] ?? [];
    }
    alembic.close();
    expect(ran.native).toBeGreaterThan(ran.alembic);
  });
});

/** Two branches that merge, and a second base that depends on one of them. */
function branchedProject(): AlembicProject {
  const project = new AlembicProject('sqlite:///unused.db');
  cleanups.push(() => {
    project.remove();
  });
  project.revision({ id: 'a' });
  project.revision({ id: 'b', down: 'a' });
  project.revision({ id: 'c', down: 'a', ...changing('a') });
  project.revision({ id: 'd', down: ['b', 'c'] });
  project.revision({ id: 'e', dependsOn: 'b' });
  project.revision({ id: 'f', down: 'd' });
  project.revision({ id: 'g', down: 'e', dependsOn: 'd' });
  const file = 'migrations/versions/e.py';
  project.write(
    file,
    [
      'import sqlalchemy as sa',
      'from alembic import op',
      'revision = "e"',
      'down_revision = None',
      'branch_labels = ("net",)',
      'depends_on = "b"',
      'def upgrade():',
      '    op.create_table("t_e", sa.Column("id", sa.Integer, primary_key=True), sa.Column("name", sa.String(9)))',
      '    op.execute("INSERT INTO t_e (name) VALUES (\'a\\tb\\\\\\\\c\')")',
      'def downgrade():',
      '    op.drop_table("t_e")',
      '',
    ].join('\n'),
  );
  return project;
}

/** A column more, by a batch, which copies the table on SQLite. */
function changing(table: string): { readonly upgrade: string; readonly downgrade: string } {
  return {
    upgrade: [
      `with op.batch_alter_table("t_${table}") as batch:`,
      '    batch.add_column(sa.Column("note", sa.Text, nullable=False, server_default="-"))',
      '    batch.create_check_constraint("ck_note", "note <> \'\'")',
    ].join('\n'),
    downgrade: [
      `with op.batch_alter_table("t_${table}") as batch:`,
      '    batch.drop_constraint("ck_note", type_="check")',
      '    batch.drop_column("note")',
    ].join('\n'),
  };
}

async function databases(
  dialect: (typeof DIALECTS)[number],
  folder: string,
): Promise<{ readonly ours: string; readonly theirs: string }> {
  if (dialect === 'sqlite') {
    return { ours: `sqlite:///${join(folder, 'ours.db')}`, theirs: `sqlite:///${join(folder, 'theirs.db')}` };
  }
  const [ours, theirs] = [await createTestDatabase(), await createTestDatabase()];
  cleanups.push(() => ours.drop());
  cleanups.push(() => theirs.drop());
  for (const { url } of [ours, theirs]) {
    const client = new Client({ connectionString: url });
    await client.connect();
    await client.query('CREATE SCHEMA admin');
    await client.end();
  }
  return { ours: ours.url, theirs: theirs.url };
}
