import type { SchemaInput } from './input';
import type { Rule, RuleDocumentation } from './rule';

/**
 * A rule that reports what the replayed schema contradicts. It says nothing where anything before left a doubt, and looks at
 * `upgrade()` alone.
 */
export function contradictionRule(rule: {
  readonly id: string;
  /** Codes of contradictions. */
  readonly codes: readonly string[];
  readonly documentation: RuleDocumentation;
}): Rule<SchemaInput> {
  const { id, codes, documentation } = rule;
  return {
    id,
    severity: 'error',
    documentation,
    check: ({ file, contradictions }) =>
      contradictions
        .filter(({ code }) => codes.includes(code))
        .map(({ code, message, range }) => ({ file, range, message: message.replaceAll('`', "'"), subCode: code })),
  };
}
