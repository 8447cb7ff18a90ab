import type { Diagnostic } from 'vscode-languageserver';
import type { Problem } from '../../common/problem';
import { comparePositions, type Range } from '../../common/range';
import { toDiagnostic } from './toDiagnostic';

/** Problems by file, each file's in the order of the text. */
export function problemsByFile(problems: Iterable<Problem>): Map<string, Problem[]> {
  const byFile = new Map<string, Problem[]>();
  for (const problem of problems) {
    const list = byFile.get(problem.file);
    if (list === undefined) byFile.set(problem.file, [problem]);
    else list.push(problem);
  }
  for (const list of byFile.values()) {
    list.sort((a, b) => a.range.start.line - b.range.start.line || a.range.start.character - b.range.start.character);
  }
  return byFile;
}

export interface DiagnosticsChange {
  readonly file: string;
  /** Empty: what was shown is gone. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * What must be published so that the editor shows `after` where it showed `before`: only files whose problems differ.
 * Files without problems need not be keys.
 */
export function diagnosticsChanges(
  before: ReadonlyMap<string, readonly Problem[]>,
  after: ReadonlyMap<string, readonly Problem[]>,
): DiagnosticsChange[] {
  const changes: DiagnosticsChange[] = [];
  for (const [file, problems] of after) {
    const old = before.get(file);
    if (old === undefined ? problems.length === 0 : sameProblems(old, problems)) continue;
    changes.push({ file, diagnostics: problems.map(toDiagnostic) });
  }
  for (const [file, problems] of before) {
    if (problems.length > 0 && !after.has(file)) changes.push({ file, diagnostics: [] });
  }
  return changes;
}

function sameProblems(a: readonly Problem[], b: readonly Problem[]): boolean {
  return a.length === b.length && a.every((problem, index) => sameProblem(problem, b[index]));
}

/** Compares what the editor shows; fixes and data are looked up when they are asked for. */
function sameProblem(a: Problem, b: Problem | undefined): boolean {
  if (a === b) return true;
  return (
    a.message === b?.message &&
    a.code === b.code &&
    a.severity === b.severity &&
    sameRange(a.range, b.range) &&
    (a.related?.length ?? 0) === (b.related?.length ?? 0) &&
    (a.related ?? []).every((place, index) => {
      const other = b.related?.[index];
      return place.file === other?.file && place.message === other.message && sameRange(place.range, other.range);
    })
  );
}

function sameRange(a: Range, b: Range): boolean {
  return comparePositions(a.start, b.start) === 0 && comparePositions(a.end, b.end) === 0;
}
