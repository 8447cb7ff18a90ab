import type { Connection } from 'vscode-languageserver';
import type { FileSystem } from '../common/fileSystem';
import { FindLostRevision } from '../protocol/lostRevisions';
import type { EngineContext } from '../usecases/engineContext';
import { failed, failureOf, PROJECT_GONE } from '../usecases/failures';
import { findLostRevision } from '../usecases/lostRevision/findLostRevision';
import type { ProjectSnapshot } from '../workspace/snapshot';
import { guard } from './support/guard';
import { needed } from './support/needed';
import { onRequest } from './support/wire';

/** What the search needs of the editor's session. */
export interface LostRevisionsHost {
  readonly fs: FileSystem;
  project(id: string): ProjectSnapshot | undefined;
  context(project: ProjectSnapshot): EngineContext;
}

/** The search for revisions that the database knows and no file has. */
export function registerLostRevisions(
  connection: Connection,
  get: () => LostRevisionsHost | null,
  log: (message: string) => void,
): void {
  const host = needed(get);
  onRequest(
    connection,
    FindLostRevision,
    guard(
      'searching git history',
      async ({ projectId, id }, signal) => {
        const session = host();
        const project = session.project(projectId);
        if (project === undefined) return failed(PROJECT_GONE);
        const found = await findLostRevision(project.config, id, session.fs, session.context(project), signal);
        return found.ok ? { ok: true, revision: found.value } : failed(failureOf(found.error));
      },
      log,
    ),
  );
}
