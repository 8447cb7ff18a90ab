import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { oraclePython } from '../../oracle/support/venv';

export interface Printed {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** What a driver reads in a database. `rows`: null where there is no version table. */
export interface Look {
  readonly catalogue: readonly string[];
  readonly rows: readonly string[] | null;
}

export interface CommandLine {
  readonly words: readonly string[];
  readonly cwd: string;
  readonly variables: Readonly<Record<string, string>>;
  /** `module:attribute`: the command is `flask db`. */
  readonly application: string | null;
}

/** The real Alembic, and drivers that are not ours, in one Python process (reference.py). */
export class Reference {
  readonly #process: ChildProcess;
  readonly #waiting: ((line: string) => void)[] = [];

  constructor() {
    this.#process = spawn(oraclePython(), [join(import.meta.dirname, 'reference.py')], {
      stdio: ['pipe', 'pipe', 'inherit'],
      env: {
        ...process.env,
        PYTHONDONTWRITEBYTECODE: '1',
        PYTHONIOENCODING: 'utf-8',
        PYTHONHASHSEED: '1',
        EDITOR: 'echo',
        VISUAL: '',
      },
    });
    if (this.#process.stdout === null) throw new Error('no stdout');
    const lines = createInterface({ input: this.#process.stdout });
    lines.on('line', (line) => this.#waiting.shift()?.(line));
    lines.once('close', () => {
      for (const waiting of this.#waiting.splice(0)) waiting('{"failed": "the reference has ended"}');
    });
  }

  /** Runs `alembic`, or `flask db`. */
  async run({ words, cwd, variables, application }: CommandLine): Promise<Printed> {
    return (await this.#ask({ run: words, cwd, variables, application })) as Printed;
  }

  /** @param url as SQLAlchemy has it, of a driver that is not asynchronous; a relative file is one of `cwd`. */
  async look(url: string, cwd: string): Promise<Look> {
    return (await this.#ask({ look: url, cwd })) as Look;
  }

  /** Runs statements, each by itself. */
  async execute(url: string, ...statements: readonly string[]): Promise<void> {
    await this.#ask({ execute: url, statements, cwd: '.' });
  }

  close(): void {
    this.#process.stdin?.end();
  }

  async #ask(question: object): Promise<object> {
    const line = await new Promise<string>((resolve) => {
      this.#waiting.push(resolve);
      this.#process.stdin?.write(`${JSON.stringify(question)}\n`);
    });
    const answer = JSON.parse(line) as object & { failed?: string };
    if (answer.failed !== undefined) throw new Error(answer.failed);
    return answer;
  }
}
