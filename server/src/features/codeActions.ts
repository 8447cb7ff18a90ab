import { type CodeAction, CodeActionKind, type Command } from 'vscode-languageserver';
import { pathToUri } from '../common/fileUri';
import type { Problem } from '../common/problem';
import { comparePositions, type Range } from '../common/range';
import type { ProjectSnapshot, Snapshot } from '../workspace/snapshot';
import type { Fix, FixBuilder, FixEnvironment } from './fixes/fix';
import { generateDowngradeFix } from './fixes/generateDowngrade';
import { mergeHeads } from './fixes/mergeHeads';
import { giveNewId } from './fixes/newId';
import { rebaseHead } from './fixes/rebaseHead';
import { wrapInBatch } from './fixes/wrapInBatch';
import { directionAt } from './support/directionAt';
import { workspaceEdit } from './support/edits';
import { toDiagnostic } from './support/toDiagnostic';

/** Fixes that need more than the rule knows, by the problem's code. All others stand in the problem itself. */
const BUILDERS: Readonly<Record<string, readonly FixBuilder[]>> = {
  'downgrade-missing-op': [generateDowngradeFix],
  'duplicate-revision-id': [giveNewId],
  'missing-downgrade': [generateDowngradeFix],
  'multiple-heads': [mergeHeads, rebaseHead],
  'run-failed': [wrapInBatch],
};

/** The quick fixes for a file's problems that touch `range`, whichever projects it belongs to. */
export function fileActions(
  snapshot: Snapshot,
  problemsOf: (project: ProjectSnapshot) => ReadonlyMap<string, readonly Problem[]>,
  path: string,
  range: Range,
  environment: FixEnvironment,
): CodeAction[] {
  const loose = snapshot.problems.filter(({ file }) => file === path);
  const actions = [
    ...codeActions(snapshot, null, loose, range, environment),
    ...snapshot.projects.flatMap((project) => [
      ...codeActions(snapshot, project, problemsOf(project).get(path) ?? [], range, environment),
      ...rewrites(project, path, range),
    ]),
  ];
  // Two projects may share a configuration file, and then its problems too.
  const keyOf = ({ title, kind, edit }: CodeAction): string => JSON.stringify([title, kind, edit]);
  return [...new Map(actions.map((action) => [keyOf(action), action])).values()];
}

/** What can be written anew where the cursor is: a `downgrade()`, also one of several databases. */
function rewrites({ documents }: ProjectSnapshot, path: string, { start }: Range): CodeAction[] {
  const document = documents.get(path);
  if (document === undefined || directionAt(document, start) !== 'downgrade') return [];
  const title = "Replace 'downgrade' by what undoes 'upgrade'";
  return [
    { title, kind: CodeActionKind.RefactorRewrite, command: commandOf(title, 'generateDowngrade', pathToUri(path)) },
  ];
}

function commandOf(title: string, name: string, uri: string): Command {
  return { title, command: `alembicWorkbench.${name}`, arguments: [{ uri }] };
}

/**
 * The quick fixes for the problems of one file that touch `range`.
 * @param project The project the file belongs to as a revision; null for configuration files.
 */
export function codeActions(
  snapshot: Snapshot,
  project: ProjectSnapshot | null,
  problems: readonly Problem[],
  range: Range,
  environment: FixEnvironment,
): CodeAction[] {
  return problems
    .filter((problem) => touches(problem.range, range))
    .flatMap((problem) => {
      const document = project?.documents.get(problem.file);
      const built =
        project && document
          ? (BUILDERS[problem.code] ?? []).flatMap((build) => build({ problem, project, document, environment }))
          : [];
      const written: Fix[] = (problem.fixes ?? []).map(({ title, edits, preferred = false }) => ({
        title,
        change: { edits },
        preferred,
      }));
      return [...written, ...built].map((fix) => toAction(fix, problem, snapshot));
    });
}

function toAction(fix: Fix, problem: Problem, snapshot: Snapshot): CodeAction {
  const common = { title: fix.title, kind: CodeActionKind.QuickFix, diagnostics: [toDiagnostic(problem)] };
  if ('disabled' in fix) return { ...common, disabled: { reason: fix.disabled } };
  if ('command' in fix) return { ...common, command: commandOf(fix.title, fix.command, fix.uri) };
  return {
    ...common,
    ...(fix.preferred === true && { isPreferred: true }),
    edit: workspaceEdit(fix.change, snapshot.open),
  };
}

function touches(a: Range, b: Range): boolean {
  return comparePositions(a.start, b.end) <= 0 && comparePositions(b.start, a.end) <= 0;
}
