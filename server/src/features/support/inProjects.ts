import { uriToPath } from '../../common/fileUri';
import type { ProjectSnapshot, RevisionDocument, Snapshot } from '../../workspace/snapshot';

/** A revision file in one of its projects. */
export interface ProjectFile {
  readonly project: ProjectSnapshot;
  readonly document: RevisionDocument;
}

/** The projects a file is a revision of: usually one. */
export function inProjects({ projects }: Snapshot, uri: string): ProjectFile[] {
  const path = uriToPath(uri);
  if (path === null) return [];
  return projects.flatMap((project) => {
    const document = project.documents.get(path);
    return document === undefined ? [] : [{ project, document }];
  });
}
