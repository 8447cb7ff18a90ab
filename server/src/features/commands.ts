import type { Connection } from 'vscode-languageserver';
import { pathToUri, uriToPath } from '../common/fileUri';
import type { FileSystem } from '../common/fileSystem';
import {
  FillEnvironment,
  FindMetadata,
  InitProject,
  ListTemplates,
  NextRevisionId,
  RunCommandRequest,
} from '../protocol/commands';
import type { Failure } from '../protocol/data';
import { fillEnvironment } from '../usecases/commands/fillEnvironment';
import { findMetadata } from '../usecases/commands/findMetadata';
import { initCommand, listTemplates, runInFolder } from '../usecases/commands/initProject';
import { nextRevisionId } from '../usecases/commands/numberedRevisions';
import { runCommand } from '../usecases/commands/runCommand';
import type { EngineContext } from '../usecases/engineContext';
import { failed, failureOf, PROJECT_GONE } from '../usecases/failures';
import type { ProjectSnapshot } from '../workspace/snapshot';
import { guard } from './support/guard';
import { needed } from './support/needed';
import { onRequest } from './support/wire';

/** What the commands need of the editor's session. */
export interface CommandsHost {
  readonly fs: FileSystem;
  project(id: string): ProjectSnapshot | undefined;
  context(project: ProjectSnapshot): EngineContext;
  /** How Python is reached for a folder that is no project yet. */
  folderContext(folder: string): EngineContext;
  /** A file as the editor shows it; null when there is none. */
  readText(path: string): string | null;
  /** The files of a project whose buffers are not saved: what the project's own Alembic does not see. */
  unsaved(project: ProjectSnapshot): readonly string[];
}

/** The requests for Alembic's commands that write to no database. What is expected to fail is an answer, not an error. */
export function registerCommands(
  connection: Connection,
  get: () => CommandsHost | null,
  log: (message: string) => void,
): void {
  const host = needed(get);
  onRequest(
    connection,
    RunCommandRequest,
    guard(
      'a command',
      async ({ projectId, arguments: args }, signal) => {
        const session = host();
        const project = session.project(projectId);
        if (project === undefined) return failed(PROJECT_GONE);
        const answer = await runCommand(project, args, {
          engine: session.context(project),
          fs: session.fs,
          signal,
          unsaved: session.unsaved(project),
        });
        if (!answer.ok) return failed(failureOf(answer.error));
        return { ok: true, result: { ...answer.value, files: answer.value.files.map(pathToUri) } };
      },
      log,
    ),
  );
  onRequest(
    connection,
    ListTemplates,
    guard(
      'the templates',
      async ({ folderUri }, signal) => {
        const folder = uriToPath(folderUri);
        if (folder === null) return failed(NO_FOLDER);
        const templates = await listTemplates({ folder }, host().folderContext(folder), signal);
        return templates.ok ? { ok: true, templates: templates.value } : failed(failureOf(templates.error));
      },
      log,
    ),
  );
  onRequest(
    connection,
    InitProject,
    guard(
      'init',
      async ({ folderUri, ...choices }, signal) => {
        const folder = uriToPath(folderUri);
        if (folder === null) return failed(NO_FOLDER);
        const context = host().folderContext(folder);
        const answer = await runInFolder({ folder }, initCommand(choices), context, signal);
        return answer.ok ? { ok: true, files: answer.value.files.map(pathToUri) } : failed(failureOf(answer.error));
      },
      log,
    ),
  );
  onRequest(
    connection,
    FillEnvironment,
    guard(
      'filling in env.py',
      ({ envUri, choices }) => {
        const path = uriToPath(envUri);
        const text = path === null ? null : host().readText(path);
        if (text === null)
          return failed({ code: 'fileGone', message: `There is no file ${path ?? envUri} to fill in.` });
        const filled = fillEnvironment(text, choices);
        return filled.ok
          ? { ok: true, text: filled.value }
          : failed({ code: 'unexpectedEnvironment', message: filled.error });
      },
      log,
    ),
  );
  onRequest(
    connection,
    FindMetadata,
    guard(
      'looking for metadata',
      ({ folderUri }, signal) => {
        const folder = uriToPath(folderUri);
        return folder === null ? [] : findMetadata(host().fs, folder, signal);
      },
      log,
    ),
  );
  onRequest(
    connection,
    NextRevisionId,
    guard(
      'the next revision id',
      ({ projectId }) => {
        const project = host().project(projectId);
        return project === undefined ? null : nextRevisionId(project);
      },
      log,
    ),
  );
}

const NO_FOLDER: Failure = { code: 'noFolder', message: 'This folder is not on this machine’s disk.' };
