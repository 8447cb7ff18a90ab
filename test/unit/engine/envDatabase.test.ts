import { describe, expect, it } from 'vitest';
import { envDatabase } from '../../../server/src/engine/alembic/envDatabase';

const plain = `
from logging.config import fileConfig
from sqlalchemy import engine_from_config, pool
from alembic import context
from shop.models import Base

config = context.config
if config.config_file_name is not None:
    fileConfig(config.config_file_name)
target_metadata = Base.metadata

def run_migrations_offline() -> None:
    url = config.get_main_option("sqlalchemy.url")
    context.configure(url=url, target_metadata=target_metadata, literal_binds=True)
    with context.begin_transaction():
        context.run_migrations()

def run_migrations_online() -> None:
    connectable = engine_from_config(
        config.get_section(config.config_ini_section, {}), prefix="sqlalchemy.", poolclass=pool.NullPool,
    )
    with connectable.connect() as connection:
        context.configure(connection=connection, target_metadata=target_metadata, compare_type=True)
        with context.begin_transaction():
            context.run_migrations()

if context.is_offline_mode():
    run_migrations_offline()
else:
    run_migrations_online()
`;

const change = (from: string, to: string): string => {
  expect(plain).toContain(from);
  return plain.replaceAll(from, to);
};

describe('envDatabase', () => {
  it('believes what `alembic init` writes, and what leaves it as it is', () => {
    const usual = { name: 'alembic_version', schema: null };
    expect(envDatabase(plain)).toEqual(usual);
    expect(envDatabase(change('engine_from_config', 'async_engine_from_config'))).toEqual(usual);
    expect(
      envDatabase(
        plain
          .replace('import engine_from_config', 'import create_engine')
          .replace(/engine_from_config\([^)]*\{\}\)[^)]*\)/, 'create_engine(config.get_main_option("sqlalchemy.url"))'),
      ),
    ).toEqual(usual);
    expect(
      envDatabase(change('config = context.config', 'config = context.config\nprint(config.get_main_option("x"))')),
    ).toEqual(usual);
  });

  it('reads where the versions are kept', () => {
    const both = change('target_metadata=target_metadata', 'version_table="v", version_table_schema="s"');
    expect(envDatabase(both)).toEqual({ name: 'v', schema: 's' });
    expect(envDatabase(plain.replace('compare_type=True', 'version_table="v"'))).toBeNull();
    expect(envDatabase(change('target_metadata=target_metadata', 'version_table=NAME'))).toBeNull();
    expect(envDatabase(change('compare_type=True', '**options'))).toBeNull();
  });

  it.each<[string, string, string]>([
    [
      'sets the URL',
      'config = context.config',
      'config = context.config\nconfig.set_main_option("sqlalchemy.url", URL)',
    ],
    [
      'sets it elsewhere',
      'config = context.config',
      'config = context.config\nconfig.set_section_option("alembic", KEY, URL)',
    ],
    [
      'changes the section',
      'config = context.config',
      'config = context.config\nsection = config.get_section("x")\nsection["sqlalchemy.url"] = URL',
    ],
    ['changes directory', 'config = context.config', 'import os\nos.chdir(HERE)\nconfig = context.config'],
    ['takes another section', 'config.config_ini_section,', '"production",'],
    ['gives a URL of its own', 'config.get_section(config.config_ini_section, {})', '{"sqlalchemy.url": URL}'],
    ['adds a URL', 'poolclass=pool.NullPool', 'url=URL'],
    ['adds anything', 'poolclass=pool.NullPool', '**options'],
    ['adds connect_args', 'poolclass=pool.NullPool', 'connect_args={"options": "-csearch_path=x"}'],
    ['takes another prefix', '"sqlalchemy."', '"db."'],
    ['imports an engine', 'from shop.models import Base', 'from shop.db import connectable, Base'],
    ['connects another engine', 'connectable.connect()', 'engine.connect()'],
    ['takes a function for an engine', 'from shop.models import Base', 'from shop import engine_from_config'],
    ['defines one', 'config = context.config', 'config = context.config\ndef engine_from_config(*a, **k): ...'],
    [
      'chooses between engines',
      '    with connectable.connect()',
      '    connectable = other()\n    with connectable.connect()',
    ],
    ['takes the engine as a parameter', 'def run_migrations_online()', 'def run_migrations_online(connectable)'],
    [
      'looks at another schema',
      '        context.configure(connection',
      '        connection.execute(text("SET search_path TO x"))\n        context.configure(connection',
    ],
    ['takes another config', 'config = context.config', 'config = other_config()'],
    ['imports a star', 'from shop.models import Base', 'from shop.models import *'],
    ['takes the config apart', 'config = context.config', 'config = context.config\nconfig.file_config["alembic"]'],
    ['cannot be read', 'config = context.config', 'config = (context.config'],
    ['is another context', 'from alembic import context', 'from shop import context'],
  ])('does not believe an env.py that %s', (_, from, to) => {
    expect(envDatabase(change(from, to))).toBeNull();
  });

  it('says nothing of a file without a context', () => {
    expect(envDatabase('')).toBeNull();
    expect(envDatabase('def broken(:')).toBeNull();
  });
});
