/**
 * Takes messages of PostgreSQL's protocol out of what a socket brings (PostgreSQL manual, "Message Formats"). What a client
 * begins with has no type: it comes as ''.
 */
export class MessageReader {
  #rest: Buffer = Buffer.alloc(0);
  #hasBegun: boolean;

  /** @param take gets each message: its type, what it says, and the whole of it. */
  constructor(
    side: 'frontend' | 'backend',
    private readonly take: (type: string, body: Buffer, message: Buffer) => void,
  ) {
    this.#hasBegun = side === 'backend';
  }

  push(chunk: Buffer): void {
    this.#rest = Buffer.concat([this.#rest, chunk]);
    for (;;) {
      const start = this.#hasBegun ? 1 : 0;
      if (this.#rest.length < start + 4) return;
      const end = start + this.#rest.readInt32BE(start);
      if (this.#rest.length < end) return;
      const message = this.#rest.subarray(0, end);
      this.#rest = this.#rest.subarray(end);
      this.#hasBegun = true;
      this.take(message.toString('latin1', 0, start), message.subarray(start + 4), message);
    }
  }
}

/** A message that a server sends. */
export function message(type: string, body: Buffer): Buffer {
  const head = Buffer.alloc(5);
  head.write(type, 'latin1');
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
}
