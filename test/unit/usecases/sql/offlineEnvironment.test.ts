import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DEFAULT_SETTINGS } from '../../../../server/src/protocol/settings';
import { discoverProjects } from '../../../../server/src/project/discover';
import { offlineEnvironment } from '../../../../server/src/usecases/sql/offlineEnvironment';
import { memoryFileSystem } from '../../../support/memoryFileSystem';

/** env.py with these lines in `run_migrations_offline()`. */
function read(...body: readonly string[]) {
  const fs = memoryFileSystem({
    '/shop/alembic.ini': '[alembic]\nscript_location = %(here)s/migrations\n',
    '/shop/migrations/env.py': `def run_migrations_offline():\n${body.map((line) => `    ${line}\n`).join('')}`,
    '/shop/migrations/versions': { folder: true },
  });
  const [config] = discoverProjects(fs, [resolve('/shop')], DEFAULT_SETTINGS).projects;
  if (config === undefined) throw new Error('there is no project');
  return offlineEnvironment(config, fs);
}

const OPTIONS = 'url=url, target_metadata=target_metadata, literal_binds=True, dialect_opts={"paramstyle": "named"}';
const RUN = ['with context.begin_transaction():', '    context.run_migrations()'];

describe('what env.py says of offline runs', () => {
  it('is that of the templates', () => {
    const answer = read(
      '"""Run."""',
      'url = config.get_main_option("sqlalchemy.url")',
      `context.configure(${OPTIONS})`,
      ...RUN,
    );
    expect(answer).toEqual({
      ok: true,
      value: {
        versionTable: { name: 'alembic_version', schema: null, primaryKey: true },
        transactionalDdl: null,
        transactionPerMigration: false,
      },
    });
  });

  it('takes up options of transactions and of the version table', () => {
    const more = 'version_table="v", version_table_schema="s", version_table_pk=False, transaction_per_migration=True';
    expect(read(`context.configure(${OPTIONS}, transactional_ddl=False, ${more})`, ...RUN)).toEqual({
      ok: true,
      value: {
        versionTable: { name: 'v', schema: 's', primaryKey: false },
        transactionalDdl: false,
        transactionPerMigration: true,
      },
    });
  });

  it.each([
    [['context.configure(url=url)', ...RUN], /literal_binds/],
    [['context.configure(url=url, literal_binds=True)', ...RUN], /dialect_opts/],
    [[`context.configure(${OPTIONS}, version_table=NAME)`, ...RUN], /version_table/],
    [[`context.configure(${OPTIONS}, **more)`, ...RUN], /not known/],
    [[`context.configure(${OPTIONS}, on_version_apply=tell)`, ...RUN], /on_version_apply/],
    [[`context.configure(${OPTIONS})`, 'context.execute("SET x")', ...RUN], /something else/],
    [[`context.configure(${OPTIONS})`, 'with context.begin_transaction():', '    pass'], /something else/],
    [['pass'], /something else/],
  ])('%j is not followed', (body, reason) => {
    expect(read(...body)).toEqual({ ok: false, error: expect.stringMatching(reason) as unknown });
  });
});
