import { expect, it } from 'vitest';
import type { DialectName } from '../../../../server/src/schema/context';
import { ProjectReadings } from '../../../../server/src/usecases/schema/projectReadings';
import { revisionSqlText } from '../../../../server/src/usecases/sql/revisionSqlText';
import { memoryFileSystem } from '../../../support/memoryFileSystem';
import { projectOf } from '../../../support/project';

async function shown(body: string, dialect: DialectName = 'postgresql'): Promise<string> {
  const head = "from alembic import op\nimport sqlalchemy as sa\nrevision = 'r1'\ndown_revision = None\n";
  const { project, document } = await projectOf({ 'r1.py': `${head}def upgrade():\n    ${body}\n` });
  const readings = new ProjectReadings({
    fileSystem: () => memoryFileSystem({}),
    dialectSetting: () => dialect,
    state: () => undefined,
    interpreter: () => null,
  });
  return revisionSqlText({ project, document: document('r1.py'), direction: 'upgrade' }, readings);
}

const DOUBLED = /^-- Upgrade of r1\n-- PostgreSQL\n-- Backslashes in literals are doubled, .* offline\. /;

it.each([
  "op.create_table_comment('t', 'a\\\\b')",
  "op.bulk_insert(sa.table('t', sa.column('a', sa.String())), [{'a': '\\\\d'}])",
  "op.create_table('t', sa.Column('a', sa.Enum('x\\\\y', name='mood')))",
])('says at the top that backslashes are doubled which a connection is sent as they are: %s', async (body) => {
  const text = await shown(body);
  expect(text).toMatch(DOUBLED);
});

it.each([
  ['op.execute(r"SELECT \'a\\\\b\'")', 'postgresql'],
  ["op.create_table_comment('t', 'plain')", 'postgresql'],
  ["op.create_table_comment('t', 'a\\\\b')", 'mysql'],
] as const)('says nothing of what is the same with a connection: %s on %s', async (body, dialect) => {
  expect(await shown(body, dialect)).not.toContain('doubled');
});
