import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { oraclePython } from '../support/venv';

/** What a program of this folder answers to a task, a line of JSON each. */
export async function askProgram<Answer>(program: string, task: object): Promise<readonly Answer[]> {
  const asked = promisify(execFile)(oraclePython(), [join(import.meta.dirname, program)], { maxBuffer: 2 ** 30 });
  asked.child.stdin?.end(JSON.stringify(task));
  const { stdout } = await asked;
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Answer);
}
