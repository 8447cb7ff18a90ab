import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { createInterface, type Interface } from 'node:readline';

/** A process that is written lines of JSON, and writes such. */
export class LineProcess implements Disposable {
  readonly #process: ChildProcessWithoutNullStreams;
  readonly #lines: AsyncIterator<string>;
  readonly #reader: Interface;
  #errors = '';

  constructor(command: string, args: readonly string[]) {
    this.#process = spawn(command, args, { stdio: ['pipe', 'pipe', 'pipe'] });
    this.#process.stderr.on('data', (chunk: Buffer) => {
      this.#errors += chunk.toString();
    });
    this.#reader = createInterface({ input: this.#process.stdout });
    this.#lines = this.#reader[Symbol.asyncIterator]();
  }

  /** Writes a line and reads one. */
  async ask(question: object): Promise<Readonly<Record<string, unknown>>> {
    this.#process.stdin.write(`${JSON.stringify(question)}\n`);
    return this.next();
  }

  /** @throws Error with what the process said, where it has ended. */
  async next(): Promise<Readonly<Record<string, unknown>>> {
    const line = await this.#lines.next();
    if (line.done === true) throw new Error(`the process ended: ${this.#errors}`);
    return JSON.parse(line.value) as Readonly<Record<string, unknown>>;
  }

  [Symbol.dispose](): void {
    this.#reader.close();
    this.#process.kill();
  }
}
