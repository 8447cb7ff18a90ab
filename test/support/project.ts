import { join } from 'node:path';
import { discoverProjects } from '../../server/src/project/discover';
import { DEFAULT_SETTINGS } from '../../server/src/protocol/settings';
import { loadProject } from '../../server/src/usecases/loadProject';
import type { ProjectSnapshot, ProjectState, RevisionDocument } from '../../server/src/workspace/snapshot';
import { memoryFileSystem } from './memoryFileSystem';

export interface RevisionText {
  readonly id: string;
  /** Python text; None by default. */
  readonly down?: string;
  readonly labels?: string;
  readonly dependsOn?: string;
  readonly message?: string;
}

/** A revision file whose `revision` stands on line 2, `upgrade` on line 8 and `downgrade` on line 12. */
export function revisionText({
  id,
  down = 'None',
  labels = 'None',
  dependsOn = 'None',
  message = '',
}: RevisionText): string {
  return `"""${message}"""

revision = '${id}'
down_revision = ${down}
branch_labels = ${labels}
depends_on = ${dependsOn}


def upgrade():
    op.execute('select 1')


def downgrade():
    op.execute('select 2')
`;
}

export const PROJECT_ROOT = '/project';
export const VERSIONS = join(PROJECT_ROOT, 'migrations', 'versions');

/** A project with these files in its versions folder; names with a leading `/` stand where they say. */
export async function projectOf(files: Readonly<Record<string, string>>): Promise<{
  readonly project: ProjectSnapshot;
  readonly document: (name: string) => RevisionDocument;
}> {
  const placed = Object.entries(files).map(([name, text]) => [
    name.startsWith('/') ? name : join(VERSIONS, name),
    text,
  ]);
  const fs = memoryFileSystem({
    [join(PROJECT_ROOT, 'alembic.ini')]: '[alembic]\nscript_location = %(here)s/migrations\npath_separator = os\n',
    [join(PROJECT_ROOT, 'migrations', 'env.py')]: '',
    ...(Object.fromEntries(placed) as Record<string, string>),
  });
  const { projects } = discoverProjects(fs, [PROJECT_ROOT], DEFAULT_SETTINGS);
  const [config] = projects;
  if (config === undefined) throw new Error('no project was found');
  const project = await loadProject(config, { fs });
  return {
    project,
    document: (name) => {
      const document = project.documents.get(join(VERSIONS, name));
      if (document === undefined) throw new Error(`${name} was not loaded`);
      return document;
    },
  };
}

/** What a reading of the database says whose version table holds `rows`. */
export function databaseAt(...rows: readonly string[]): ProjectState {
  return {
    kind: 'read',
    state: {
      kind: 'known',
      databases: [
        {
          identity: { dialect: 'sqlite', url: 'sqlite:///shop.db', label: 'shop.db', key: 'shop.db' },
          name: null,
          rows,
          versionTableExists: true,
        },
      ],
      source: 'runner',
    },
  };
}
