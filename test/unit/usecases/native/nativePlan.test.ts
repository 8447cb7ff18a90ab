import { describe, expect, it } from 'vitest';
import { BARE_ENVIRONMENT } from '../../../../server/src/operations/environment';
import { planUpgrade } from '../../../../server/src/revision/plans';
import { emptySchema } from '../../../../server/src/schema/schema';
import { nativePlan } from '../../../../server/src/usecases/native/nativePlan';
import { projectOf } from '../../../support/project';

/** The plan of a chain of two revisions, the first of which makes no table, from these rows on. */
async function planned(head: string, rows: readonly string[], body = 'op.execute("SELECT 1")') {
  const revision = (id: string, down: string, more: string): string =>
    `from alembic import op\nimport sqlalchemy as sa\n${more}\nrevision = '${id}'\ndown_revision = ${down}\ndef upgrade():\n    ${body}\n`;
  const { project } = await projectOf({ 'a.py': revision('a', 'None', ''), 'b.py': revision('b', "'a'", head) });
  const steps = planUpgrade(project.chain.map, rows, 'heads');
  if (!steps.ok) throw new Error(steps.error.message);
  return nativePlan(project, {
    dialect: 'sqlite',
    rows,
    purge: false,
    steps: steps.value,
    environment: {
      versionTable: { name: 'alembic_version', schema: null, primaryKey: true },
      transactionalDdl: null,
      transactionPerMigration: false,
    },
    options: {
      context: { dialect: 'sqlite', mode: 'online', sqlalchemy: '2.0', naming: null },
      readModule: () => undefined,
      environment: BARE_ENVIRONMENT,
    },
    start: emptySchema('sqlite'),
  });
}

const LISTENS =
  '@sa.event.listens_for(sa.Table, "before_create")\ndef made(table, *args, **kw):\n    table.comment = "x"\n';

describe('nativePlan', () => {
  it('does not make the version table where a file of the project listens to tables', async () => {
    expect((await planned('', [])).ok).toBe(true);
    expect(await planned(LISTENS, [])).toMatchObject({
      ok: false,
      error: { reason: expect.stringContaining('the version table') as string },
    });
    expect((await planned(LISTENS, ['a'])).ok).toBe(true);
  });

  it('leaves what only a newer SQLite does to Alembic', async () => {
    const alters = 'op.alter_column("t", "a", nullable=True)';
    expect(await planned('', [], alters)).toMatchObject({
      ok: false,
      error: { revision: 'a', line: 6, reason: expect.stringContaining('3.53') as string },
    });
  });

  it('leaves a statement that fails to Alembic where the revision catches the error', async () => {
    const caught = 'try:\n        op.drop_column("nope", "a")\n    except Exception:\n        pass';
    expect(await planned('', [], caught)).toMatchObject({
      ok: false,
      error: { revision: 'a', line: 7, reason: expect.stringContaining('catches the error') as string },
    });
    expect((await planned('', [], 'op.drop_column("nope", "a")')).ok).toBe(true);
  });
});
