import { type ChildProcess, type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { PassThrough } from 'node:stream';
import type { Spawn } from '../../../server/src/engine/host';
import { oraclePython } from '../../oracle/support/venv';

/** What warmPython.py answers. */
interface Answer {
  readonly id: number;
  readonly pid?: number;
  readonly status?: number;
}

/** A process that warmPython.py has forked, as `spawn` would give it. */
class Forked extends EventEmitter {
  pid: number | undefined;
  readonly stdin = new PassThrough();
  readonly stdout = new PassThrough();
  readonly stderr = new PassThrough();

  connect(descriptor: number, socket: Socket): void {
    const ours = [this.stdin, this.stdout, this.stderr][descriptor];
    if (ours === undefined) throw new Error(`descriptor ${descriptor}`);
    socket.on('error', () => socket.destroy());
    if (descriptor === 0) ours.pipe(socket);
    else socket.pipe(ours);
    ours.once('close', () => socket.destroy());
  }

  end(status: number): void {
    const signal = status < 0 ? SIGNALS[-status] : undefined;
    this.emit('exit', signal === undefined ? status : null, signal ?? null);
  }
}

const SIGNALS: Readonly<Record<number, string>> = { 2: 'SIGINT', 9: 'SIGKILL', 11: 'SIGSEGV', 15: 'SIGTERM' };

/**
 * The Python of the reference with Alembic loaded once: `spawn` starts the bridge in a fork of it, which takes a fifth of the
 * time. For tests of what commands do; how Python is started has its own.
 */
export class WarmPython {
  readonly #folder = mkdtempSync(join(tmpdir(), 'aw-warm-'));
  readonly #process: ChildProcess;
  readonly #server: Server;
  readonly #running = new Map<number, Forked>();
  #next = 0;

  /** @param hashSeed PYTHONHASHSEED of every fork. */
  constructor(private readonly hashSeed = '1') {
    const environment = { ...process.env, PYTHONHASHSEED: hashSeed, PYTHONIOENCODING: 'utf-8' };
    this.#process = spawn(oraclePython(), ['-u', join(import.meta.dirname, 'warmPython.py')], {
      stdio: ['pipe', 'pipe', 'inherit'],
      env: environment,
    });
    if (this.#process.stdout === null) throw new Error('no stdout');
    createInterface({ input: this.#process.stdout }).on('line', (line) => {
      this.#take(JSON.parse(line) as Answer);
    });
    this.#server = createServer({ allowHalfOpen: true }, (socket) => {
      this.#greet(socket);
    });
    this.#server.listen(this.#socket);
  }

  /** Does what `spawn` of node:child_process does; only `-u -c` of the reference in its own environment is a fork. */
  readonly spawn: Spawn = (command, args, options) => {
    const [first, second, program] = args;
    const environment = options.env ?? {};
    const isOurs = command === oraclePython() && first === '-u' && second === '-c' && args.length === 3;
    const isSame =
      environment.PYTHONPATH === undefined && [undefined, this.hashSeed].includes(environment.PYTHONHASHSEED);
    if (!isOurs || !isSame) return spawn(command, [...args], options);
    const id = this.#next++;
    const forked = new Forked();
    this.#running.set(id, forked);
    const question = { id, socket: this.#socket, program, cwd: options.cwd ?? process.cwd(), environment };
    this.#process.stdin?.write(`${JSON.stringify(question)}\n`);
    // It has what the bridge's client uses of a process.
    return forked as unknown as ChildProcessWithoutNullStreams;
  };

  close(): void {
    this.#process.stdin?.end();
    this.#server.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  get #socket(): string {
    return join(this.#folder, 'socket');
  }

  #take({ id, pid, status }: Answer): void {
    const forked = this.#running.get(id);
    if (pid !== undefined && forked !== undefined) forked.pid = pid;
    if (status === undefined) return;
    this.#running.delete(id);
    forked?.end(status);
  }

  /** The first line says whose stream it is; what follows belongs to it. */
  #greet(socket: Socket): void {
    let head = Buffer.alloc(0);
    const read = (chunk: Buffer): void => {
      head = Buffer.concat([head, chunk]);
      const end = head.indexOf('\n');
      if (end === -1) return;
      socket.off('data', read);
      socket.pause();
      if (end + 1 < head.length) socket.unshift(head.subarray(end + 1));
      const [id = -1, descriptor = -1] = head.subarray(0, end).toString().split(' ').map(Number);
      this.#running.get(id)?.connect(descriptor, socket);
    };
    socket.on('data', read);
  }
}
