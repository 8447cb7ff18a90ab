/** The value below which `share` of the values lie. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const value = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
  if (value === undefined) throw new Error('nothing was measured');
  return value;
}

export function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}

/** Milliseconds that `work` takes. */
export async function milliseconds(work: () => unknown): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** Runs the works in turn, several rounds, so that a busy machine is busy for all of them; the median of each. */
export async function sideBySide(rounds: number, works: readonly (() => unknown)[]): Promise<readonly number[]> {
  const times: number[][] = works.map(() => []);
  for (let round = 0; round < rounds; round++) {
    for (const [index, work] of works.entries()) times[index]?.push(await milliseconds(work));
  }
  return times.map(median);
}

/** The same for works that say by themselves what they took. */
export async function eachInTurn<K extends string>(
  rounds: number,
  works: Readonly<Record<K, () => Promise<number>>>,
): Promise<Readonly<Record<K, number>>> {
  const taken = new Map<string, number[]>();
  for (let round = 0; round < rounds; round++) {
    for (const [name, work] of Object.entries<() => Promise<number>>(works)) {
      taken.set(name, [...(taken.get(name) ?? []), await work()]);
    }
  }
  return Object.fromEntries(Array.from(taken, ([name, times]) => [name, median(times)])) as Record<K, number>;
}

/** `12.3 ms`, three digits. */
export function ms(value: number): string {
  return `${Number(value.toPrecision(3))} ms`;
}

export function times(slow: number, fast: number): string {
  return `${(slow / fast).toFixed(1)} times`;
}

/** Rows under a header, columns padded; numbers come as text. */
export function printTable(title: string, rows: readonly (readonly string[])[]): void {
  const widths = rows.reduce<number[]>(
    (all, row) => row.map((cell, index) => Math.max(all[index] ?? 0, cell.length)),
    [],
  );
  console.log(`\n${title}`);
  for (const row of rows) {
    console.log(
      `  ${row.map((cell, index) => (index === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[index] ?? 0))).join('  ')}`,
    );
  }
}
