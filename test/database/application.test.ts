import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { CommandAnswer, CommandRequest, EngineError } from '../../server/src/engine/engine';
import { oraclePython } from '../oracle/support/venv';
import { AlembicProject } from './support/alembicProject';
import { WatchedEngine } from './support/engines';

const cleanups: (() => void)[] = [];
afterEach(() => {
  for (const cleanup of cleanups.splice(0).reverse()) cleanup();
});

const APP = [
  'from flask import Flask',
  'from flask_migrate import Migrate',
  'from flask_sqlalchemy import SQLAlchemy',
  'db = SQLAlchemy()',
  'class User(db.Model):',
  '    id = db.Column(db.Integer, primary_key=True)',
  'def create_app():',
  '    app = Flask(__name__)',
  '    app.config["SQLALCHEMY_DATABASE_URI"] = "sqlite:///" + __import__("os").path.abspath("shop.db")',
  '    db.init_app(app)',
  '    Migrate(app, db)',
  '    return app',
  '',
].join('\n');

function plainProject(): AlembicProject {
  const made = new AlembicProject('sqlite:///shop.db');
  cleanups.push(() => {
    made.remove();
  });
  made.chain('a');
  return made;
}

/** A project of Flask-Migrate: `flask db init` has made its migrations. */
class FlaskProject {
  readonly project = new AlembicProject('driver://');

  constructor() {
    cleanups.push(() => {
      this.project.remove();
    });
    rmSync(join(this.project.root, 'migrations'), { recursive: true });
    rmSync(join(this.project.root, 'alembic.ini'));
    this.project.write('shop/__init__.py', '');
    this.project.write('shop/app.py', APP);
    this.flask('init');
  }

  /** `flask db …`; its answer. */
  flask(...args: readonly string[]): string {
    return execFileSync(oraclePython(), ['-m', 'flask', '--app', 'shop.app:create_app', 'db', ...args], {
      cwd: this.project.root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  }

  engine(loader?: string): WatchedEngine {
    const ini = join(this.project.root, 'migrations/alembic.ini');
    const config = this.project.config({ source: { ini, section: 'alembic', bare: true }, url: null });
    return new WatchedEngine(this.project, { config, ...(loader !== undefined && { loader }) });
  }
}

async function answer(engine: WatchedEngine, kind: CommandRequest['kind'], ...args: string[]): Promise<CommandAnswer> {
  const result = await engine.engine.command({ kind, arguments: args }, engine.listener, new AbortController().signal);
  if (!result.ok) throw new Error(`${result.error.message}\n${result.error.details ?? ''}`);
  return result.value;
}

async function failure(engine: WatchedEngine): Promise<EngineError> {
  const result = await engine.identify();
  if (result.ok) throw new Error('it did not fail');
  return result.error;
}

describe('a project of Flask-Migrate', () => {
  it('is identified, compared, upgraded, read and downgraded inside its application', async () => {
    const made = new FlaskProject();
    const engine = made.engine('shop.app:create_app');
    expect((await engine.database()).identity.key).toBe(`sqlite:${join(made.project.root, 'shop.db')}`);
    const { files } = await answer(engine, 'files', 'revision', '--autogenerate', '-m', 'users', '--rev-id', 'u1');
    expect(files).toEqual([join(made.project.root, 'migrations/versions/u1_users.py')]);
    expect(readFileSync(files[0] ?? '', 'utf8')).toContain("op.create_table('user'");
    expect((await engine.run('upgrade', 'head', ['u1'])).error).toBeNull();
    expect((await answer(engine, 'read', 'current')).text).toBe(made.flask('current'));
    expect((await answer(engine, 'read', 'current')).text).toBe('u1 (head)\n');
    expect((await answer(engine, 'offline', 'downgrade', 'u1:base', '--sql')).text).toBe(
      made.flask('downgrade', 'u1:base', '--sql'),
    );
    expect((await engine.run('downgrade', 'base', ['u1'])).error).toBeNull();
    expect((await engine.database()).rows).toEqual([]);
  });

  it('honours what the application does to the configuration', async () => {
    const made = new FlaskProject();
    made.project.write(
      'shop/app.py',
      APP.replace(
        '    Migrate(app, db)',
        [
          '    migrate = Migrate(app, db)',
          '    @migrate.configure',
          '    def configure(config):',
          '        config.set_main_option("file_template", "own_%%(rev)s")',
          '        return config',
        ].join('\n'),
      ),
    );
    await answer(made.engine('shop.app:create_app'), 'files', 'revision', '--rev-id', 'r1');
    expect(readdirSync(join(made.project.root, 'migrations/versions'))).toContain('own_r1.py');
  });

  it('without a loader is told that it needs one', async () => {
    const error = await failure(new FlaskProject().engine());
    expect(error).toMatchObject({
      code: 'unsupported',
      message: expect.stringContaining('alembicWorkbench.python.applicationLoader') as unknown,
    });
  });
});

describe('a loader', () => {
  it.each([
    ['may be an application', 'settings:app'],
    ['may be an attribute of an object', 'settings:holder.app'],
    ['may be a function that makes a context', 'settings:entered'],
    ['may be a context manager', 'settings:context'],
  ])('%s', async (_, loader) => {
    const made = plainProject();
    made.write(
      'settings.py',
      [
        'import contextlib, types',
        'inside = []',
        '@contextlib.contextmanager',
        'def entered():',
        '    inside.append(1)',
        '    yield',
        '    inside.clear()',
        'context = entered()',
        'class App:',
        '    def __call__(self, environ, start_response): raise RuntimeError("called")',
        '    def app_context(self): return entered()',
        'app = App()',
        'holder = types.SimpleNamespace(app=app)',
      ].join('\n'),
    );
    made.env({ start: 'import settings\nassert settings.inside' });
    expect((await new WatchedEngine(made, { loader }).database()).rows).toEqual([]);
  });

  it.each<[string, RegExp]>([
    ['shop.app:create', /is not right: the module shop\.app has no create\./],
    ['shop.app', /is not right: 'shop\.app' is not of the form module:attribute\./],
    ['shop.web:create_app', /cannot be followed from .*: ModuleNotFoundError: No module named 'shop\.web'/],
    ['shop.app:APP_NAME', /has no APP_NAME/],
    ['shop.app:__name__', /neither an application nor a function/],
    ['os:getcwd', /os:getcwd\(\) gave a str, which has no application context/],
    ['shop.broken:create_app', /application named in .* failed: KeyError: 'SECRET'/],
  ])('%s is told what is wrong with it', async (loader, message) => {
    const made = plainProject();
    made.write('shop/__init__.py', '');
    made.write('shop/app.py', 'def create_app():\n    return object()\n');
    made.write('shop/broken.py', 'def create_app():\n    return {}["SECRET"]\n');
    expect((await failure(new WatchedEngine(made, { loader }))).message).toMatch(message);
  });
});
