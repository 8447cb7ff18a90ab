import * as vscode from 'vscode';
import { ViewOpened } from '../../../server/src/protocol/requests';
import { stateWords } from '../projectText';
import type { Parts } from '../parts';
import type { LanguageServer } from '../languageServer';
import type { TreeNode } from './nodes';
import { RevisionsProvider } from './revisionsProvider';

/** Id of the view in package.json. */
export const REVISIONS_VIEW = 'alembicWorkbench.revisions';

/** Milliseconds after the last keystroke before what the revision does is listed again. */
const TYPING_PAUSE = 400;

/** What others may ask of the tree. */
export interface RevisionsView {
  /** Says that projects are being read, until the server has listed them or did not come up. */
  waitFor(server: LanguageServer): void;
  /** Whether the user sees it. */
  isInSight(): boolean;
  /** Selects a revision in the tree; false when there is no such revision. */
  reveal(projectId: string, id: string): Promise<boolean>;
  /** Selects the revision of a file that was just written, once it is listed; without taking the focus. */
  selectFile(path: string): void;
}

/** The tree of revisions in the activity bar, with the number of pending ones on its icon. */
export function registerRevisionsView({ context, server, projects }: Parts): RevisionsView {
  const provider = new RevisionsProvider(projects);
  const view = vscode.window.createTreeView<TreeNode>(REVISIONS_VIEW, {
    treeDataProvider: provider,
    showCollapseAll: true,
  });
  /** Path of a new file that is not listed yet. */
  let awaited: string | undefined;
  const selectAwaited = async (): Promise<void> => {
    const path = awaited;
    if (path === undefined || !view.visible) return;
    for (const { id: projectId } of projects.list) {
      const row = (await projects.rows(projectId)).find(({ uri }) => vscode.Uri.parse(uri).fsPath === path);
      const node = row && (await provider.revision(projectId, row.id));
      if (node === undefined || awaited !== path) continue;
      awaited = undefined;
      await view.reveal(node, { select: true, focus: false });
    }
  };
  const tellOpened = async (): Promise<void> => {
    if (!view.visible) return;
    await (await server.client)?.sendNotification(ViewOpened);
  };
  // Each file has a pause of its own: SQL that is shown beside a revision changes while that is typed.
  const typing = new Map<string, NodeJS.Timeout>();
  const followTyping = ({ document, contentChanges }: vscode.TextDocumentChangeEvent): void => {
    if (contentChanges.length === 0) return;
    const uri = document.uri.toString();
    clearTimeout(typing.get(uri));
    const paused = (): void => {
      typing.delete(uri);
      provider.fileChanged(uri);
    };
    typing.set(uri, setTimeout(paused, TYPING_PAUSE));
  };
  let told = false;
  const show = (): void => {
    // The view may have been open before the server was there to be told.
    if (!told && projects.list.length > 0) {
      told = true;
      void tellOpened();
    }
    provider.refresh();
    view.badge = badge(projects.list);
    setContext('reading', false);
    setContext('hasProjects', projects.list.length > 0);
    setContext(
      'hasTargets',
      projects.list.some(({ targets }) => targets !== undefined),
    );
    setContext(
      'hasUnknownRows',
      projects.list.some(({ state }) => state.kind === 'known' && state.unknownRows.length > 0),
    );
    void selectAwaited();
  };
  context.subscriptions.push(
    view,
    view.onDidChangeVisibility(tellOpened),
    projects.onDidChange(show),
    vscode.workspace.onDidChangeTextDocument(followTyping),
    server.onDidStart(() => {
      told = false;
    }),
  );
  return {
    waitFor(started) {
      setContext('reading', true);
      void started.client.then((client) => {
        if (client === undefined) setContext('reading', false);
      });
    },
    isInSight: () => view.visible,
    selectFile(path) {
      awaited = path;
      void selectAwaited();
    },
    async reveal(projectId, id) {
      const node = await provider.revision(projectId, id);
      if (node === undefined) return false;
      await view.reveal(node, { select: true, focus: true });
      return true;
    },
  };
}

/** A context key that welcome content and menus of package.json ask for. */
function setContext(key: 'reading' | 'hasProjects' | 'hasTargets' | 'hasUnknownRows', value: boolean): void {
  void vscode.commands.executeCommand('setContext', `alembicWorkbench.${key}`, value);
}

function badge(projects: Parts['projects']['list']): vscode.ViewBadge | undefined {
  const pending = projects.filter(({ state }) => state.kind === 'known' && state.pendingCount > 0);
  const value = pending.reduce((sum, { state }) => sum + (state.kind === 'known' ? state.pendingCount : 0), 0);
  if (value === 0) return undefined;
  const tooltip =
    projects.length === 1
      ? `${value} pending ${value === 1 ? 'revision' : 'revisions'}`
      : pending.map((project) => `${project.name}: ${stateWords(project)}`).join(', ');
  return { value, tooltip };
}
