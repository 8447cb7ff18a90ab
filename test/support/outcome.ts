/** What a step of `npm test` came to: every test counts, and a check without tests counts as one. */
export interface Outcome {
  readonly passed: number;
  readonly failed: readonly string[];
  readonly skipped: readonly Skip[];
}

export interface Skip {
  readonly name: string;
  readonly reason: string;
}

/** Where the vitest reporter writes the outcome of its run. */
export const OUTCOME_VARIABLE = 'ALEMBIC_WORKBENCH_TEST_OUTCOME';

export function addOutcomes(outcomes: readonly Outcome[]): Outcome {
  return {
    passed: outcomes.reduce((sum, { passed }) => sum + passed, 0),
    failed: outcomes.flatMap(({ failed }) => failed),
    skipped: outcomes.flatMap(({ skipped }) => skipped),
  };
}

/**
 * Where nothing may be skipped, a skip is a failure, except where `allowed` says that it does not count.
 */
export function refuseSkips(outcome: Outcome, allowed: (reason: string) => boolean): Outcome {
  const refused = outcome.skipped.filter(({ reason }) => !allowed(reason));
  return {
    passed: outcome.passed,
    failed: [...outcome.failed, ...refused.map(({ name, reason }) => `${name}: skipped, which CI forbids: ${reason}`)],
    skipped: outcome.skipped.filter((skip) => !refused.includes(skip)),
  };
}

/** The end of the report; its last line reads `N passed, N failed, N skipped`. */
export function summary({ passed, failed, skipped }: Outcome): string {
  return [
    ...section(
      'Skipped',
      skipped.map(({ name, reason }) => `${name}: ${reason}`),
    ),
    ...section('Failed', failed),
    '',
    `${passed} passed, ${failed.length} failed, ${skipped.length} skipped`,
  ].join('\n');
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', `${title}:`, ...lines.map((line) => `  ${line}`)];
}
