import type { ProjectInfo, RevisionRow } from '../../../server/src/protocol/data';
import { databaseLines } from '../databaseText';
import { codeBlock, codeSpan, escapeMarkdown } from '../../../server/src/protocol/markdown';
import { messageOf } from './rowText';

const STATUS_WORDS: Readonly<Record<RevisionRow['status'], string>> = {
  applied: 'applied',
  current: 'current (the database stands here)',
  pending: 'pending',
  broken: 'broken: not in the chain as the file says',
  unknown: 'not known whether it is applied',
};

/** Beyond this many, neighbours and problems are counted. */
const MOST = 8;

/** What there is to know of a revision. `find` gives the row of an id, `path` is the file as the user knows it. */
export function revisionTooltip(row: RevisionRow, find: (id: string) => RevisionRow | undefined, path: string): string {
  const name = (id: string): string => {
    const other = find(id);
    return other === undefined
      ? `${codeSpan(id)} (no such revision)`
      : `${codeSpan(id)} ${escapeMarkdown(messageOf(other))}`;
  };
  const marks = [
    STATUS_WORDS[row.status],
    ...(row.isHead ? ['head'] : []),
    ...(row.isBase ? ['base'] : []),
    ...(row.isMerge ? ['merge'] : []),
    ...(row.isBranchPoint ? ['branch point'] : []),
  ];
  const facts = [
    list('Parent', row.parents.map(name)),
    list('Child', row.children.map(name)),
    // A dependency may be a branch label, which has no row.
    list(
      'Depends on',
      row.dependsOn.map((id) => (find(id) ? name(id) : codeSpan(id))),
    ),
    list('Branch label', row.labels.map(codeSpan)),
    row.createDate === undefined ? '' : `Created: ${escapeMarkdown(row.createDate)}`,
    `File: ${codeSpan(path)}`,
  ].filter((fact) => fact !== '');
  const story = storyOf(row);
  return [
    `**${escapeMarkdown(messageOf(row))}**`,
    `${codeSpan(row.id)} — ${marks.join(', ')}`,
    facts.join('  \n'),
    ...(row.problems.length > 0 ? [list('Problem', row.problems.map(escapeMarkdown))] : []),
    ...(story === '' ? [] : [codeBlock(story)]),
  ].join('\n\n');
}

/** What the docstring says beyond the message and the header Alembic writes, both of which are shown already. */
function storyOf(row: RevisionRow): string {
  const [first = '', ...rest] = row.docstring.trim().split(/\r?\n/);
  const header = /^\s*(Revision ID|Revises|Create Date):/;
  return [...(first.trim() === messageOf(row) ? [] : [first]), ...rest]
    .filter((line) => !header.test(line))
    .join('\n')
    .trim();
}

/** What there is to know of a project and its database. */
export function projectTooltip(project: ProjectInfo, stateWords: string): string {
  const { state } = project;
  const database =
    state.kind === 'known'
      ? databaseLines(state).map(escapeMarkdown)
      : state.kind === 'failed'
        ? [`Database: ${escapeMarkdown(state.message)}`]
        : [];
  return [
    `**${escapeMarkdown(project.name)}** — ${escapeMarkdown(stateWords)}`,
    [
      ...(project.target === undefined ? [] : [`Target: ${escapeMarkdown(project.target)}`]),
      ...database,
      list('Head', project.heads.map(codeSpan)),
      `Working directory: ${codeSpan(project.workingDirectory)} (${escapeMarkdown(project.workingDirectoryReason)})`,
      ...(project.errorCount + project.warningCount > 0
        ? [`Problems: ${project.errorCount} errors, ${project.warningCount} warnings`]
        : []),
    ]
      .filter((fact) => fact !== '')
      .join('  \n'),
    ...(project.chainError === undefined ? [] : [`Every Alembic command fails:\n\n${codeBlock(project.chainError)}`]),
  ].join('\n\n');
}

const PLURAL: Readonly<Record<string, string>> = { Child: 'Children', 'Depends on': 'Depends on' };

function list(name: string, items: readonly string[]): string {
  const [only] = items;
  if (only === undefined) return '';
  if (items.length === 1) return `${name}: ${only}`;
  const left = items.length - MOST;
  const shown = items.slice(0, MOST).map((item) => `- ${item}`);
  return [`${PLURAL[name] ?? `${name}s`}:`, ...shown, ...(left > 0 ? [`- and ${left} more`] : []), ''].join('\n');
}
