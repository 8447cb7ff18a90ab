import type { ProjectInfo, RevisionRow } from '../../../server/src/protocol/data';
import type { OperationRow } from '../../../server/src/protocol/operations';
import { groupRows } from './groups';
import { shortIds } from './shortId';

/** Nodes carry what commands read of their first argument (`readArguments`) under the same names. */
export interface ProjectNode {
  readonly kind: 'project';
  readonly projectId: string;
  readonly project: ProjectInfo;
}

export interface RevisionNode {
  readonly kind: 'revision';
  readonly projectId: string;
  readonly target: string;
  readonly id: string;
  readonly uri: string;
  readonly row: RevisionRow;
}

export interface OlderNode {
  readonly kind: 'older';
  readonly projectId: string;
  readonly index: number;
  readonly rows: readonly RevisionRow[];
}

/** One operation of a revision, or of a batch or block of it. */
export interface OperationNode {
  readonly kind: 'operation';
  readonly projectId: string;
  /** Of the revision file. */
  readonly uri: string;
  readonly operation: OperationRow;
  /** Where it stands among the operations: `2`, `2.0`. */
  readonly path: string;
  readonly parent: RevisionNode | OperationNode;
}

export type TreeNode = ProjectNode | RevisionNode | OlderNode | OperationNode;

/** The same for the same thing at any time: the editor keeps selection and what is open by it. */
export function nodeId(node: TreeNode): string {
  switch (node.kind) {
    case 'project':
      return `project ${node.projectId}`;
    case 'revision':
      // Two files may claim one id.
      return `revision ${node.projectId} ${node.uri}`;
    case 'older':
      return `older ${node.projectId} ${node.index}`;
    case 'operation':
      return `operation ${node.projectId} ${node.uri} ${node.path}`;
  }
}

/** Operations as nodes below a revision, a batch or a block. */
export function operationNodes(
  parent: RevisionNode | OperationNode,
  operations: readonly OperationRow[],
): readonly OperationNode[] {
  const { projectId, uri } = parent;
  const above = parent.kind === 'operation' ? `${parent.path}.` : '';
  return operations.map((operation, index) => {
    return { kind: 'operation', projectId, uri, operation, path: `${above}${index}`, parent };
  });
}

/** Everything below one project. */
export interface ProjectTree {
  readonly children: readonly (RevisionNode | OlderNode)[];
  readonly inside: ReadonlyMap<OlderNode, readonly RevisionNode[]>;
  /** The node of a revision id: of several files with that id the first. */
  readonly byId: ReadonlyMap<string, RevisionNode>;
  readonly parentOf: ReadonlyMap<RevisionNode, ProjectNode | OlderNode>;
  readonly short: (id: string) => string;
}

export function projectTree(parent: ProjectNode, rows: readonly RevisionRow[]): ProjectTree {
  const { projectId } = parent;
  const byId = new Map<string, RevisionNode>();
  const parentOf = new Map<RevisionNode, ProjectNode | OlderNode>();
  const node = (row: RevisionRow, above: ProjectNode | OlderNode): RevisionNode => {
    const made: RevisionNode = { kind: 'revision', projectId, target: row.id, id: row.id, uri: row.uri, row };
    parentOf.set(made, above);
    // A broken file may carry the id of a sound one.
    const known = byId.get(row.id);
    if (known === undefined || known.row.status === 'broken') byId.set(row.id, made);
    return made;
  };
  const { shown, older } = groupRows(rows);
  const inside = new Map<OlderNode, readonly RevisionNode[]>();
  const nodes = shown.map((row) => node(row, parent));
  const groups = older.map((page, index): OlderNode => {
    const group: OlderNode = { kind: 'older', projectId, index, rows: page };
    inside.set(
      group,
      page.map((row) => node(row, group)),
    );
    return group;
  });
  return { children: [...nodes, ...groups], inside, byId, parentOf, short: shortIds(rows.map(({ id }) => id)) };
}
