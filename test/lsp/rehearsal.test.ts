import { Client } from 'pg';
import { expect, it } from 'vitest';
import type { Outcome, ProjectInfo, RunPlan } from '../../server/src/protocol/data';
import type { RehearsalInfo, VerifyPlan, VerifyProgress } from '../../server/src/protocol/rehearsal';
import { DEFAULT_SETTINGS } from '../../server/src/protocol/settings';
import { TEMPLATE_ENV } from '../database/native/templateProject';
import { skipping } from '../support/missing';
import { createTestDatabase, postgresSkipReason } from '../support/postgres';
import { eventually, LanguageClient, TestFolder } from './support/languageClient';

const HEAD = "from alembic import op\nimport sqlalchemy as sa\n\nrevision = 'aaaa'\ndown_revision = None\n\n\n";
const NEXT = HEAD.replace("'aaaa'", "'bbbb'").replace('None', "'aaaa'");

function files(url: string): Readonly<Record<string, string>> {
  return {
    'alembic.ini': `[alembic]\nscript_location = %(here)s/migrations\nsqlalchemy.url = ${url.replaceAll('%', '%%')}\n`,
    'migrations/env.py': TEMPLATE_ENV.replace(/if config\.config_file_name[^]*?=False\)\n/, ''),
    'migrations/versions/aaaa_users.py': `"""users"""\n${HEAD}def upgrade():
    op.create_table('users', sa.Column('id', sa.Integer(), primary_key=True), sa.Column('name', sa.Text()))


def downgrade():
    op.drop_table('users')
`,
    'migrations/versions/bbbb_required.py': `"""names are required"""\n${NEXT}def upgrade():
    op.alter_column('users', 'name', nullable=False)
    op.create_index('ix_users_name', 'users', ['name'])


def downgrade():
    op.alter_column('users', 'name', nullable=True)
`,
  };
}

it(
  'an upgrade is rehearsed on a copy and revisions are verified, where their names were typed',
  skipping(postgresSkipReason()),
  async () => {
    const place = await createTestDatabase();
    const database = new Client({ connectionString: place.url });
    await database.connect();
    try {
      await database.query(`CREATE TABLE users (id serial PRIMARY KEY, name text);
      CREATE TABLE alembic_version (version_num varchar(32) PRIMARY KEY); INSERT INTO alembic_version VALUES ('aaaa');
      INSERT INTO users (name) VALUES (NULL)`);
      await database.end();
      using folder = new TestFolder(files(place.url));
      await using client = new LanguageClient(folder);
      const python = { ...DEFAULT_SETTINGS.python, interpreter: '/nowhere/python' };
      await client.start({
        trusted: true,
        settings: { ...DEFAULT_SETTINGS, python, protectedDatabases: ['aw_test_*'] },
      });
      const { id: projectId } = await eventually(async () => {
        const [found] = await client.request<ProjectInfo[]>('alembicWorkbench/listProjects');
        return found !== undefined && found.revisionCount > 0 ? found : null;
      }, 'a project');
      const planned = await client.request<Outcome<{ readonly plan: RunPlan }>>('alembicWorkbench/planRun', {
        projectId,
        command: 'upgrade',
        targets: ['head'],
      });
      if (!planned.ok) throw new Error(planned.failure.message);
      const { planId, phrase } = planned.plan;
      expect(planned.plan).toMatchObject({ engine: 'native', phrase: expect.stringMatching(/^aw_test_/) as string });
      const rehearse = (more: object) =>
        client.request<Outcome<{ readonly rehearsal: RehearsalInfo }>>('alembicWorkbench/rehearse', {
          planId,
          ...more,
        });
      expect(await rehearse({ copy: 'schema' })).toMatchObject({ ok: false, failure: { code: 'protected' } });

      // Without rows nothing is missing; with them one is, and the rehearsal says so.
      const bare = await rehearse({ copy: 'schema', typed: phrase });
      if (!bare.ok) throw new Error(bare.failure.message);
      expect(bare.rehearsal.failure).toBeUndefined();
      expect(bare.rehearsal.report).toContain('ACCESS EXCLUSIVE on users (nobody else reads or writes it)');
      expect(bare.rehearsal.before).toContain('name TEXT,');
      expect(bare.rehearsal.after).toContain('name TEXT NOT NULL');
      expect(bare.rehearsal.after).toContain('CREATE INDEX ix_users_name');
      const whole = await rehearse({ copy: 'content', typed: phrase });
      if (!whole.ok) throw new Error(whole.failure.message);
      expect(whole.rehearsal.failure?.message).toContain('contains null values');

      const checks = [
        { kind: 'singleHead' },
        { kind: 'upgradeFromBase' },
        ...['aaaa', 'bbbb'].map((revision) => ({ kind: 'roundTrip', revision })),
      ];
      const plan = await client.request<Outcome<{ readonly plan: VerifyPlan }>>('alembicWorkbench/planVerification', {
        projectId,
        checks,
      });
      expect(plan).toMatchObject({ ok: true, plan: { engine: 'native', phrase } });
      const told: VerifyProgress[] = [];
      client.onProgress('verification', (progress) => told.push(progress as VerifyProgress));
      const params = { projectId, checks, token: 'verification' };
      expect(await client.request('alembicWorkbench/verify', params)).toMatchObject({
        ok: false,
        failure: { code: 'protected' },
      });
      expect(await client.request('alembicWorkbench/verify', { ...params, typed: phrase })).toEqual({ ok: true });
      expect(told.flatMap(({ check, verdict }) => (verdict === undefined ? [] : [[check, verdict.kind]]))).toEqual([
        [{ kind: 'singleHead' }, 'passed'],
        [{ kind: 'upgradeFromBase' }, 'passed'],
        [{ kind: 'roundTrip', revision: 'aaaa' }, 'passed'],
        [{ kind: 'roundTrip', revision: 'bbbb' }, 'failed'],
      ]);
      const failed = told.at(-1)?.verdict;
      expect(failed).toMatchObject({
        failure: { message: expect.stringContaining('index ix_users_name of users added') as string },
      });
    } finally {
      await database.end().catch(() => undefined);
      await place.drop();
    }
  },
);
