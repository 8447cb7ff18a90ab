import { join, resolve } from 'node:path';
import type { Problem } from '../../../server/src/common/problem';
import { configProblems, lintProject, lintSchema, type SeveritySettings } from '../../../server/src/lint/lintProject';
import type { RuleExample } from '../../../server/src/lint/rule';
import { configInput } from '../../../server/src/project/configInput';
import { discoverProjects } from '../../../server/src/project/discover';
import { DEFAULT_SETTINGS } from '../../../server/src/protocol/settings';
import { loadProject } from '../../../server/src/usecases/loadProject';
import { foundContradictions } from '../../../server/src/usecases/schema/foundContradictions';
import { SchemaReplay } from '../../../server/src/usecases/schema/schemaReplay';
import type { ProjectSnapshot } from '../../../server/src/workspace/snapshot';
import { type MemoryEntry, memoryFileSystem } from '../../support/memoryFileSystem';

export const root = resolve('/shop');
export const versions = join(root, 'migrations/versions');

/** The file system an example describes: revision files below the versions folder, configuration beside it. */
export function exampleFiles(example: Pick<RuleExample, 'files'>): Record<string, MemoryEntry> {
  const configured = 'alembic.ini' in example.files || 'pyproject.toml' in example.files;
  const files: Record<string, MemoryEntry> = {
    [versions]: { folder: true },
    [join(root, 'migrations/env.py')]: 'from alembic import context\n',
    ...(configured ? {} : { [join(root, 'alembic.ini')]: '[alembic]\nscript_location = migrations\n' }),
  };
  for (const [name, text] of Object.entries(example.files)) {
    files[name === 'alembic.ini' || name === 'pyproject.toml' ? join(root, name) : join(versions, name)] = text;
  }
  return files;
}

/** Every problem of an example's project, as the editor would show them, in the order of the files; `others` are beside its files. */
export async function lintExample(
  example: Pick<RuleExample, 'files'>,
  settings: SeveritySettings = {},
  others: Readonly<Record<string, MemoryEntry>> = {},
): Promise<readonly Problem[]> {
  const fs = memoryFileSystem({ ...exampleFiles(example), ...others });
  const { projects, problems } = discoverProjects(fs, [root], DEFAULT_SETTINGS);
  const found: Problem[] = [...problems];
  for (const config of projects) {
    const project = await loadProject(config, { fs });
    const input = configInput(fs, config);
    const ofConfig = input === null ? null : configProblems(input);
    const ofSchema = schemaProblems(project);
    for (const list of lintProject(project, ofConfig, settings, undefined, ofSchema).values()) found.push(...list);
  }
  return found.toSorted((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : 0));
}

/** What the schema of a project for PostgreSQL shows. */
function schemaProblems(project: ProjectSnapshot): readonly Problem[] {
  const context = { dialect: 'postgresql', mode: 'online', sqlalchemy: '2.0', naming: null } as const;
  const replayed =
    new SchemaReplay({ context, readModule: () => undefined, engine: null }).upTo(project, 'heads') ?? [];
  return [...foundContradictions(replayed)].flatMap(([file, { contradictions }]) =>
    lintSchema({ file, contradictions }),
  );
}
