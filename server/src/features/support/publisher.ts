import type { Connection } from 'vscode-languageserver';
import { pathToUri } from '../../common/fileUri';
import type { Problem } from '../../common/problem';
import { ProjectsChanged } from '../../protocol/requests';
import type { Session } from '../../usecases/session';
import type { Snapshot } from '../../workspace/snapshot';
import { diagnosticsChanges, problemsByFile } from './diagnosticsChanges';
import { notify0 } from './wire';

/** Tells the editor what changed since it was told last: diagnostics of files, the projects, the lenses. */
export class Publisher {
  #shown: ReadonlyMap<string, readonly Problem[]> = new Map();
  #told: Snapshot | null = null;

  constructor(
    private readonly connection: Connection,
    private readonly refreshLenses: () => void,
  ) {}

  publish(session: Session): void {
    const { snapshot } = session;
    const problems = problemsByFile(session.allProblems());
    const changes = diagnosticsChanges(this.#shown, problems);
    this.#shown = problems;
    for (const { file, diagnostics } of changes) {
      const version = snapshot.open.get(file)?.version;
      void this.connection.sendDiagnostics({
        uri: pathToUri(file),
        diagnostics: [...diagnostics],
        ...(version !== undefined && { version }),
      });
    }
    const moved = this.#told === null || !sameProjects(this.#told, snapshot);
    this.#told = snapshot;
    if (moved) this.refreshLenses();
    if (moved || changes.length > 0) notify0(this.connection, ProjectsChanged);
  }
}

/** Whether tree and lenses of other files would look the same: text inside functions changes neither. */
function sameProjects(a: Snapshot, b: Snapshot): boolean {
  return (
    a.states === b.states &&
    a.projects.length === b.projects.length &&
    a.projects.every((project, index) => {
      const other = b.projects[index];
      return project.config === other?.config && project.chain === other.chain;
    })
  );
}
