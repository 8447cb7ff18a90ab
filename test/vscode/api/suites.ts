import { appendFileSync } from 'node:fs';
import * as vscode from 'vscode';
import { RESULTS_VARIABLE, SUITE_VARIABLE, type ApiTest, type ApiTestResult } from '../../support/editor/apiTests';
import { activation } from './activation';
import { shop } from './shop';

const suites: Readonly<Record<string, readonly ApiTest[]>> = { activation, shop };

const TIME_LIMIT = 60_000;

/**
 * The editor calls this (`extensionTestsPath`). Runs the tests of one suite in order and writes their results.
 * @throws Error only when it was not told what to run: a failing test is a result.
 */
export async function run(): Promise<void> {
  const name = process.env[SUITE_VARIABLE] ?? '';
  const file = process.env[RESULTS_VARIABLE];
  const suite = suites[name];
  if (suite === undefined || file === undefined) throw new Error(`no suite "${name}", or no file for its results`);
  for (const test of suite) appendFileSync(file, `${JSON.stringify(await result(test))}\n`);
  appendFileSync(file, '"done"\n');
}

async function result(test: ApiTest): Promise<ApiTestResult> {
  const start = performance.now();
  const milliseconds = (): number => Math.round(performance.now() - start);
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`not done after ${TIME_LIMIT / 1000} s`));
    }, TIME_LIMIT);
  });
  try {
    const figures = await Promise.race([test.run(), limit]);
    return {
      name: test.name,
      state: 'passed',
      milliseconds: milliseconds(),
      ...(typeof figures === 'object' && { figures }),
    };
  } catch (error) {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { name: test.name, state: 'failed', milliseconds: milliseconds(), error: text };
  } finally {
    clearTimeout(timer);
    // What a failed test left in the buffer is not the next one's.
    await vscode.commands.executeCommand('workbench.action.files.revert');
  }
}
