import { basename, relative } from 'node:path';
import { groupBy } from '../common/collections';
import type { ProjectSource } from './model';

/** What a name is made of. */
export interface Named {
  /** The innermost workspace folder around the project. */
  readonly workspaceFolder: string;
  /** Folder of the configuration file, or of env.py. */
  readonly root: string;
  readonly source: ProjectSource;
}

/**
 * Short names, each unique: the folder below the workspace folder (the workspace folder's own name at its top), with the
 * section unless it is `alembic`, then as much more as is needed to tell them apart.
 */
export function projectNames(projects: readonly Named[]): readonly string[] {
  let names = projects.map(plainName);
  for (const longer of [withFile, withWorkspaceFolder, withRoot]) {
    const counts = groupBy(names, (name) => name);
    names = names.map((name, index) => {
      const project = projects[index];
      return project !== undefined && (counts.get(name)?.length ?? 0) > 1 ? longer(project) : name;
    });
  }
  return names;
}

function folderName({ workspaceFolder, root }: Named): string {
  return relative(workspaceFolder, root).replaceAll('\\', '/') || basename(root) || root;
}

function withSection(name: string, { source: { section } }: Named): string {
  return section === 'alembic' ? name : `${name} [${section}]`;
}

function plainName(project: Named): string {
  return withSection(folderName(project), project);
}

function fileName({ source: { ini, toml } }: Named): string {
  const file = ini ?? toml;
  return file === undefined ? '' : `/${basename(file)}`;
}

function withFile(project: Named): string {
  return withSection(`${folderName(project)}${fileName(project)}`, project);
}

function withWorkspaceFolder(project: Named): string {
  const { workspaceFolder, root } = project;
  const below = relative(workspaceFolder, root).replaceAll('\\', '/');
  return withSection(`${basename(workspaceFolder)}${below && '/'}${below}${fileName(project)}`, project);
}

function withRoot(project: Named): string {
  return withSection(`${project.root}${fileName(project)}`, project);
}
