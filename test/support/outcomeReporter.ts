import { writeFileSync } from 'node:fs';
import type { Reporter, SerializedError, TestCase, TestModule, TestSuite } from 'vitest/node';
import { OUTCOME_VARIABLE, type Outcome, type Skip } from './outcome';

/** A vitest reporter (which must be a default export) that writes what `npm test` adds up into the file named by the environment. */
// eslint-disable-next-line no-restricted-syntax -- vitest loads reporters by their default export
export default class OutcomeReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly SerializedError[]): void {
    const file = process.env[OUTCOME_VARIABLE];
    if (file !== undefined) writeFileSync(file, JSON.stringify(outcomeOf(modules, unhandled)));
  }
}

function outcomeOf(modules: readonly TestModule[], unhandled: readonly SerializedError[]): Outcome {
  let passed = 0;
  const failed: string[] = unhandled.map(({ message }) => `outside of any test: ${message}`);
  const skipped: Skip[] = [];
  for (const module of modules) {
    const place = module.relativeModuleId;
    // Errors of a file or of a suite's hooks: its tests did not run.
    failed.push(...module.errors().map(({ message }) => `${place}: ${firstLine(message)}`));
    for (const suite of module.children.allSuites()) failed.push(...suiteErrors(place, suite));
    for (const test of module.children.allTests()) {
      const name = `${place} > ${test.fullName}`;
      const result = test.result();
      if (result.state === 'passed') passed++;
      else if (result.state === 'failed') failed.push(name);
      else skipped.push({ name, reason: reasonOf(test) });
    }
  }
  return { passed, failed, skipped };
}

/** Tests whose file or suite failed before them are marked as skipped too. */
function reasonOf(test: TestCase): string {
  const result = test.result();
  const reason =
    (result.state === 'skipped' ? result.note : undefined) ?? test.meta().skipReason ?? test.module.meta().skipReason;
  if (reason !== undefined) return oneLine(reason);

  return test.module.errors().length > 0 ? 'its file failed before it' : 'no reason given';
}

function suiteErrors(place: string, suite: TestSuite): readonly string[] {
  return suite.errors().map(({ message }) => `${place} > ${suite.fullName}: ${firstLine(message)}`);
}

/** A reason may be the output of a program. */
function oneLine(text: string): string {
  return text.trim().replace(/\s*\n\s*/g, ' ');
}

function firstLine(message: string): string {
  return message.split('\n', 1)[0] ?? '';
}
