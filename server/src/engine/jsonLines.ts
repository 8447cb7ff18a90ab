import { StringDecoder } from 'node:string_decoder';

/** One JSON value a line. The text never holds a raw line feed, so the framing needs no lengths. */
export function jsonLine(value: unknown): string {
  return `${JSON.stringify(value)}\n`;
}

/** Cuts a stream of bytes into lines. */
export class LineReader {
  readonly #decoder = new StringDecoder('utf8');
  #rest = '';
  /** Whether the line that is being read was too long and has been handed over. */
  #isCut = false;

  /**
   * @param onLine `isCut`: the line was longer than `most`, and this is its beginning.
   * @param most Characters of a line that are kept: a line that never ends must not fill the memory.
   */
  constructor(
    private readonly onLine: (line: string, isCut: boolean) => void,
    private readonly most = Infinity,
  ) {}

  push(chunk: Uint8Array): void {
    // What is there already is not searched again: a line may come in thousands of chunks.
    const [first = '', ...more] = this.#decoder.write(Buffer.from(chunk)).split('\n');
    this.#add(first);
    for (const next of more) {
      if (!this.#isCut) this.onLine(this.#rest.endsWith('\r') ? this.#rest.slice(0, -1) : this.#rest, false);
      this.#rest = '';
      this.#isCut = false;
      this.#add(next);
    }
  }

  #add(text: string): void {
    if (this.#isCut) return;
    this.#rest += text;
    if (this.#rest.length <= this.most) return;
    this.onLine(this.#rest.slice(0, this.most), true);
    this.#rest = '';
    this.#isCut = true;
  }

  /** Hands over what stands behind the last line feed. */
  end(): void {
    this.#add(this.#decoder.end());
    const line = this.#rest;
    this.#rest = '';
    if (line !== '') this.onLine(line, false);
  }
}
