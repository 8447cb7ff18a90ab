import { createConnection, createServer, type Server, type Socket } from 'node:net';
import { once } from 'node:events';
import { MessageReader } from './postgresMessages';

/** Where a connection is cut: the n-th statement does not arrive, or it is done and its answer does not. */
export interface Cut {
  readonly at: number;
  readonly when: 'before' | 'after';
  /** Only these are counted, of whatever connection; absent: all of the first one. */
  readonly of?: string;
}

/** Stands between clients and a PostgreSQL, and cuts one connection. */
export class CuttingProxy {
  readonly #server: Server;
  readonly #cut: Cut;
  #connections = 0;
  /** Statements that have come and are counted. */
  statements: string[] = [];

  private constructor(
    private readonly target: URL,
    cut: Cut,
  ) {
    this.#cut = cut;
    this.#server = createServer((client) => {
      this.#serve(client, this.#connections++ === 0 || cut.of !== undefined);
    });
  }

  /** @param url of the server. */
  static async open(url: string, cut: Cut): Promise<CuttingProxy> {
    const proxy = new CuttingProxy(new URL(url), cut);
    proxy.#server.listen(0, '127.0.0.1');
    await once(proxy.#server, 'listening');
    return proxy;
  }

  /** The way through it. */
  get url(): string {
    const address = this.#server.address();
    const way = new URL(this.target);
    way.hostname = '127.0.0.1';
    way.port = String(typeof address === 'object' ? address?.port : '');
    way.searchParams.set('sslmode', 'disable');
    return way.href;
  }

  async close(): Promise<void> {
    this.#server.close();
    await once(this.#server, 'close');
  }

  #serve(client: Socket, isCut: boolean): void {
    const server = createConnection(Number(this.target.port), this.target.hostname);
    const cut = (): void => {
      client.destroy();
      server.destroy();
    };
    // A message at a time is written: none is to wait for the next.
    for (const socket of [client, server]) socket.setNoDelay().on('error', cut).on('close', cut);
    let isLast = false;
    const asked = new MessageReader('frontend', (type, body, message) => {
      const sql = body.toString('utf8', 0, body.length - 1);
      if (type === 'Q' && isCut && sql === (this.#cut.of ?? sql)) {
        this.statements.push(sql);
        if (this.statements.length === this.#cut.at) {
          if (this.#cut.when === 'before') {
            cut();
            return;
          }
          isLast = true;
        }
      }
      server.write(message);
    });
    const answered = new MessageReader('backend', (type, _body, message) => {
      if (!isLast) client.write(message);
      // Ready for the next one: this one is done.
      else if (type === 'Z') cut();
    });
    client.on('data', (chunk: Buffer) => {
      asked.push(chunk);
    });
    server.on('data', (chunk: Buffer) => {
      answered.push(chunk);
    });
  }
}
