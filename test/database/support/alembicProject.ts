import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { FILE_START } from '../../../server/src/common/range';
import type { ProjectConfig } from '../../../server/src/project/model';

/** What env.py does around Alembic's usual lines. */
export interface EnvPy {
  /** After the imports, before anything else. */
  readonly start?: string;
  /** Expression for the engine's URL; the configuration's by default. */
  readonly url?: string;
  /** More arguments of `context.configure()`. */
  readonly configure?: string;
  /** In the `with connect()` block, before `context.configure()`. */
  readonly connected?: string;
}

export interface RevisionText {
  readonly id: string;
  readonly down?: string | readonly string[];
  readonly dependsOn?: string;
  readonly upgrade?: string;
  readonly downgrade?: string;
}

/** A project in a temporary folder, as `alembic init` lays it out. */
export class AlembicProject {
  readonly root = realpathSync(mkdtempSync(join(tmpdir(), 'aw-project-')));

  constructor(readonly url: string) {
    this.write(
      'alembic.ini',
      `[alembic]\nscript_location = migrations\nsqlalchemy.url = ${url.replaceAll('%', '%%')}\n`,
    );
    this.env({});
    mkdirSync(join(this.root, 'migrations/versions'));
  }

  write(path: string, text: string): void {
    mkdirSync(dirname(join(this.root, path)), { recursive: true });
    writeFileSync(join(this.root, path), text);
  }

  env({
    start = '',
    url = 'context.config.get_main_option("sqlalchemy.url")',
    configure = '',
    connected = '',
  }: EnvPy): void {
    this.envText(
      [
        'import logging',
        'import sys',
        'from alembic import context',
        'from sqlalchemy import create_engine, pool',
        'logging.basicConfig(level=logging.INFO, format="%(message)s")',
        start,
        `engine = create_engine(${url}, poolclass=pool.NullPool)`,
        'with engine.connect() as connection:',
        ...connected.split('\n').map((line) => `    ${line}`),
        `    context.configure(connection=connection, ${configure})`,
        '    with context.begin_transaction():',
        '        context.run_migrations()',
      ].join('\n'),
    );
  }

  envText(text: string): void {
    this.write('migrations/env.py', `${text}\n`);
  }

  /** By default a revision makes the table `t_<id>`. */
  revision({ id, down, dependsOn, upgrade, downgrade }: RevisionText): void {
    const list = typeof down === 'string' || down === undefined ? [down ?? ''].filter((text) => text !== '') : down;
    const parents = list.map((parent) => JSON.stringify(parent));
    const body = (text: string): string[] => text.split('\n').map((line) => `    ${line}`);
    this.write(
      `migrations/versions/${id}.py`,
      [
        'import sys, time',
        'import sqlalchemy as sa',
        'from alembic import op',
        `revision = ${JSON.stringify(id)}`,
        `down_revision = ${parents.length === 0 ? 'None' : `(${parents.join(', ')},)`}`,
        `depends_on = ${dependsOn === undefined ? 'None' : JSON.stringify(dependsOn)}`,
        'def upgrade():',
        ...body(upgrade ?? `op.create_table("t_${id}", sa.Column("id", sa.Integer, primary_key=True))`),
        'def downgrade():',
        ...body(downgrade ?? `op.drop_table("t_${id}")`),
        '',
      ].join('\n'),
    );
  }

  /** A straight chain of revisions, oldest first. */
  chain(...ids: readonly string[]): void {
    ids.forEach((id, index) => {
      const down = ids[index - 1];
      this.revision(down === undefined ? { id } : { id, down });
    });
  }

  config(changes: Partial<ProjectConfig> = {}): ProjectConfig {
    const ini = join(this.root, 'alembic.ini');
    const scriptLocation = join(this.root, 'migrations');
    return {
      id: ini,
      name: 'project',
      root: this.root,
      source: { ini, section: 'alembic', bare: false },
      workingDirectory: this.root,
      workingDirectoryReason: 'folder of alembic.ini',
      scriptLocation,
      envPy: join(scriptLocation, 'env.py'),
      versionLocations: [join(scriptLocation, 'versions')],
      prependSysPath: [],
      recursive: false,
      sourceless: false,
      fileTemplate: '%(rev)s_%(slug)s',
      truncateSlugLength: 40,
      timezone: null,
      outputEncoding: 'utf-8',
      postWriteHooks: [],
      url: { value: this.url, file: ini, range: FILE_START, key: 'sqlalchemy.url', keyRange: FILE_START },
      versionTableCustomized: false,
      problems: [],
      ...changes,
    };
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}
