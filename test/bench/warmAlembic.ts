import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import { oraclePython } from '../oracle/support/venv';
import { repositoryRoot } from '../support/repository';
import type { BenchProject } from './projects';

/** One function of a revision file. */
export type RevisionStep = readonly [file: string, direction: 'upgrade' | 'downgrade'];

interface Answer {
  readonly milliseconds: number;
  /** What ended without an exception. */
  readonly written: readonly RevisionStep[];
}

/** A process of Python that stays, and writes the offline SQL of revisions with the pinned Alembic (offlineSql.py). */
export class WarmAlembic implements Disposable {
  readonly #process: ChildProcessWithoutNullStreams;
  readonly #lines: AsyncIterator<string>;
  readonly #reader: Interface;

  constructor({ python: { root, without, ignoreAnnotations } }: BenchProject, scratch: string) {
    const program = join(repositoryRoot, 'test/bench/offlineSql.py');
    const stubs = join(repositoryRoot, 'test/oracle/realProjects');
    this.#process = spawn(oraclePython(), [program, root, without, ignoreAnnotations, stubs, scratch]);
    this.#reader = createInterface({ input: this.#process.stdout });
    this.#lines = this.#reader[Symbol.asyncIterator]();
  }

  /** `loaded`: only functions are run, of files that `all` has loaded. */
  async write(work: 'all' | 'loaded', dialect: string, steps: readonly RevisionStep[]): Promise<Answer> {
    this.#process.stdin.write(`${JSON.stringify({ work, dialect, steps })}\n`);
    const line = await this.#lines.next();
    if (line.done === true) throw new Error('the process of Alembic ended');
    return JSON.parse(line.value) as Answer;
  }

  [Symbol.dispose](): void {
    this.#reader.close();
    this.#process.kill();
  }
}
