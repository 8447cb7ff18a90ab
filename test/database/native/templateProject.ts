import { AlembicProject } from '../support/alembicProject';

/** As `alembic init` writes it, in short. */
export const TEMPLATE_ENV = [
  'from logging.config import fileConfig',
  'from sqlalchemy import engine_from_config, pool',
  'from alembic import context',
  'config = context.config',
  'if config.config_file_name is not None:',
  '    fileConfig(config.config_file_name, disable_existing_loggers=False)',
  'target_metadata = None',
  'def run_migrations_offline() -> None:',
  '    context.configure(url=config.get_main_option("sqlalchemy.url"))',
  'def run_migrations_online() -> None:',
  '    """Online."""',
  '    connectable = engine_from_config(',
  '        config.get_section(config.config_ini_section, {}), prefix="sqlalchemy.", poolclass=pool.NullPool)',
  '    with connectable.connect() as connection:',
  '        context.configure(connection=connection, target_metadata=target_metadata)',
  '        with context.begin_transaction():',
  '            context.run_migrations()',
  'if context.is_offline_mode():',
  '    run_migrations_offline()',
  'else:',
  '    run_migrations_online()',
].join('\n');
const LOGGING = [
  '[loggers]',
  'keys = root',
  '[handlers]',
  'keys =',
  '[formatters]',
  'keys =',
  '[logger_root]',
  'handlers =',
];

/** A project as `alembic init` lays it out, with the revisions a, b and c. */
export function templateProject(url: string, env: string): AlembicProject {
  const made = new AlembicProject(url);
  made.envText(env);
  const lines = ['[alembic]', 'script_location = migrations', `sqlalchemy.url = ${url.replaceAll('%', '%%')}`];
  made.write('alembic.ini', [...lines, ...LOGGING, ''].join('\n'));
  made.chain('a', 'b', 'c');
  return made;
}
