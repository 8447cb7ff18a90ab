import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { nodeFileSystem } from '../../../server/src/common/nodeFileSystem';
import { NO_OPTIONS } from '../../../server/src/engine/environmentOptions';
import type { WrittenRevision } from '../../../server/src/engine/alembic/comparison';
import type { EngineResult } from '../../../server/src/engine/engine';
import type { PreviewFile, ReviewRow } from '../../../server/src/protocol/autogenerate';
import type { RevisionOptions } from '../../../server/src/protocol/commandWords';
import { discoverProjects } from '../../../server/src/project/discover';
import type { ProjectConfig } from '../../../server/src/project/model';
import { DEFAULT_SETTINGS, type PythonSettings } from '../../../server/src/protocol/settings';
import {
  compareForReview,
  previewFiles,
  type ReviewedModels,
  writeReviewedModels,
} from '../../../server/src/usecases/autogenerate/autogenerate';
import type { EngineContext } from '../../../server/src/usecases/engineContext';
import { loadProject } from '../../../server/src/usecases/loadProject';
import type { ProjectSnapshot } from '../../../server/src/workspace/snapshot';
import { oraclePython } from '../../oracle/support/venv';
import { repositoryRoot } from '../../support/repository';
import { AlembicProject, type EnvPy } from './alembicProject';
import { engineHost } from './engines';

/** The template of `alembic init`, made shorter. */
const TEMPLATE = `"""\${message}

Revision ID: \${up_revision}
Revises: \${down_revision | comma,n}
Create Date: \${create_date}

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa
\${imports if imports else ""}

revision: str = \${repr(up_revision)}
down_revision: Union[str, Sequence[str], None] = \${repr(down_revision)}
branch_labels: Union[str, Sequence[str], None] = \${repr(branch_labels)}
depends_on: Union[str, Sequence[str], None] = \${repr(depends_on)}


def upgrade() -> None:
    \${upgrades if upgrades else "pass"}


def downgrade() -> None:
    \${downgrades if downgrades else "pass"}
`;
import { NO_MIGRATION } from '../../support/noMigration';

const NEVER = new AbortController().signal;

/** A project on disk. */
interface ProjectFolder {
  readonly root: string;
  config(): ProjectConfig;
  remove(): void;
}

/** A project of ours, its autogenerate by our use cases, and the same by the real `alembic`. */
export class ReviewBench<P extends ProjectFolder = ProjectFolder> {
  readonly output: string[] = [];
  readonly read: string[] = [];
  /** Decides in which order Alembic goes through its sets. */
  seed = '1';

  constructor(
    readonly project: P,
    readonly python: string = oraclePython(),
    private readonly pythonSettings: Partial<PythonSettings> = {},
  ) {}

  /** Runs the real `alembic`. */
  alembic(...words: readonly string[]): string {
    return execFileSync(join(dirname(this.python), 'alembic'), words, {
      cwd: this.project.root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1' },
    });
  }

  snapshot(): Promise<ProjectSnapshot> {
    return loadProject(this.project.config(), { fs: nodeFileSystem });
  }

  get context(): EngineContext {
    return {
      host: engineHost({ PYTHONDONTWRITEBYTECODE: '1', PYTHONHASHSEED: this.seed }),
      runner: {
        ...NO_MIGRATION,
        request: () => {
          throw new Error('a comparison asks env.py, not our drivers');
        },
      },
      trusted: true,
      python: { ...DEFAULT_SETTINGS.python, interpreter: this.python, ...this.pythonSettings },
      options: NO_OPTIONS,
      workspaceFolder: this.project.root,
      output: (text) => this.output.push(text),
    };
  }

  readonly #reading = (table: string): void => {
    this.read.push(table);
  };

  async tryCompare(
    options: RevisionOptions = {},
    signal = NEVER,
    check = false,
  ): Promise<EngineResult<ReviewedModels>> {
    return compareForReview(
      await this.snapshot(),
      { message: 'a change', ...options },
      this.context,
      this.#reading,
      signal,
      check,
    );
  }

  async compare(options: RevisionOptions = {}): Promise<ReviewedModels> {
    const found = await this.tryCompare(options);
    if (found.ok) return found.value;
    throw new Error(`${found.error.code}: ${found.error.message}\n${found.error.details ?? ''}`);
  }

  async preview(models: ReviewedModels, keep: readonly string[]): Promise<readonly PreviewFile[]> {
    return previewFiles(models, await this.snapshot(), new Set(keep));
  }

  async tryWrite(models: ReviewedModels, keep: readonly string[]): Promise<WrittenRevision> {
    return writeReviewedModels(await this.snapshot(), models, keep, this.context, this.#reading, NEVER);
  }

  /** Writes, and gives the texts of the files without the moment they were made. */
  async write(models: ReviewedModels, keep: readonly string[]): Promise<readonly string[]> {
    const { files, error } = await this.tryWrite(models, keep);
    if (error !== null) throw new Error(`${error.code}: ${error.message}\n${error.details ?? ''}`);
    return files.map((file) => undated(readFileSync(file, 'utf8')));
  }

  /** What the real `alembic revision --autogenerate` writes in the place of a review. */
  byAlembic(models: ReviewedModels): readonly string[] {
    const copy = `${this.project.root}-by-alembic`;
    const [versions = ''] = this.project.config().versionLocations;
    rmSync(copy, { recursive: true, force: true });
    mkdirSync(copy);
    cpSync(versions, copy, { recursive: true });
    try {
      const printed = this.alembic('revision', '--autogenerate', ...models.options, ...idOf(models));
      const files = [...printed.matchAll(/Generating ([\s\S]*?\.py)\s+\.\.\./g)];
      return files.map(([, path = '']) => undated(readFileSync(path.replace(/\s*\n\s*/g, ''), 'utf8')));
    } finally {
      rmSync(versions, { recursive: true });
      cpSync(copy, versions, { recursive: true });
      rmSync(copy, { recursive: true });
    }
  }

  remove(): void {
    this.project.remove();
  }
}

/** A copy of one of test/projects. */
export function copiedProject(name: string): ProjectFolder & { write(path: string, text: string): void } {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'aw-copy-')));
  cpSync(join(repositoryRoot, 'test/projects', name), root, { recursive: true });
  return {
    root,
    config() {
      const [config] = discoverProjects(nodeFileSystem, [root], DEFAULT_SETTINGS).projects;
      if (config === undefined) throw new Error(`test/projects/${name} is no project`);
      return config;
    },
    write(path, text) {
      writeFileSync(join(root, path), text);
    },
    remove() {
      rmSync(root, { recursive: true, force: true });
    },
  };
}

/** A project whose models are in models.py. */
export class ModelsBench extends ReviewBench<AlembicProject> {
  constructor(url: string, python?: string) {
    super(new AlembicProject(url), python);
    this.project.write('migrations/script.py.mako', TEMPLATE);
    this.project.write(
      'alembic.ini',
      [
        '[alembic]',
        'script_location = %(here)s/migrations',
        'prepend_sys_path = .',
        `sqlalchemy.url = ${url.replaceAll('%', '%%')}`,
        '',
      ].join('\n'),
    );
  }

  /** Declares the tables in models.py and has env.py compare with them. */
  models(text: string, env: EnvPy = {}): void {
    this.project.write('models.py', `import sqlalchemy as sa\nmetadata = sa.MetaData()\n${text}\n`);
    this.project.env({
      ...env,
      start: `from models import metadata\n${env.start ?? ''}`,
      configure: `target_metadata=metadata, ${env.configure ?? ''}`,
    });
  }
}

function idOf({ comparison, options }: ReviewedModels): readonly string[] {
  const given = options.some((word) => word.startsWith('--rev-id='));
  return given || comparison.revisionId === null ? [] : [`--rev-id=${comparison.revisionId}`];
}

/** A revision's text without the moment it was made. */
export function undated(text: string): string {
  return text.replace(/^Create Date: .*$/m, 'Create Date: now');
}

export function keysOf(rows: readonly ReviewRow[]): readonly string[] {
  return rows.map(({ key }) => key);
}

/** `order: Create index ix_order_day` */
export function labelsOf(rows: readonly ReviewRow[]): readonly string[] {
  return rows.map(({ group, label }) => `${group}: ${label}`);
}
