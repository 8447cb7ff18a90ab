import * as vscode from 'vscode';
import type { ProjectInfo } from '../../../server/src/protocol/data';
import { stateWords } from '../projectText';
import type { Projects } from '../projects';
import { period } from './groups';
import {
  nodeId,
  type OperationNode,
  operationNodes,
  type OlderNode,
  type ProjectNode,
  projectTree,
  type ProjectTree,
  type RevisionNode,
  type TreeNode,
} from './nodes';
import { operationText, operationTooltip } from './operationText';
import { rowText } from './rowText';
import { projectTooltip, revisionTooltip } from './tooltip';

/** Projects, their revisions with what those do, and pages of older ones, for the editor's tree. */
export class RevisionsProvider implements vscode.TreeDataProvider<TreeNode> {
  readonly #projects: Projects;
  readonly #changed = new vscode.EventEmitter<TreeNode | undefined>();
  #nodes = new Map<string, ProjectNode>();
  #trees = new Map<string, Promise<ProjectTree>>();
  /** Revisions that were unfolded, by the address of their file. */
  readonly #unfolded = new Map<string, RevisionNode>();

  readonly onDidChangeTreeData = this.#changed.event;

  constructor(projects: Projects) {
    this.#projects = projects;
  }

  /** Shows the projects as they now are. */
  refresh(): void {
    this.#trees = new Map();
    this.#nodes = new Map(
      this.#projects.list.map((project) => [project.id, { kind: 'project', projectId: project.id, project }]),
    );
    this.#changed.fire(undefined);
  }

  async getChildren(node?: TreeNode): Promise<TreeNode[]> {
    if (node === undefined) return [...this.#nodes.values()];
    if (node.kind === 'operation') return [...operationNodes(node, node.operation.children)];
    if (node.kind === 'revision') {
      this.#unfolded.set(node.uri, node);
      return [...operationNodes(node, await this.#projects.operations(node.uri))];
    }
    const tree = await this.#tree(node.projectId);
    if (node.kind === 'project') return [...(tree?.children ?? [])];
    // The page that now stands there: the rows may have moved on since the node was made.
    const pages = [...(tree?.inside ?? [])];
    return [...(pages.find(([{ index }]) => index === node.index)?.[1] ?? [])];
  }

  async getParent(node: TreeNode): Promise<TreeNode | undefined> {
    if (node.kind === 'project') return undefined;
    if (node.kind === 'operation') return node.parent;
    const project = this.#nodes.get(node.projectId);
    if (node.kind === 'older') return project;
    return (await this.#tree(node.projectId))?.parentOf.get(node) ?? project;
  }

  /** The text of a file changed: what its revision does may be something else. */
  fileChanged(uri: string): void {
    const node = this.#unfolded.get(uri);
    if (node !== undefined) this.#changed.fire(node);
  }

  /** The node of a revision; undefined when no file has that id. */
  async revision(projectId: string, id: string): Promise<RevisionNode | undefined> {
    return (await this.#tree(projectId))?.byId.get(id);
  }

  async getTreeItem(node: TreeNode): Promise<vscode.TreeItem> {
    switch (node.kind) {
      case 'project':
        return projectItem(node);
      case 'older':
        return olderItem(node);
      case 'revision':
        return revisionItem(node, (await this.#tree(node.projectId))?.short ?? String);
      case 'operation':
        return operationItem(node);
    }
  }

  async resolveTreeItem(item: vscode.TreeItem, node: TreeNode): Promise<vscode.TreeItem> {
    if (node.kind === 'project') {
      item.tooltip = new vscode.MarkdownString(projectTooltip(node.project, stateWords(node.project)));
    } else if (node.kind === 'revision') {
      const tree = await this.#tree(node.projectId);
      const path = vscode.workspace.asRelativePath(vscode.Uri.parse(node.uri));
      item.tooltip = new vscode.MarkdownString(revisionTooltip(node.row, (id) => tree?.byId.get(id)?.row, path));
    } else if (node.kind === 'operation') {
      const path = vscode.workspace.asRelativePath(vscode.Uri.parse(node.uri));
      item.tooltip = new vscode.MarkdownString(operationTooltip(node.operation, path));
    }
    return item;
  }

  #tree(projectId: string): Promise<ProjectTree> | undefined {
    const parent = this.#nodes.get(projectId);
    if (parent === undefined) return undefined;
    let tree = this.#trees.get(projectId);
    if (tree === undefined) {
      tree = this.#projects.rows(projectId).then((rows) => projectTree(parent, rows));
      this.#trees.set(projectId, tree);
    }
    return tree;
  }
}

function projectItem(node: ProjectNode): vscode.TreeItem {
  const { project } = node;
  const item = new vscode.TreeItem(project.name, vscode.TreeItemCollapsibleState.Expanded);
  const words = stateWords(project);
  item.id = nodeId(node);
  item.description = project.target === undefined ? words : `${project.target} · ${words}`;
  item.iconPath =
    project.chainError === undefined
      ? new vscode.ThemeIcon('database')
      : new vscode.ThemeIcon('error', new vscode.ThemeColor('list.errorForeground'));
  item.contextValue = projectContext(project);
  item.accessibilityInformation = {
    label: [
      `Project ${project.name}`,
      ...(project.target === undefined ? [] : [`target ${project.target}`]),
      words,
      `${project.revisionCount} revisions`,
      ...(project.chainError === undefined ? [] : ['every Alembic command fails']),
    ].join(', '),
  };
  return item;
}

/** `project` and one word for each thing that can be done with it, between dots: menus ask for them. */
function projectContext({ state, targets }: ProjectInfo): string {
  const words = {
    running: state.kind === 'running',
    targets: targets !== undefined,
    unknownRow: state.kind === 'known' && state.unknownRows.length > 0,
  };
  return `.${['project', ...Object.entries(words).flatMap(([word, is]) => (is ? [word] : []))].join('.')}.`;
}

function olderItem(node: OlderNode): vscode.TreeItem {
  const item = new vscode.TreeItem(`Older (${node.rows.length})`, vscode.TreeItemCollapsibleState.Collapsed);
  item.id = nodeId(node);
  item.description = period(node.rows);
  item.iconPath = new vscode.ThemeIcon('history');
  item.contextValue = '.older.';
  return item;
}

function revisionItem(node: RevisionNode, short: (id: string) => string): vscode.TreeItem {
  const text = rowText(node.row, short);
  const { None, Collapsed } = vscode.TreeItemCollapsibleState;
  const item = new vscode.TreeItem(text.label, node.row.isEmpty === true ? None : Collapsed);
  item.id = nodeId(node);
  item.description = text.description;
  item.iconPath = new vscode.ThemeIcon(text.icon, new vscode.ThemeColor(text.color));
  item.contextValue = text.contextValue;
  item.accessibilityInformation = { label: text.accessibilityLabel };
  item.command = { title: 'Open File', command: 'alembicWorkbench.openFile', arguments: [node] };
  return item;
}

function operationItem(node: OperationNode): vscode.TreeItem {
  const { operation } = node;
  const text = operationText(operation);
  const { None, Expanded } = vscode.TreeItemCollapsibleState;
  const item = new vscode.TreeItem(text.label, operation.children.length === 0 ? None : Expanded);
  item.id = nodeId(node);
  item.description = text.description;
  item.iconPath = new vscode.ThemeIcon(text.icon, text.color === null ? undefined : new vscode.ThemeColor(text.color));
  item.contextValue = '.operation.';
  item.accessibilityInformation = { label: text.accessibilityLabel };
  const { line } = operation.range.start;
  item.command = { title: 'Open File', command: 'alembicWorkbench.openFile', arguments: [{ uri: node.uri, line }] };
  return item;
}
