import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { join } from 'node:path';
import { repositoryRoot } from '../../support/repository';
import { oraclePython } from '../support/venv';
import type { Graph } from './graphs';

export interface Answered {
  readonly value?: unknown;
  readonly exception?: string;
  readonly message?: string;
}

/** What test/oracle/chain/alembicMap.py says of one graph. */
export interface GraphAnswer {
  readonly load: Answered;
  readonly answers?: readonly Answered[];
  readonly texts?: Answered;
}

/** The real Alembic in one long-lived process, under one PYTHONHASHSEED. */
export class ChainOracle {
  readonly #process: ChildProcess;
  readonly #waiting: ((line: string) => void)[] = [];

  constructor(hashSeed: number) {
    this.#process = spawn(oraclePython(), [join(repositoryRoot, 'test/oracle/chain/alembicMap.py')], {
      stdio: ['pipe', 'pipe', 'inherit'],
      env: { ...process.env, PYTHONHASHSEED: String(hashSeed) },
    });
    const { stdout } = this.#process;
    if (!stdout) throw new Error('no stdout');
    createInterface({ input: stdout }).on('line', (line) => this.#waiting.shift()?.(line));
  }

  async ask(graph: Graph): Promise<GraphAnswer> {
    const answer = new Promise<string>((resolve) => this.#waiting.push(resolve));
    this.#process.stdin?.write(`${JSON.stringify(graph)}\n`);
    return JSON.parse(await answer) as GraphAnswer;
  }

  close(): void {
    this.#process.stdin?.end();
  }
}
