import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { discoverProjects } from '../../../../server/src/project/discover';
import { DEFAULT_SETTINGS } from '../../../../server/src/protocol/settings';
import { NO_OPTIONS } from '../../../../server/src/engine/environmentOptions';
import { onlineEnvironment } from '../../../../server/src/usecases/native/onlineEnvironment';
import { sqlOptions } from '../../../../server/src/usecases/sql/sqlOptions';
import { ProjectHooks } from '../../../../server/src/usecases/sql/projectHooks';
import { memoryFileSystem } from '../../../support/memoryFileSystem';
import { PROJECT_ROOT } from '../../../support/project';

const IMPORTS =
  'import os\nfrom alembic import context\nfrom sqlalchemy import create_engine, engine_from_config, pool\n';
const OFFLINE =
  'def run_migrations_offline():\n    url = config.get_main_option("sqlalchemy.url")\n    context.configure(url=url, literal_binds=True)\n';
const CHOICE = 'if context.is_offline_mode():\n    run_migrations_offline()\nelse:\n    run_migrations_online()\n';
const CONNECTED =
  '    with engine.connect() as connection:\n        context.configure(connection=connection)\n' +
  '        with context.begin_transaction():\n            context.run_migrations()\n';
const FROM_CONFIG =
  '    engine = engine_from_config(config.get_section(config.config_ini_section, {}), prefix="sqlalchemy.")\n';

/** An env.py with lines of its own at the top, and another way to its engine. */
function envPy({ top = '', online = FROM_CONFIG, connected = CONNECTED } = {}): string {
  return `${IMPORTS}config = context.config\n${top}${OFFLINE}def run_migrations_online():\n${online}${connected}${CHOICE}`;
}

const override = (value: string): string => envPy({ top: `config.set_main_option("sqlalchemy.url", ${value})\n` });
const VARIABLES = { DATABASE_URL: 'sqlite:///of_variable.db', DB_USER: 'me', DB_PORT: '5433', EMPTY: '' };

/** The URL that is surely opened, or why it is not known. */
function opened(env: string, files: Readonly<Record<string, string>> = {}, variables = VARIABLES): string {
  const placed = Object.entries(files).map(([name, text]) => [join(PROJECT_ROOT, name), text]);
  const fs = memoryFileSystem({
    [join(PROJECT_ROOT, 'alembic.ini')]:
      '[alembic]\nscript_location = %(here)s/migrations\nsqlalchemy.url = sqlite:///of_ini.db\n',
    [join(PROJECT_ROOT, 'migrations', 'env.py')]: env,
    [join(PROJECT_ROOT, 'migrations', 'versions', 'a.py')]: 'revision = "a"\ndown_revision = None\n',
    ...(Object.fromEntries(placed) as Record<string, string>),
  });
  const [config] = discoverProjects(fs, [PROJECT_ROOT], DEFAULT_SETTINGS).projects;
  if (config === undefined) throw new Error('no project');
  const options = sqlOptions(config, { dialect: 'sqlite', mode: 'online', fs, cwd: PROJECT_ROOT, interpreter: null });
  const host = { fs, environment: variables };
  const found = onlineEnvironment(config, NO_OPTIONS, host, new ProjectHooks(options), options.readModule);
  return found.ok ? found.value.url : found.error.reason;
}

/** `app/config.py`, whose class has these lines. */
function settings(lines: string, more = ''): Readonly<Record<string, string>> {
  const body = lines.split('\n').map((line) => `    ${line}`);
  return {
    'app/__init__.py': '',
    'app/config.py': `from functools import lru_cache\nfrom pydantic import Field\nfrom pydantic_settings import BaseSettings, SettingsConfigDict\nclass Settings(BaseSettings):\n${body.join('\n')}\nsettings = Settings()\n${more}`,
  };
}

const OF_SETTINGS = 'from app.config import settings\nconfig.set_main_option("sqlalchemy.url", ';
const ofSettings = (value: string): string => envPy({ top: `${OF_SETTINGS}${value})\n` });

describe('onlineEnvironment', () => {
  it.for<[string, string, string]>([
    ['of the templates', envPy(), 'sqlite:///of_ini.db'],
    ['that takes a variable', override('os.environ["DATABASE_URL"]'), 'sqlite:///of_variable.db'],
    [
      'with a condition that holds',
      envPy({
        top: 'url = os.getenv("DATABASE_URL")\nif url:\n    config.set_main_option("sqlalchemy.url", url.replace("%", "%%"))\n',
      }),
      'sqlite:///of_variable.db',
    ],
    [
      'with a condition that does not hold',
      envPy({
        top: 'if os.getenv("NONE") is not None:\n    config.set_main_option("sqlalchemy.url", "sqlite:///x")\n',
      }),
      'sqlite:///of_ini.db',
    ],
    [
      'with a choice',
      envPy({
        top: 'if os.environ.get("EMPTY"):\n    url = "sqlite:///a"\nelif os.getenv("DB_USER") == "me" and not os.getenv("NONE"):\n    url = "sqlite:///b"\nelse:\n    url = "sqlite:///c"\nconfig.set_main_option("sqlalchemy.url", url)\n',
      }),
      'sqlite:///b',
    ],
    [
      'with a function for the URL',
      envPy({
        top: 'def get_url():\n    user = os.getenv("DB_USER", "postgres")\n    return f"postgresql://{user}@h/d"\n',
        online:
          '    section = config.get_section(config.config_ini_section) or {}\n    section["sqlalchemy.url"] = get_url()\n    engine = engine_from_config(section, prefix="sqlalchemy.")\n',
      }),
      'postgresql://me@h/d',
    ],
    [
      'that shares a connection',
      envPy({
        online: `    engine = config.attributes.get("connection", None)\n    if engine is None:\n    ${FROM_CONFIG}`,
      }),
      'sqlite:///of_ini.db',
    ],
    [
      'of an old template',
      envPy({
        connected:
          '    connection = engine.connect()\n    context.configure(connection=connection)\n    try:\n        with context.begin_transaction():\n            context.run_migrations()\n    finally:\n        connection.close()\n',
      }),
      'sqlite:///of_ini.db',
    ],
    [
      'with a function for autogenerate inside',
      envPy({ online: `    def skip(context, revision, directives):\n        directives[:] = []\n${FROM_CONFIG}` }),
      'sqlite:///of_ini.db',
    ],
    [
      'with functions for autogenerate',
      envPy({
        top:
          'from alembic.autogenerate import rewriter\nwriter = rewriter.Rewriter()\n@writer.rewrites(ops.AddColumnOp)\ndef rewrite(context, revision, op):\n    return op\n' +
          'def skip(context, revision, directives):\n    if config.cmd_opts.autogenerate:\n        directives[:] = []\n',
      }),
      'sqlite:///of_ini.db',
    ],
    [
      'with an option for offline mode alone',
      envPy({ connected: CONNECTED.replace('connection=connection', 'connection=connection, literal_binds=True') }),
      'sqlite:///of_ini.db',
    ],
  ])('knows an env.py %s', ([, env, url]) => {
    expect(opened(env)).toBe(url);
  });

  it.for<[string, string]>([
    [
      'a condition that is not known',
      envPy({ top: 'if has_url():\n    config.set_main_option("sqlalchemy.url", "x")\n' }),
    ],
    ['a variable that is not set', override('os.environ["NONE"]')],
    ['an option that is None', override('os.getenv("NONE")')],
    [
      'a function that does more',
      envPy({
        top: 'def get_url():\n    prepare()\n    return "sqlite:///x"\n',
        online: '    engine = create_engine(get_url())\n',
      }),
    ],
    [
      'a name that is assigned elsewhere',
      envPy({ top: 'url = "sqlite:///a"\ndef other():\n    global url\n    url = "sqlite:///b"\nif url:\n    pass\n' }),
    ],
    [
      'a URL that a function may set',
      envPy({ top: 'def other(section):\n    section["sqlalchemy.url"] = "sqlite:///x"\n' }),
    ],
    ['its own name for a function', envPy({ top: 'def dirname():\n    prepare()\ndirname()\n' })],
    [
      'another connection that is closed',
      envPy({
        connected:
          '    connection = other.connect()\n    context.configure(connection=connection)\n    with context.begin_transaction():\n        context.run_migrations()\n',
      }),
    ],
  ])('refuses an env.py with %s', ([, env]) => {
    expect(opened(env)).not.toMatch(/^\w+:\/\//);
  });

  // What pydantic-settings 2.16 says of the same classes.
  it.for<[string, string, string, string]>([
    ['a variable', 'database_url: str', 'settings.database_url', 'sqlite:///of_variable.db'],
    ['a default', 'url: str = "sqlite:///d"', 'settings.url.replace("%", "%%")', 'sqlite:///d'],
    ['a Field', 'url: str = Field(default="sqlite:///f", description="x")', 'str(settings.url)', 'sqlite:///f'],
    [
      'a Field of its name',
      'DATABASE_URL: str = Field(..., env="DATABASE_URL")',
      'settings.DATABASE_URL',
      'sqlite:///of_variable.db',
    ],
    [
      'several',
      'DB_USER: str\nDB_PORT: int = 5432\nHOST: str = "h"',
      'f"postgresql://{settings.DB_USER}@{settings.HOST}:{settings.DB_PORT}/d"',
      'postgresql://me@h:5433/d',
    ],
    [
      'a property',
      'DB_USER: str\n@property\ndef url(self) -> str:\n    """It."""\n    return f"postgresql://{self.DB_USER}@h/d"',
      'settings.url',
      'postgresql://me@h/d',
    ],
    [
      'a file of variables',
      'url: str\nmodel_config = SettingsConfigDict(env_file=".env", extra="ignore")',
      'settings.url',
      'sqlite:///of_file.db',
    ],
    [
      'a name that is written so alone',
      'url: str = "sqlite:///d"\nmodel_config = SettingsConfigDict(env_file=".env", case_sensitive=True, extra="ignore")',
      'settings.url',
      'sqlite:///d',
    ],
    [
      'a variable that is not empty',
      'EMPTY: str = "sqlite:///d"\nmodel_config = SettingsConfigDict(env_ignore_empty=True)',
      'settings.EMPTY',
      'sqlite:///d',
    ],
    [
      'a prefix',
      'user: str\nclass Config:\n    env_prefix = "db_"',
      'f"postgresql://{settings.user}@h/d"',
      'postgresql://me@h/d',
    ],
  ])('knows settings from %s', ([, lines, value, url]) => {
    const files = { ...settings(lines), '.env': 'OTHER=1\nURL="sqlite:///of_file.db"\n' };
    expect(opened(ofSettings(value), files)).toBe(url);
  });

  it('refuses a field that is read by another name, though its own is set', () => {
    const files = settings('database_url: str = Field(alias="OTHER")');
    expect(opened(ofSettings('settings.database_url'), files)).toContain('cannot be seen');
  });

  it('knows settings by what makes them, and by another module', () => {
    const more = '@lru_cache()\ndef get_settings() -> Settings:\n    return Settings()\nURL = settings.url\n';
    const files = settings('url: str = "sqlite:///d"', more);
    const made = 'from app.config import get_settings\nsettings = get_settings()\n';
    expect(opened(envPy({ top: `${made}config.set_main_option("sqlalchemy.url", settings.url)\n` }), files)).toBe(
      'sqlite:///d',
    );
    const constant = { ...files, 'app/db.py': 'from .config import URL as DATABASE\n' };
    const imported = 'from app.db import DATABASE\nconfig.set_main_option("sqlalchemy.url", DATABASE)\n';
    expect(opened(envPy({ top: imported }), constant)).toBe('sqlite:///d');
    const plain = {
      'conf.py': 'import os\nclass Config:\n    USER = os.getenv("DB_USER")\n    URL = f"postgresql://{USER}@h/d"\n',
    };
    const ofClass = 'from conf import Config\nconfig.set_main_option("sqlalchemy.url", Config.URL)\n';
    expect(opened(envPy({ top: ofClass }), plain)).toBe('postgresql://me@h/d');
  });

  it.for<[string, string, string?]>([
    ['a validator', 'url: str = "sqlite:///d"\n@field_validator("url")\ndef other(cls, value):\n    return "x"'],
    [
      'a method that pydantic calls',
      'url: str = "sqlite:///d"\ndef model_post_init(self, context):\n    self.url = "x"',
    ],
    ['a field that has to be given', 'url: str = "sqlite:///d"\nsecret: str'],
    ['an alias', 'url: str = Field("sqlite:///d", alias="DATABASE_URL")'],
    ['a number for a text', 'url: str = 5432'],
    ['what another module may bind', 'url: str = "sqlite:///d"', 'from local import *\n'],
    [
      'a function that may bind them',
      'url: str = "sqlite:///d"',
      'def other():\n    global settings\n    settings = None\n',
    ],
    [
      'an alias beside a variable of its name',
      'EMPTY: str = Field("sqlite:///d", alias="OTHER")\nurl: str = Field("sqlite:///d", validation_alias="X")',
    ],
    ['another variable', 'url: str = Field("sqlite:///d", env="DATABASE_URL")'],
    ['another type', 'url: PostgresDsn = "postgresql://h/d"'],
    [
      'an option that is not followed',
      'url: str = "sqlite:///d"\nmodel_config = SettingsConfigDict(secrets_dir="/run")',
    ],
    ['variables that pydantic refuses', 'url: str = "sqlite:///d"\nmodel_config = SettingsConfigDict(env_file=".env")'],
    ['settings that are changed', 'url: str = "sqlite:///d"', 'settings.url = "sqlite:///x"\n'],
    ['settings that are made twice', 'url: str = "sqlite:///d"', 'settings = Settings(url="x")\n'],
    ['variables that are set', 'url: str = "sqlite:///d"', 'import os\nos.environ["URL"] = "sqlite:///x"\n'],
    ['settings that may be others', 'url: str = "sqlite:///d"', 'if Settings:\n    settings = None\n'],
  ])('refuses settings with %s', ([, lines, more = '']) => {
    const files = { ...settings(lines, more), '.env': 'OTHER=1\n' };
    expect(opened(ofSettings('settings.url'), files)).not.toMatch(/^\w+:\/\//);
  });

  it('refuses what is made of a class that does something then', () => {
    const files = { 'conf.py': 'class Config:\n    def __init__(self):\n        prepare()\n' };
    const env = envPy({ top: 'from conf import Config\nsettings = Config()\n' });
    expect(opened(env, files)).toContain('does something here');
    expect(opened(env, { 'conf.py': 'class Config:\n    a = 1\n' })).toBe('sqlite:///of_ini.db');
    const constant = envPy({
      top: 'from conf import URL\nconfig.set_main_option("sqlalchemy.url", URL)\nimport late\n',
    });
    const conf = { 'conf.py': 'URL = "sqlite:///d"\n' };
    expect(opened(constant, { ...conf, 'late.py': '' })).toBe('sqlite:///d');
    expect(opened(constant, { ...conf, 'late.py': 'import conf\nconf.URL = "sqlite:///x"\n' })).toContain('may change');
  });

  it('knows what `load_dotenv()` reads first', () => {
    const first = 'from dotenv import load_dotenv\nload_dotenv()\n';
    const env = first + override('os.environ["URL"]');
    expect(opened(env, { '.env': 'URL=sqlite:///of_file.db\n' })).toBe('sqlite:///of_file.db');
    expect(opened(env, { '.env': 'URL=a\n', 'migrations/.env': 'URL=sqlite:///nearer.db' })).toBe(
      'sqlite:///nearer.db',
    );
    expect(
      opened(env, { '.env': 'URL=sqlite:///of_file.db\n' }, { ...VARIABLES, URL: 'sqlite:///set.db' } as never),
    ).toBe('sqlite:///set.db');
    for (const [text, files] of [
      [env, { '.env': 'A=b\nURL=sqlite:///${A}\n' }],
      [env, { '.env': 'PGHOST=elsewhere\nURL=postgresql:///d\n' }],
      [env.replace('load_dotenv()', 'load_dotenv(override=True)'), { '.env': 'URL=sqlite:///x\n' }],
      [`from app import x\n${env}`, { '.env': 'URL=sqlite:///x\n', 'app.py': 'x = 1\n' }],
    ] as const) {
      expect(opened(text, files)).toContain('load_dotenv');
    }
  });

  it('knows what a module loads before it reads variables, and what env.py reads after its imports', () => {
    const head = 'import os\nfrom dotenv import load_dotenv\n';
    const database = `${head}load_dotenv()\nURL = os.getenv("URL")\n`;
    const dotEnv = { '.env': 'URL=sqlite:///of_file.db\n' };
    const imported = envPy({ top: 'from database import URL\nconfig.set_main_option("sqlalchemy.url", URL)\n' });
    expect(opened(imported, { ...dotEnv, 'database.py': database })).toBe('sqlite:///of_file.db');
    const after = envPy({ top: 'import database\nconfig.set_main_option("sqlalchemy.url", os.environ["URL"])\n' });
    expect(opened(after, { ...dotEnv, 'database.py': database })).toBe('sqlite:///of_file.db');
    for (const [env, files] of [
      [imported, { 'database.py': database.replace('load_dotenv()', 'load_dotenv(".other")') }],
      [imported, { 'database.py': `${head}URL = os.getenv("URL", "sqlite:///x")\nload_dotenv()\n` }],
      [
        imported,
        { 'database.py': 'import other\nimport os\nURL = os.getenv("URL", "sqlite:///x")\n', 'other.py': database },
      ],
      [
        imported,
        { 'database.py': `from app.other import x\n${database}`, 'app/other.py': database, 'app/.env': 'URL=x' },
      ],
      [
        envPy({
          top: 'url = os.getenv("URL", "sqlite:///x")\nimport database\nconfig.set_main_option("sqlalchemy.url", url)\n',
        }),
        { 'database.py': database },
      ],
    ] as const) {
      expect(opened(env, { ...dotEnv, ...files })).toContain('load_dotenv');
    }
    // What nobody reads may be loaded.
    expect(opened(envPy({ top: 'import database\n' }), { ...dotEnv, 'database.py': database })).toBe(
      'sqlite:///of_ini.db',
    );
  });
});
