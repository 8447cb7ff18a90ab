import type { Connection } from 'vscode-languageserver';
import { ListVersionPaths, ResolveIdentifier } from '../protocol/commands';
import { ListProjects, ListRevisions, LocateUpgrade, RefreshFiles } from '../protocol/requests';
import type { Session } from '../usecases/session';
import type { TargetChoice } from '../usecases/targets/targetChoice';
import { locateUpgrade } from './support/locateUpgrade';
import { projectInfo } from './support/projectInfo';
import { resolveIdentifier } from './support/resolveIdentifier';
import { revisionRows } from './support/revisionRows';
import { guard } from './support/guard';
import { inProjects } from './support/inProjects';
import { onRequest, onRequest0 } from './support/wire';

export interface ProjectsHost {
  readonly session: Session;
  readonly choice: TargetChoice;
}

/** The requests about what projects and revisions there are; before initialization there are none. */
export function registerProjects(
  connection: Connection,
  get: () => ProjectsHost | null,
  log: (message: string) => void,
): void {
  const on = <Params, Answer>(
    name: string,
    answer: (host: ProjectsHost, params: Params) => Answer | Promise<Answer>,
    nothing: Answer,
  ): ReturnType<typeof guard<Params, Answer>> =>
    guard(
      name,
      (params: Params) => {
        const host = get();
        return host === null ? nothing : answer(host, params);
      },
      log,
    );
  onRequest0(
    connection,
    ListProjects,
    on(
      'projects',
      ({ session, choice }) =>
        session.snapshot.projects.map((project) =>
          projectInfo(
            project,
            session.snapshot.states.get(project.config.id),
            [...session.problems(project).values()].flat(),
            choice.names(project),
          ),
        ),
      [],
    ),
  );
  onRequest(
    connection,
    ListRevisions,
    on(
      'revisions',
      ({ session }, { projectId }) => {
        const project = session.project(projectId);
        if (project === undefined) return [];
        return revisionRows(project, session.snapshot.states.get(projectId), session.problems(project));
      },
      [],
    ),
  );
  onRequest(
    connection,
    ResolveIdentifier,
    on(
      'an identifier',
      ({ session }, { projectId, ...question }) => {
        const project = session.project(projectId);
        return project === undefined
          ? null
          : resolveIdentifier(project, session.snapshot.states.get(projectId), question);
      },
      null,
    ),
  );
  onRequest(
    connection,
    ListVersionPaths,
    on('version paths', ({ session }, { projectId }) => session.project(projectId)?.config.versionLocations ?? [], []),
  );
  onRequest0(
    connection,
    RefreshFiles,
    on('looking at the disk', ({ session }) => session.refresh().then(() => null), null),
  );
  onRequest(
    connection,
    LocateUpgrade,
    on(
      'the line of upgrade',
      ({ session }, { uri }) =>
        inProjects(session.snapshot, uri).flatMap(({ document }) => locateUpgrade(document) ?? [])[0] ?? null,
      null,
    ),
  );
}
