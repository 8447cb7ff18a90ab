import * as vscode from 'vscode';
import { ListLiveTables, ShowLiveTable } from '../../../server/src/protocol/liveTables';
import type { Parts } from '../parts';
import { type LiveNode, liveText } from './liveNodes';

/** Id of the view in package.json. */
const VIEW = 'alembicWorkbench.tables';

/** What others may ask of the view. */
export interface LiveTablesView {
  /** What was read is forgotten; it is read again when it is unfolded. */
  refresh(): void;
}

/**
 * The view of what the databases hold. A database is opened when its project is unfolded there; never
 * by itself.
 */
export function registerLiveTables(parts: Parts): LiveTablesView {
  const provider = new LiveTablesProvider(parts);
  const view = vscode.window.createTreeView<LiveNode>(VIEW, { treeDataProvider: provider, showCollapseAll: true });
  let shown = '';
  parts.context.subscriptions.push(
    view,
    parts.projects.onDidChange(() => {
      const names = parts.projects.list.map(({ id, name }) => `${id}\0${name}`).join('\0');
      // Whatever else changed of them, the tables are read again only when somebody asks.
      if (names !== shown) provider.refresh();
      shown = names;
    }),
  );
  return provider;
}

class LiveTablesProvider implements vscode.TreeDataProvider<LiveNode>, LiveTablesView {
  readonly #changed = new vscode.EventEmitter<undefined>();
  /** Counts refreshes: what was unfolded is folded again, so that nothing is read by itself. */
  #generation = 0;

  readonly onDidChangeTreeData = this.#changed.event;

  constructor(private readonly parts: Parts) {}

  refresh(): void {
    this.#generation += 1;
    this.#changed.fire(undefined);
  }

  async getChildren(node?: LiveNode): Promise<LiveNode[]> {
    switch (node?.kind) {
      case undefined:
        return this.parts.projects.list.map((project) => ({ kind: 'project', project }));
      case 'project':
        return this.#databases(node.project.id);
      case 'database':
        return databaseTables(node);
      case 'table':
        return this.#rows(node);
      case 'row':
      case 'message':
        return [];
    }
  }

  getTreeItem(node: LiveNode): vscode.TreeItem {
    const text = liveText(node);
    const isLeaf = node.kind === 'row' || node.kind === 'message';
    const { None, Collapsed } = vscode.TreeItemCollapsibleState;
    const item = new vscode.TreeItem(text.label, isLeaf ? None : Collapsed);
    item.description = text.description;
    item.tooltip = text.tooltip;
    item.iconPath = new vscode.ThemeIcon(text.icon);
    item.accessibilityInformation = { label: text.accessibilityLabel };
    item.contextValue = 'uri' in node ? '.made.' : `.${node.kind}.`;
    if (node.kind === 'project') item.id = `project ${node.project.id} ${this.#generation}`;
    if (node.kind === 'row' && node.uri !== undefined) {
      item.command = { title: 'Open File', command: 'alembicWorkbench.openFile', arguments: [{ uri: node.uri }] };
    }
    return item;
  }

  async #databases(projectId: string): Promise<LiveNode[]> {
    try {
      const client = await this.parts.server.client;
      const answer = await client?.sendRequest(ListLiveTables, { projectId });
      if (answer === undefined) return [];
      if (!answer.ok) return [{ kind: 'message', text: answer.failure.message, isFailure: true }];
      const nodes = answer.databases.map(
        (database, index) => ({ kind: 'database', projectId, index, database }) as const,
      );
      const [only, ...more] = nodes;
      // A guess has to be seen as one.
      return only !== undefined && more.length === 0 && only.database.guessedFrom === undefined
        ? databaseTables(only)
        : nodes;
    } catch (error) {
      this.parts.log.error(`The tables could not be listed: ${String(error)}`);
      return [{ kind: 'message', text: 'The tables could not be read. The log says more.', isFailure: true }];
    }
  }

  async #rows({ projectId, database, table }: Extract<LiveNode, { kind: 'table' }>): Promise<LiveNode[]> {
    try {
      const client = await this.parts.server.client;
      const answer = await client?.sendRequest(ShowLiveTable, { projectId, database, table: table.name });
      if (answer === undefined) return [];
      if (!answer.ok) return [{ kind: 'message', text: answer.failure.message, isFailure: true }];
      return answer.rows.map((row) => ({ kind: 'row', projectId, row, ...placeOf(row.madeBy) }));
    } catch (error) {
      this.parts.log.error(`A table could not be shown: ${String(error)}`);
      return [{ kind: 'message', text: 'The table could not be shown. The log says more.', isFailure: true }];
    }
  }
}

function databaseTables({ projectId, index, database }: Extract<LiveNode, { kind: 'database' }>): LiveNode[] {
  if (database.tables.length === 0) return [{ kind: 'message', text: 'There are no tables.', isFailure: false }];
  return database.tables.map((table) => ({
    kind: 'table',
    projectId,
    database: index,
    table,
    ...placeOf(table.madeBy),
  }));
}

function placeOf(madeBy: { readonly uri: string } | undefined): { readonly uri?: string } {
  return madeBy === undefined ? {} : { uri: madeBy.uri };
}
