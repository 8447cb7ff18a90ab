import { isDeepStrictEqual } from 'node:util';
import { dialectNamed } from '../../../../server/src/dialect/registry';
import type { Operation } from '../../../../server/src/operations/operation';
import { writeOperations } from '../../../../server/src/operations/python/writeOperations';
import { readOperations } from '../../../../server/src/operations/readOperations';
import type { Context } from '../../../../server/src/schema/context';
import { writeBody } from '../../../../server/src/python/write/body';
import { normal } from './normal';

/** How operations stand once they were written and read again. */
export interface RoundTrips {
  operations: number;
  equal: number;
  /** By the reason's text, names taken out. */
  readonly notWritten: Map<string, number>;
  readonly noted: Map<string, number>;
  readonly wrong: string[];
}

export function emptyRoundTrips(): RoundTrips {
  return { operations: 0, equal: 0, notWritten: new Map(), noted: new Map(), wrong: [] };
}

/** A file whose `upgrade()` does what operations do. */
function fileOf(operations: readonly Operation[]): string {
  const { lines, imports } = writeOperations(operations);
  const head = ['from alembic import op', 'import sqlalchemy as sa', ...imports];
  return `${head.join('\n')}\n\n\ndef upgrade():\n${writeBody(lines)}\n`;
}

/** Writes operations into one file and reads it again; each by itself where something is not as it was. */
export function roundTrip(operations: readonly Operation[], context: Context, name: string, tally: RoundTrips): void {
  // What is not known has nothing to write.
  const known = operations.filter((operation) => !holdsOpaque(operation));
  tally.operations += known.length;
  const written = known.filter((operation) => {
    const { lines, notes } = writeOperations([operation]);
    const isWritten = !lines.some((line) => /^ *#/.test(line));
    for (const { reason } of notes) count(isWritten ? tally.noted : tally.notWritten, reason);
    return isWritten;
  });
  const wrong =
    differences(written, context) === null ? [] : written.filter((one) => differences([one], context) !== null);
  tally.equal += written.length - wrong.length;
  tally.wrong.push(...wrong.map((operation) => `${name}\n${differences([operation], context) ?? ''}`));
}

/** How operations differ from what is read of them; null: not at all. */
function differences(operations: readonly Operation[], context: Context): string | null {
  const text = fileOf(operations);
  const again = readOperations(text, 'upgrade', context, { readModule: () => undefined });
  const isSame = isDeepStrictEqual(normal(again.operations), normal(operations)) && again.ends.kind === 'completed';
  // Of types of the project each file knows its own.
  const hasOwnTypes = show(operations).includes('"kind":"custom"');
  if (isSame && (hasOwnTypes || sqlOf(again.operations, context) === sqlOf(operations, context))) return null;
  return `${text}\n${show(operations)}\n${show(again.operations)}${show(again.ends)}`;
}

const DIALECTS = ['postgresql', 'sqlite', 'mysql'] as const;

/** What the operations are on each database: the same objects named twice are more than equal data. */
function sqlOf(operations: readonly Operation[], context: Context): string {
  return DIALECTS.flatMap((name) =>
    operations.map((operation) => {
      const own: Context = { ...context, dialect: name, mode: 'offline' };
      const answer = dialectNamed(name)?.statements(operation, own, { createdTypes: new Set<string>() });
      return show(answer?.ok === true ? answer.value : null);
    }),
  ).join('\n');
}

function holdsOpaque(operation: Operation): boolean {
  return operation.kind === 'opaque' || ('children' in operation && operation.children.some(holdsOpaque));
}

function count(counts: Map<string, number>, reason: string): void {
  const key = reason.replaceAll(/'[^']*'|`[^`]*`/g, '…');
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function show(data: unknown): string {
  return JSON.stringify(data, (_, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value));
}

export function report(tally: RoundTrips): string {
  const lines = (counts: ReadonlyMap<string, number>): string =>
    [...counts]
      .toSorted(([, a], [, b]) => b - a)
      .map(([reason, times]) => `\n    ${times} × ${reason}`)
      .join('');
  return (
    `${tally.operations} operations, ${tally.equal} read again as they were, ${tally.wrong.length} otherwise` +
    `\n  not written:${lines(tally.notWritten)}\n  written with a note:${lines(tally.noted)}`
  );
}
