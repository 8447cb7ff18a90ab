import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { Client } from 'pg';
import { message, MessageReader } from './postgresMessages';

/** A session of the server, for whoever has a transaction. */
interface Lent {
  readonly socket: Socket;
  readonly pid: number;
}

/** What a pooler tells a client to begin with: that it is let in, whom to cancel, and that it may ask. */
function welcome(): Buffer {
  const letIn = Buffer.alloc(4);
  const key = Buffer.alloc(8);
  // Its own, which is no process of the server.
  key.writeInt32BE(0x7e57_0001, 0);
  return Buffer.concat([message('R', letIn), message('K', key), message('Z', Buffer.from('I'))]);
}

/**
 * What PgBouncer is in transaction pooling, in little: each transaction of a client gets another session of the server
 * (pgbouncer.org/features.html), in turns.
 */
export class TransactionPooler {
  readonly #server: Server;
  readonly #lent: Lent[] = [];
  #turn = 0;
  /** Processes of the server that transactions were given to. */
  readonly used: number[] = [];

  private constructor(private readonly target: URL) {
    this.#server = createServer((client) => {
      this.#serve(client);
    });
  }

  /** @param sessions that are lent out. */
  static async open(url: string, sessions = 3): Promise<TransactionPooler> {
    const pooler = new TransactionPooler(new URL(url));
    for (let one = 0; one < sessions; one++) {
      const client = new Client({ connectionString: url });
      await client.connect();
      // Its types know neither; from here on the socket is ours.
      const { connection, processID } = client as unknown as {
        readonly connection: { readonly stream: Socket };
        readonly processID: number;
      };
      const socket = connection.stream;
      socket.removeAllListeners();
      socket.on('error', () => undefined);
      pooler.#lent.push({ socket, pid: processID });
    }
    pooler.#server.listen(0, '127.0.0.1');
    await once(pooler.#server, 'listening');
    return pooler;
  }

  /** The way through it. */
  get url(): string {
    const address = this.#server.address();
    const way = new URL(this.target);
    way.port = String(typeof address === 'object' ? address?.port : '');
    return way.href;
  }

  async close(): Promise<void> {
    for (const { socket } of this.#lent) socket.destroy();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #serve(client: Socket): void {
    let lent: Lent | null = null;
    const asked = new MessageReader('frontend', (type, _body, whole) => {
      if (type === '') client.write(welcome());
      if (type !== 'Q') return;
      lent ??= this.#lend(client, () => (lent = null));
      lent.socket.write(whole);
    });
    client.setNoDelay().on('error', () => undefined);
    client.on('data', (chunk: Buffer) => {
      asked.push(chunk);
    });
  }

  #lend(client: Socket, givenBack: () => void): Lent {
    const index = this.#turn++ % this.#lent.length;
    const [lent] = this.#lent.splice(index, 1);
    if (lent === undefined) throw new Error('more clients than sessions');
    this.used.push(lent.pid);
    const answered = new MessageReader('backend', (type, body, whole) => {
      client.write(whole);
      // No transaction is open.
      if (type !== 'Z' || body.toString('latin1') !== 'I') return;
      lent.socket.removeAllListeners('data');
      this.#lent.push(lent);
      givenBack();
    });
    lent.socket.on('data', (chunk: Buffer) => {
      answered.push(chunk);
    });
    return lent;
  }
}
