import { describe, expect, it } from 'vitest';
import { memoryFileSystem } from '../../../support/memoryFileSystem';
import { discoverProjects } from '../../../../server/src/project/discover';
import { DEFAULT_SETTINGS } from '../../../../server/src/protocol/settings';
import type { SqlDialect } from '../../../../server/src/dialect/statement';
import { ok } from '../../../../server/src/common/result';
import { loadProject } from '../../../../server/src/usecases/loadProject';
import { moduleReader } from '../../../../server/src/usecases/projectModules';
import { eachRevision, type RevisionSql } from '../../../../server/src/usecases/sql/eachRevision';

/** A dialect that writes the kind of each operation, and knows nothing of those that are opaque. */
const KINDS: SqlDialect = {
  transactionalDdl: true,
  quote: (identifier) => identifier,
  statements: (operation) =>
    operation.kind === 'opaque'
      ? { ok: false, error: { reason: operation.reason, place: operation.place } }
      : ok([operation.kind]),
};

const INI = '[alembic]\nscript_location = %(here)s/migrations\nprepend_sys_path = %(here)s\n';

function file(id: string, down: string | null, body: string, head = ''): string {
  return `${head}
from alembic import op
import sqlalchemy as sa
revision = '${id}'
down_revision = ${down === null ? 'None' : `'${down}'`}
def upgrade():
    ${body}
def downgrade():
    pass
`;
}

async function each(files: Readonly<Record<string, string>>): Promise<readonly RevisionSql[]> {
  const fs = memoryFileSystem({ '/p/alembic.ini': INI, '/p/migrations/env.py': '', ...files });
  const [config] = discoverProjects(fs, ['/p'], DEFAULT_SETTINGS).projects;
  if (config === undefined) throw new Error('no project');
  const project = await loadProject(config, { fs });
  const context = { dialect: 'postgresql', mode: 'offline', sqlalchemy: '2.0', naming: null } as const;
  return [...eachRevision(project, { context, dialect: KINDS, readModule: moduleReader(config, fs) })];
}

describe('eachRevision', () => {
  it('goes through the chain, the oldest first, and both directions', async () => {
    const lines = await each({
      '/p/migrations/versions/a.py': file('bbbb', 'aaaa', "op.drop_table('b')"),
      '/p/migrations/versions/b.py': file('aaaa', null, "op.drop_table('a'); op.drop_table('c')"),
    });
    expect(lines).toEqual([
      {
        id: 'aaaa',
        file: '/p/migrations/versions/b.py',
        direction: 'upgrade',
        ok: true,
        statements: ['dropTable;', 'dropTable;'],
      },
      { id: 'aaaa', file: '/p/migrations/versions/b.py', direction: 'downgrade', ok: true, statements: [] },
      { id: 'bbbb', file: '/p/migrations/versions/a.py', direction: 'upgrade', ok: true, statements: ['dropTable;'] },
      { id: 'bbbb', file: '/p/migrations/versions/a.py', direction: 'downgrade', ok: true, statements: [] },
    ]);
  });

  it('says why there is none, and where', async () => {
    const [unknown] = await each({
      '/p/migrations/versions/a.py': file(
        'aaaa',
        null,
        "op.drop_table('a'); op.drop_table(strange.name)",
        'import strange',
      ),
    });
    expect(unknown).toMatchObject({ ok: false, range: { start: { line: 6, character: 24 } } });
    const [raised] = await each({
      '/p/migrations/versions/a.py': file('aaaa', null, "raise Exception('never')"),
    });
    expect(raised).toMatchObject({
      ok: false,
      reason: 'Alembic ends with Exception: never',
      range: { start: { line: 6 } },
    });
  });

  it('reads the modules of the project', async () => {
    const [line] = await each({
      '/p/shop/__init__.py': '',
      '/p/shop/names.py': "TABLE = 'a'\n",
      '/p/migrations/versions/a.py': file('aaaa', null, 'op.drop_table(TABLE)', 'from shop.names import TABLE'),
    });
    expect(line).toMatchObject({ ok: true, statements: ['dropTable;'] });
  });

  it('knows nothing of what a project changes in SQLAlchemy itself', async () => {
    const hook =
      "from elsewhere import f\nfrom sqlalchemy import event, Index\nevent.listen(Index, 'after_parent_attach', f)";
    const lines = await each({
      '/p/migrations/versions/a.py': file('aaaa', null, "op.create_index('i', 'a', ['b'])"),
      '/p/migrations/versions/b.py': file('bbbb', 'aaaa', "op.drop_table('a')", hook),
    });
    expect(lines).toHaveLength(4);
    const [concerned, ...others] = lines;
    expect(concerned).toMatchObject({ ok: false, reason: expect.stringContaining('Index') as unknown });
    expect(others.map(({ ok }) => ok)).toEqual([true, true, true]);
  });

  it('names the database of a file for several', async () => {
    const text = `
from alembic import op
revision = 'aaaa'
down_revision = None
def upgrade(engine_name):
    globals()["upgrade_%s" % engine_name]()
def downgrade(engine_name):
    globals()["downgrade_%s" % engine_name]()
def upgrade_one():
    op.drop_table('a')
def downgrade_one():
    pass
def upgrade_two():
    pass
def downgrade_two():
    pass
`;
    const lines = await each({ '/p/migrations/versions/a.py': text });
    expect(lines.map((line) => [line.direction, line.engine, line.ok && line.statements.length])).toEqual([
      ['upgrade', 'one', 1],
      ['upgrade', 'two', 0],
      ['downgrade', 'one', 0],
      ['downgrade', 'two', 0],
    ]);
  });
});
