import * as vscode from 'vscode';
import { usableSettings } from '../../server/src/protocol/usableSettings';
import { type Look, looksLikeAlembic } from './looksLikeAlembic';
import { SECTION, settingsOf } from './settings';

/** Folders that hold other people's projects. */
const EXCLUDED = '**/{node_modules,.git,.hg,.venv,venv,.tox,.nox,site-packages,__pycache__}/**';
/** So many candidates of a kind are looked at; a workspace with more has an alembic.ini as well. */
const MOST = 200;

const look: Look<vscode.Uri> = {
  find: async (pattern) => vscode.workspace.findFiles(pattern, EXCLUDED, MOST),
  read: async (file) => new TextDecoder().decode(await vscode.workspace.fs.readFile(file)),
  hasSibling: async (file, name) => {
    try {
      await vscode.workspace.fs.stat(vscode.Uri.joinPath(file, '..', name));
      return true;
    } catch {
      return false;
    }
  },
};

async function workspaceHasProject(): Promise<boolean> {
  const folders = vscode.workspace.workspaceFolders?.filter(({ uri }) => uri.scheme === 'file') ?? [];
  if (folders.length === 0) return false;
  const configFiles: string[] = [];
  for (const { uri } of folders) {
    // Any JSON may stand there.
    const settings = usableSettings(settingsOf(uri));
    if (settings.projects.length > 0) return true;
    configFiles.push(...settings.configFiles);
  }
  return looksLikeAlembic(look, configFiles);
}

/** Calls `found` once: now when the workspace holds a project, otherwise as soon as one appears. */
export function whenProjectFound(found: () => void, log: vscode.LogOutputChannel): vscode.Disposable {
  const parts: vscode.Disposable[] = [];
  const stop = vscode.Disposable.from({
    dispose: () => {
      vscode.Disposable.from(...parts).dispose();
    },
  });
  let looking = false;
  let again = false;
  let done = false;
  const check = async (): Promise<void> => {
    again = looking;
    if (looking || done) return;
    looking = true;
    try {
      if (!(await workspaceHasProject())) return;
      done = true;
      stop.dispose();
      found();
    } catch (error) {
      log.error(`Looking for Alembic projects failed: ${String(error)}`);
    } finally {
      looking = false;
      if (again) void check();
    }
  };
  const onChange = (): void => void check();
  // Any configuration file may be one that a setting names, so every ini counts.
  const watcher = vscode.workspace.createFileSystemWatcher(
    '**/{*.ini,env.py,script.py.mako,pyproject.toml}',
    false,
    false,
    true,
  );
  parts.push(
    watcher,
    watcher.onDidCreate(onChange),
    watcher.onDidChange(onChange),
    vscode.workspace.onDidChangeWorkspaceFolders(onChange),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration(SECTION)) onChange();
    }),
  );
  void check();
  return stop;
}
