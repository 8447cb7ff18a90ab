import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import type { ProjectConfig } from '../../../server/src/project/model';
import type { NamingConvention } from '../../../server/src/schema/model';
import { oraclePython } from '../../oracle/support/venv';

export interface ChainTask {
  readonly root: string;
  readonly config: Pick<ProjectConfig, 'versionLocations' | 'recursive'>;
  readonly naming: NamingConvention | null;
  /** Arguments of `context.configure()`. */
  readonly configure?: Readonly<Record<string, string | boolean>>;
  readonly urls: Readonly<Record<string, string>>;
  readonly without?: readonly string[];
  readonly ignoreAnnotations?: boolean;
}

interface Comparison {
  readonly different: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** The pinned Alembic, step by step (alembicSteps.py). */
export class AlembicSteps {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #answers: AsyncIterator<string>;
  readonly #lines: Interface;
  #errors = '';

  constructor({ config, naming, configure = {}, without = [], ignoreAnnotations = false, root, urls }: ChainTask) {
    this.#child = spawn(oraclePython(), [join(import.meta.dirname, 'alembicSteps.py')]);
    this.#child.stderr.on('data', (chunk: Buffer) => {
      this.#errors += chunk.toString();
    });
    this.#lines = createInterface({ input: this.#child.stdout });
    this.#answers = this.#lines[Symbol.asyncIterator]();
    this.#write({
      root,
      without,
      ignoreAnnotations,
      naming,
      configure,
      locations: config.versionLocations,
      recursive: config.recursive,
      urls,
    });
  }

  step(
    database: string,
    id: string,
    direction: 'upgrade' | 'downgrade',
  ): Promise<{ readonly error: string | null; readonly stubbed: readonly string[] }> {
    return this.#ask({ do: 'step', database, id, direction });
  }

  /** The version rows alone, as though the step had run. */
  mark(database: string, id: string, direction: 'upgrade' | 'downgrade'): Promise<{ readonly error: string | null }> {
    return this.#ask({ do: 'mark', database, id, direction });
  }

  command(
    database: string,
    name: 'upgrade' | 'downgrade' | 'stamp',
    target: string,
  ): Promise<{ readonly error: string | null }> {
    return this.#ask({ do: 'command', database, name, target });
  }

  compare(...databases: readonly [string, string]): Promise<Comparison> {
    return this.#ask({ do: 'compare', databases });
  }

  close(): void {
    this.#child.stdin.end();
  }

  async #ask<T>(question: object): Promise<T> {
    this.#write(question);
    const answer: IteratorResult<string, unknown> = await this.#answers.next();
    if (answer.done === true) throw new Error(`alembicSteps.py has ended: ${this.#errors.slice(-2000)}`);
    return JSON.parse(answer.value) as T;
  }

  #write(line: object): void {
    this.#child.stdin.write(`${JSON.stringify(line)}\n`);
  }
}
