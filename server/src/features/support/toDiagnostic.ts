import { type Diagnostic, DiagnosticSeverity, DiagnosticTag } from 'vscode-languageserver';
import type { Problem, Severity } from '../../common/problem';
import { location } from './convert';

const SEVERITIES = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
} as const satisfies Record<Severity, DiagnosticSeverity>;

/** Rules that point at text which has no effect: the editor fades it. */
const UNNECESSARY = new Set(['unused-suppression']);

/** One problem as the editor shows it. Its fixes are not in it: `codeActions` looks the problem up again. */
export function toDiagnostic(problem: Problem): Diagnostic {
  return {
    range: problem.range,
    severity: SEVERITIES[problem.severity],
    code: problem.code,
    source: 'Alembic',
    message: problem.message,
    ...(problem.related && {
      relatedInformation: problem.related.map((place) => ({
        location: location(place.file, place.range),
        message: place.message,
      })),
    }),
    ...(UNNECESSARY.has(problem.code) && { tags: [DiagnosticTag.Unnecessary] }),
  };
}
