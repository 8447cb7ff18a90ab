import type { Problem } from '../common/problem';
import type { Suppression } from '../revision/facts';

/** True when `suppression` speaks of a problem of rule `code` on `line`. */
function covers(suppression: Suppression, code: string, line: number): boolean {
  if (suppression.rules.length > 0 && !suppression.rules.some((rule) => rule.value === code)) return false;
  switch (suppression.scope) {
    case 'file':
      return true;
    case 'line':
      return line === suppression.range.start.line;
    case 'nextLine':
      return line === suppression.range.start.line + 1;
  }
}

/** What is left of a file's problems, and the suppression comments that silenced none of them. */
export interface Suppressed {
  readonly kept: readonly Problem[];
  readonly unused: readonly Suppression[];
}

/** Applies the `# alembic-lint: ignore[...]` comments of one file to the problems shown in it. */
export function suppress(problems: readonly Problem[], suppressions: readonly Suppression[]): Suppressed {
  const used = new Set<Suppression>();
  const kept = problems.filter((problem) => {
    const matching = suppressions.filter((one) => covers(one, problem.code, problem.range.start.line));
    for (const one of matching) used.add(one);
    return matching.length === 0;
  });
  return { kept, unused: suppressions.filter((one) => !used.has(one)) };
}
