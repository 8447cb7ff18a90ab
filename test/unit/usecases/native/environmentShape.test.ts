import { describe, expect, it } from 'vitest';
import { layOut } from '../../../../server/src/python/layout';
import { parseChunks } from '../../../../server/src/python/parse';
import { environmentShape } from '../../../../server/src/usecases/native/environmentShape';

function shapeOf(text: string) {
  return environmentShape(parseChunks(text, layOut(text).chunks));
}

const CHOICE = 'if context.is_offline_mode():\n    run_migrations_offline()\nelse:\n    run_migrations_online()\n';
const HEAD = 'from alembic import context\nimport os\nconfig = context.config\n';
const RUN = 'with context.begin_transaction():\n            context.run_migrations()\n';

/** A synchronous env.py. */
function plain({ head = '', configure = 'connection=connection', engine = '', late = 'pass', run = RUN } = {}): string {
  return (
    `${HEAD}${head}def run_migrations_online():\n` +
    `    engine = engine_from_config(config.get_section(config.config_ini_section), ${engine}poolclass=pool.NullPool)\n    ${late}\n` +
    `    with engine.connect() as connection:\n        context.configure(${configure})\n        ${run}${CHOICE}`
  );
}

const ASYNCHRONOUS =
  `${HEAD}def do_run(connection):\n    context.configure(connection=connection, version_table="mine")\n` +
  '    with context.begin_transaction():\n        context.run_migrations()\n' +
  'async def run_async():\n    engine = async_engine_from_config(config.get_section(config.config_ini_section, {}), prefix="sqlalchemy.")\n' +
  '    async with engine.connect() as connection:\n        await connection.run_sync(do_run)\n    await engine.dispose()\n' +
  `def run_migrations_online():\n    """Online."""\n    asyncio.run(run_async())\n${CHOICE}`;

describe('environmentShape', () => {
  it('reads what the templates say', () => {
    const usual = { name: 'alembic_version', schema: null, primaryKey: true };
    expect(shapeOf(plain())).toEqual({
      ok: true,
      value: { versionTable: usual, transactionalDdl: null, transactionPerMigration: false },
    });
    expect(
      shapeOf(plain({ configure: 'connection=connection, transaction_per_migration=True, transactional_ddl=False' })),
    ).toMatchObject({ ok: true, value: { transactionalDdl: false, transactionPerMigration: true } });
    expect(shapeOf(ASYNCHRONOUS)).toMatchObject({ ok: true, value: { versionTable: { name: 'mine' } } });
  });

  it('passes over what leaves the run as it is', () => {
    const head =
      'if config.config_file_name is not None:\n    fileConfig(config.config_file_name)\n' +
      'config.set_main_option("sqlalchemy.url", os.environ["URL"].replace("%", "%%"))\n' +
      'sys.path.insert(0, os.path.dirname(__file__))\ntarget_metadata = Base.metadata\ndef include(name, kind, parents):\n    return True\n';
    expect(shapeOf(plain({ head })).ok).toBe(true);
  });

  it.for<[string, string]>([
    ['a call that is not known', plain({ head: 'settings = load()\n' })],
    ['a decorated function', plain({ head: '@event.listens_for(Engine, "connect")\ndef on(a, b):\n    pass\n' })],
    ['a class', plain({ head: 'class Own(DefaultImpl):\n    pass\n' })],
    ['another way to connect', plain({ engine: 'connect_args={}, ' })],
    ['a callback', plain({ configure: 'connection=connection, on_version_apply=told' })],
    ['options by name', plain({ configure: 'connection=connection, **options' })],
    ['another statement', plain({ run: `connection.execute(text("SET x"))\n        ${RUN}` })],
    ['arguments for revisions', plain({ run: RUN.replace('run_migrations()', 'run_migrations(name="x")') })],
    ['no transaction', plain({ run: 'context.run_migrations()\n' })],
    [
      'a condition',
      plain({ head: 'if os.getenv("X"):\n    config.set_main_option("sqlalchemy.url", "sqlite:///x")\n' }),
    ],
    ['a second run', `${plain()}${CHOICE}`],
    ['a URL that is set after the run', `${plain()}config.set_main_option("sqlalchemy.url", "sqlite:///x")\n`],
    [
      'a URL that is set for offline mode',
      plain({ head: 'def run_migrations_offline():\n    config.set_main_option("sqlalchemy.url", "sqlite:///x")\n' }),
    ],
    [
      'a URL that is set for an engine that is made',
      plain({ late: 'config.set_main_option("sqlalchemy.url", "sqlite:///x")' }),
    ],
    ['an engine by a function of its own', plain({ head: 'from app import engine_from_config\n' })],
    ['names of a whole module', plain({ head: 'from app import *\n' })],
    ['another function for the run', plain({ head: 'run_migrations_online = mine\n' })],
    ['another context', plain({ head: 'context = other\n' })],
    ['another engine', plain({ late: 'engine = other' })],
    ['no connection', plain({ configure: 'target_metadata=None' })],
    ['another connection', plain({ configure: 'connection=other' })],
    ['no choice at the end', plain().replace(CHOICE, 'run_migrations_online()\n')],
  ])('refuses %s', ([, text]) => {
    expect(shapeOf(text).ok).toBe(false);
  });
});
