import { StringDecoder } from 'node:string_decoder';

/** One JSON value a line. The text never holds a raw line feed, so the framing needs no lengths. */
export function jsonLine(value: unknown): string {
  return `${JSON.stringify(value)}\n`;
}

/** Cuts a stream of bytes into lines. */
export class LineReader {
  readonly #decoder = new StringDecoder('utf8');
  #rest = '';

  constructor(private readonly onLine: (line: string) => void) {}

  push(chunk: Uint8Array): void {
    // What is there already is not searched again: a line may come in thousands of chunks.
    const [first = '', ...more] = this.#decoder.write(Buffer.from(chunk)).split('\n');
    this.#rest += first;
    for (const next of more) {
      this.onLine(this.#rest.endsWith('\r') ? this.#rest.slice(0, -1) : this.#rest);
      this.#rest = next;
    }
  }

  /** Hands over what stands behind the last line feed. */
  end(): void {
    const line = this.#rest + this.#decoder.end();
    this.#rest = '';
    if (line !== '') this.onLine(line);
  }
}
