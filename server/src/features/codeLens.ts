import type { CodeLens, Command } from 'vscode-languageserver';
import { pathToUri } from '../common/fileUri';
import type { Range } from '../common/range';
import type { Settings } from '../protocol/settings';
import type { Revision } from '../revision/model';
import type { ProjectSnapshot, ProjectState, RevisionDocument } from '../workspace/snapshot';
import { appliedOf, brokenFiles, type RevisionStatus, statusOf } from './support/status';

/** How a status reads in a lens; the empty words of `unknown` leave the action alone. */
const STATUS_WORDS: Readonly<Record<RevisionStatus, string>> = {
  applied: '✓ applied',
  current: '✓ current',
  pending: '○ pending',
  broken: '⚠ not in the chain as written',
  unknown: '',
};

/** Alembic reads all files before it runs any. */
const UNREADABLE = '⚠ Python cannot read this file';

/** Links over `revision` beyond this many are counted instead. */
const MOST_LINKS = 5;

/**
 * The lenses of one revision file: state, action and SQL over `upgrade()` and `downgrade()`, the neighbours over `revision`.
 */
export function codeLenses(
  project: ProjectSnapshot,
  document: RevisionDocument,
  state: ProjectState | undefined,
  settings: Settings['codeLens'],
): CodeLens[] {
  const revision = revisionOf(project, document);
  const status = statusOf(document, brokenFiles(project), appliedOf(project, state));
  const unreadable = document.body().faults.length > 0;
  const lenses: CodeLens[] = [];
  if (settings.revision && revision !== undefined && document.head.revision.kind === 'known') {
    lenses.push(
      ...neighbours(project, revision, document.script?.downRevision ?? [], document.head.revision.nameRange),
    );
  }
  for (const direction of ['upgrade', 'downgrade'] as const) {
    // Of several functions with one name Python keeps the last.
    const found = document.body().functions.findLast(({ name }) => name === direction);
    if (found === undefined) continue;
    const range = { start: found.nameRange.start, end: found.nameRange.start };
    if (settings[direction]) {
      lenses.push({ range, command: unreadable ? text(UNREADABLE) : action(project, revision, status, direction) });
    }
    if (settings.sql && !unreadable) lenses.push({ range, command: showSql(document, direction) });
  }
  return lenses;
}

/** The revision a file stands for in the chain; undefined when another file has taken its id. */
function revisionOf(project: ProjectSnapshot, document: RevisionDocument): Revision | undefined {
  if (document.script === null) return undefined;
  const revision = project.chain.map.revisions.get(document.script.id);
  return revision?.script.path === document.path ? revision : undefined;
}

function action(
  project: ProjectSnapshot,
  revision: Revision | undefined,
  status: RevisionStatus,
  direction: 'upgrade' | 'downgrade',
): Command {
  const words = STATUS_WORDS[status];
  // A pending revision cannot be downgraded to; a broken one not run at all.
  if (revision === undefined || status === 'broken' || (direction === 'downgrade' && status === 'pending')) {
    return text(words);
  }
  const below = direction === 'downgrade' && status === 'current' ? targetBelow(project, revision) : null;
  const title =
    direction === 'upgrade' ? 'Upgrade to here' : below === null ? 'Downgrade to here' : 'Downgrade one step';
  return {
    title: words === '' ? title : `${words} · ${title}`,
    command: direction === 'upgrade' ? 'alembicWorkbench.upgradeTo' : 'alembicWorkbench.downgradeTo',
    arguments: [{ projectId: project.config.id, target: below ?? revision.id }],
  };
}

function showSql({ path }: RevisionDocument, direction: 'upgrade' | 'downgrade'): Command {
  return { title: 'SQL', command: 'alembicWorkbench.showSql', arguments: [{ uri: pathToUri(path), direction }] };
}

/**
 * Where a downgrade of just this revision leads: its parent while that has no other child (a downgrade to it would take
 * those along), `base` while the chain has no other base. Otherwise null.
 */
function targetBelow(project: ProjectSnapshot, revision: Revision): string | null {
  const { map } = project.chain;
  const [parent, ...more] = revision.down;
  if (parent === undefined) return map.bases.length === 1 ? 'base' : null;
  if (more.length > 0) return null;
  return map.revisions.get(parent)?.children.size === 1 ? parent : null;
}

/** @param down The parents as the file has them: the map leaves out those that are not there. */
function neighbours(project: ProjectSnapshot, revision: Revision, down: readonly string[], range: Range): CodeLens[] {
  const at = { start: range.start, end: range.start };
  const links = (arrow: string, ids: readonly string[], none: string): CodeLens[] => {
    if (ids.length === 0) return [{ range: at, command: text(none) }];
    const shown = ids.slice(0, MOST_LINKS).map((id) => ({
      range: at,
      command: {
        title: `${arrow} ${describe(project, id)}`,
        command: 'alembicWorkbench.openRevisionById',
        arguments: [{ projectId: project.config.id, id }],
      },
    }));
    const left = ids.length - shown.length;
    return left === 0 ? shown : [...shown, { range: at, command: text(`${arrow} and ${left} more`) }];
  };
  const parents = [...new Set(down)].filter((id) => project.chain.map.revisions.has(id));
  return [
    ...links('↓', parents, down.length === 0 ? 'base' : 'parent missing'),
    ...links('↑', [...revision.children], 'head'),
  ];
}

function describe(project: ProjectSnapshot, id: string): string {
  const message = project.chain.map.revisions.get(id)?.script.message.split('\n')[0]?.trim() ?? '';
  const short = message.length > 40 ? `${message.slice(0, 39)}…` : message;
  return short === '' ? id : `${id} ${short}`;
}

/** Words without a link: VS Code shows a command with an empty name as plain text. */
function text(title: string): Command {
  return { title, command: '' };
}
