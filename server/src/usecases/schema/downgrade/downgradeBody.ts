import type { LineIndex } from '../../../common/lineIndex';
import type { ApplyContext, Irreversible, Reversed } from '../../../operations/applied';
import type { Opaque } from '../../../operations/operation';
import { writeOperations } from '../../../operations/python/writeOperations';
import type { Reading } from '../../../operations/readOperations';
import { reverseAll } from '../../../operations/reverseOperation';
import type { ImportScope } from '../../../python/write/importedNames';
import { writeText } from '../../../python/write/literal';
import type { Schema } from '../../../schema/schema';
import { whyNotCompleted } from '../../sql/eachRevision';
import { withCasts } from './castBack';

/** How `downgrade()` says what it does not undo. */
export type SaysIrreversible = 'comment' | 'raise';

/** What of `upgrade()` is not undone. */
export interface NotUndone {
  /** One sentence for the user. */
  readonly reason: string;
  /** Of the revision file, zero-based. */
  readonly line: number;
}

/** One `upgrade` of a file. */
export interface DowngradePart {
  /** Of a file for several databases: which. */
  readonly engine: string | null;
  readonly reading: Reading;
  readonly before: Schema;
  readonly context: ApplyContext;
  /** What the body says first; null: nothing. */
  readonly note: string | null;
}

export interface DowngradeBody {
  readonly name: string;
  /** The function that it undoes. */
  readonly upgrade: string;
  /** Not indented. */
  readonly lines: readonly string[];
  readonly imports: readonly string[];
  readonly notUndone: readonly NotUndone[];
}

/** What the body is written into, and how. */
export interface BodyOptions {
  readonly lines: LineIndex;
  readonly scope: ImportScope;
  readonly irreversible: SaysIrreversible;
}

/** The body of the function that undoes another. */
export function downgradeBody(
  { engine, reading, before, context, note }: DowngradePart,
  { lines, scope, irreversible: says }: BodyOptions,
): DowngradeBody {
  const undone = reverseAll(reading.operations, before, context);
  const unread = whyNotCompleted(reading.ends);
  const steps: readonly Reversed[] = unread === null ? undone : [{ operations: [], irreversible: [unread] }, ...undone];
  const lineOf = (at: Pick<Irreversible, 'place'>): number => lines.position(at.place.from).line;
  const operations = steps.flatMap((step) => [
    ...step.irreversible.map((one): Opaque => remark(`Line ${lineOf(one) + 1} is not undone: ${one.reason}`, one)),
    ...step.operations,
  ]);
  const written = writeOperations(context.dialect === 'postgresql' ? withCasts(operations) : operations, { scope });
  const notUndone = [
    ...steps.flatMap((step) => step.irreversible).map((one) => ({ reason: one.reason, line: lineOf(one) })),
    ...written.notes.flatMap(({ operation, reason }) =>
      operation.kind === 'opaque' ? [] : [{ reason, line: lineOf(operation) }],
    ),
  ];
  const suffix = engine === null ? '' : `_${engine}`;
  return {
    name: `downgrade${suffix}`,
    upgrade: `upgrade${suffix}`,
    lines: inBody(note === null ? written.lines : [`# ${note}`, ...written.lines], notUndone, says),
    imports: written.imports,
    notUndone,
  };
}

/** What stands as a comment, since no Python does it. */
function remark(reason: string, { place }: Irreversible): Opaque {
  return { kind: 'opaque', place, table: null, reason };
}

function inBody(lines: readonly string[], [first]: readonly NotUndone[], says: SaysIrreversible): readonly string[] {
  // Before anything is changed.
  if (first !== undefined && says === 'raise')
    return [`raise NotImplementedError(${writeText(first.reason)})`, ...lines];
  const isEmpty = lines.every((line) => line.trim() === '' || line.startsWith('#'));
  return isEmpty ? [...lines, 'pass'] : lines.slice(0, lines.findLastIndex((line) => line.trim() !== '') + 1);
}
