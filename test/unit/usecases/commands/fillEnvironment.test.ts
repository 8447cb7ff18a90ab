import { describe, expect, it } from 'vitest';
import { fillEnvironment } from '../../../../server/src/usecases/commands/fillEnvironment';

const ENV = `from __future__ import annotations

from logging.config import fileConfig

from sqlalchemy import engine_from_config
from sqlalchemy import pool

from alembic import context

config = context.config

target_metadata = None


def run_migrations_offline() -> None:
    context.configure(
        url=config.get_main_option("sqlalchemy.url"),
        target_metadata=target_metadata,  # of the models
        dialect_opts={"paramstyle": "named"},
    )


def run_migrations_online() -> None:
    connectable = engine_from_config(
        config.get_section(config.config_ini_section, {}),
        prefix="sqlalchemy.",
    )
    with connectable.connect() as connection:
        context.configure(
            connection=connection, target_metadata=target_metadata
        )
`;

const ALL = { metadata: 'shop.models:Base.metadata', urlVariable: 'DATABASE_URL', renderAsBatch: true };

function fill(text: string, choices: Parameters<typeof fillEnvironment>[1]): string {
  const filled = fillEnvironment(text, choices);
  return filled.ok ? filled.value : `refused: ${filled.error}`;
}

/** Lines that were added, and lines that are gone. */
function difference(before: string, after: string): { readonly added: string[]; readonly gone: string[] } {
  const [old, now] = [before.split('\n'), after.split('\n')];
  return {
    added: now.filter((line) => line !== '' && !old.includes(line)),
    gone: old.filter((line) => !now.includes(line)),
  };
}

describe('fillEnvironment', () => {
  it('changes the lines it is asked to, and no others', () => {
    expect(difference(ENV, fill(ENV, ALL))).toEqual({
      added: [
        'import os',
        'from shop.models import Base',
        "# A '%' is special to the configuration.",
        'config.set_main_option(',
        '    "sqlalchemy.url", os.environ["DATABASE_URL"].replace("%", "%%")',
        ')',
        'target_metadata = Base.metadata',
        '        render_as_batch=True,',
        '            connection=connection, target_metadata=target_metadata, render_as_batch=True',
      ],
      gone: ['target_metadata = None', '            connection=connection, target_metadata=target_metadata'],
    });
    expect(fill(ENV, {})).toBe(ENV);
  });

  it('leaves what is filled in already', () => {
    const filled = fill(ENV, ALL);
    expect(fill(filled, ALL)).toBe(filled);
  });

  it('keeps the ends of lines', () => {
    const windows = ENV.replaceAll('\n', '\r\n');
    expect(fill(windows, ALL)).toBe(fill(ENV, ALL).replaceAll('\n', '\r\n'));
  });

  it.each([
    [{ metadata: 'shop.models' }, ENV, /'shop.models' is no place of metadata/],
    [{ metadata: 'shop.models:x()' }, ENV, /is no place of metadata/],
    [{ metadata: 'a:config.metadata' }, ENV, /'config' means something else/],
    [ALL, ENV.replace('= None', '= old.metadata'), /is old.metadata in line 12 already/],
    [ALL, ENV.replace('= None', '= {}'), /several databases/],
    [ALL, ENV.replace('target_metadata = None', ''), /no 'target_metadata' of its own/],
    [{ urlVariable: 'A B' }, ENV, /is no name of an environment variable/],
    [ALL, `${ENV}\nconfig.set_main_option("sqlalchemy.url", url)\n`, /Line 33 of env.py sets the URL already/],
    [ALL, ENV.replace('config.config_ini_section', 'name'), /where it makes its engine, in line 24/],
    [ALL, ENV.replace('engine_from_config(\n', 'make_engine(\n'), /env.py is not as Alembic makes it/],
    [ALL, ENV.replace('connection=connection,', '**arguments,'), /in line 29 of env.py is given is not all written/],
    [ALL, ENV.replaceAll('context.configure', 'configure'), /does not call context.configure/],
    [
      ALL,
      ENV.replace('connection=connection,', 'connection=connection, render_as_batch=False,'),
      /in line 29 of env.py has render_as_batch=False/,
    ],
  ])('says of %j what to write where', (choices, text, message) => {
    expect(fill(text, choices)).toMatch(message);
  });
});
