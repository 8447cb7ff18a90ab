import { describe, expect, it } from 'vitest';
import { discoverProjects } from '../../../../server/src/project/discover';
import { DEFAULT_SETTINGS } from '../../../../server/src/protocol/settings';
import { NO_OPTIONS } from '../../../../server/src/engine/environmentOptions';
import { guessDatabase } from '../../../../server/src/usecases/guesses/guess';
import type { GuessQuestion } from '../../../../server/src/usecases/guesses/source';
import { memoryFileSystem } from '../../../support/memoryFileSystem';

const START =
  'import os\nfrom alembic import context\nfrom sqlalchemy import create_engine, engine_from_config\nconfig = context.config\n';
const CONFIGURE = 'context.configure(connection=connection)\n';
const BY_INI = `${START}engine = engine_from_config(config.get_section(config.config_ini_section))\n${CONFIGURE}`;
const BY_VARIABLE = `${START}engine = create_engine(os.environ["DATABASE_URL"])\n${CONFIGURE}`;

interface Situation extends Partial<GuessQuestion> {
  readonly env?: string;
  readonly url?: string;
  readonly files?: Readonly<Record<string, string>>;
}

function guess({ env = BY_INI, url = 'sqlite:///shop.db', files = {}, ...question }: Situation): unknown {
  const fs = memoryFileSystem({
    '/work/alembic.ini': `[alembic]\nscript_location = %(here)s/migrations\npath_separator = os\nsqlalchemy.url = ${url}\n[other]\nsqlalchemy.url = sqlite:///other.db\n`,
    '/work/migrations/env.py': env,
    '/work/migrations/versions/a.py': '',
    ...files,
  });
  const [config] = discoverProjects(fs, ['/work'], DEFAULT_SETTINGS).projects;
  if (config === undefined) throw new Error('no project was found');
  const found = guessDatabase({
    fs,
    config,
    options: NO_OPTIONS,
    workspaceFolder: '/work',
    environment: {},
    setting: '',
    secret: null,
    ...question,
  });
  return found?.kind === 'database' ? `${found.url} (${found.origin})` : (found?.message ?? null);
}

describe('guessDatabase', () => {
  it('believes the setting, then secret storage, then what env.py visibly does, then the configuration', () => {
    const env = BY_VARIABLE;
    const environment = { DATABASE_URL: 'sqlite:///variable.db' };
    const secret = 'sqlite:///secret.db';
    const setting = 'sqlite:///setting.db';
    expect(guess({ env, environment, secret, setting })).toBe('sqlite:///setting.db (setting)');
    expect(guess({ env, environment, secret })).toBe('sqlite:///secret.db (secret storage)');
    expect(guess({ env, environment })).toBe('sqlite:///variable.db (env.py as it reads)');
    expect(guess({ environment })).toBe('sqlite:///shop.db (alembic.ini)');
  });

  it('finds variables in .env, those of the process and of the target before it', () => {
    const files = { '/work/.env': 'DATABASE_URL="sqlite:///dotenv.db"\n' };
    expect(guess({ env: BY_VARIABLE, files })).toBe('sqlite:///dotenv.db (env.py as it reads)');
    const environment = { DATABASE_URL: 'sqlite:///process.db' };
    expect(guess({ env: BY_VARIABLE, files, environment })).toBe('sqlite:///process.db (env.py as it reads)');
    const options = { ...NO_OPTIONS, target: 'a', variables: { DATABASE_URL: 'sqlite:///target.db' } };
    expect(guess({ env: BY_VARIABLE, files, environment, options })).toBe('sqlite:///target.db (env.py as it reads)');
  });

  it('does not believe the configuration where env.py takes the URL from something unknown', () => {
    const env = BY_INI.replace('engine =', 'config.set_main_option("sqlalchemy.url", settings.URL)\nengine =');
    expect(guess({ env })).toMatch(/cannot be seen/);
    expect(guess({ env: BY_VARIABLE })).toMatch(/cannot be seen/);
  });

  it('never tries the placeholder of `alembic init`, and refuses a password in the settings', () => {
    expect(guess({ url: 'driver://user:pass@localhost/dbname' })).toBeNull();
    expect(guess({ setting: 'postgresql://app:secret@db/shop' })).toMatch(/holds a password, so it is not used/);
    expect(guess({ setting: 'nonsense' })).toMatch(/no URL/);
    expect(guess({ setting: 'postgresql://app@db/shop' })).toBe('postgresql://app@db/shop (setting)');
  });

  it('speaks of a target only by what belongs to it', () => {
    const options = { ...NO_OPTIONS, target: 'a', section: 'other' };
    expect(guess({ options, setting: 'sqlite:///setting.db' })).toBe('sqlite:///other.db (alembic.ini)');
  });

  it('says nothing where it is not known in which table the versions are', () => {
    expect(guess({ env: BY_INI.replace('connection=connection', 'version_table=NAME') })).toBeNull();
    expect(guess({ env: START })).toBeNull();
  });
});
