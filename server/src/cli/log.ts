import { LineIndex } from '../common/lineIndex';
import { operationLabel } from '../operations/operationWords';
import { targetNamed, touchedBy, type TouchingRevision } from '../usecases/schema/touched';
import type { TouchTarget } from '../usecases/schema/touch';
import type { ProjectSnapshot } from '../workspace/snapshot';
import { fail, misuse } from './context';
import { type CliHost, EXIT, type ExitCode } from './host';
import type { Invocation } from './invocation';
import { replayFor } from './replay';
import { shownPath } from './writeChange';

/** `log TABLE[.COLUMN]`: the revisions that touched it, the newest first. */
export function printLog(project: ProjectSnapshot, invocation: Invocation, host: CliHost): ExitCode {
  const { range: name, json } = invocation;
  if (name === undefined) {
    return misuse(host, "'log' needs a table or a column: users, users.email, or with a schema shop.users.email.");
  }
  const made = replayFor(project, invocation, host);
  if (typeof made === 'number') return made;
  const replayed = made.replay.upTo(project, 'heads');
  if (replayed === null) return fail(host, 'The revisions cannot be put in order.');
  const target = targetNamed(replayed, name);
  if (target === null) return misuse(host, `'${name}' is no TABLE, TABLE.COLUMN or SCHEMA.TABLE.COLUMN.`);
  const found = touchedBy(replayed, target);
  if (json) {
    const which = made.engine === null ? {} : { engine: made.engine };
    host.out(`${JSON.stringify({ target, ...which, revisions: found.map((one) => answerOf(one, host)) })}\n`);
    return EXIT.done;
  }
  if (!found.some(({ touches }) => touches.some(({ perhaps }) => perhaps === null))) {
    host.err(`note: No revision surely touches ${shownTarget(target)}.\n`);
  }
  for (const one of found) host.out(shown(one, host));
  return EXIT.done;
}

function answerOf({ id, document, touches, calledBefore, calledAfter }: TouchingRevision, host: CliHost): object {
  const lines = new LineIndex(document.text() ?? '');
  return {
    id,
    message: document.script?.message ?? '',
    file: shownPath(document.path, host),
    calledBefore,
    calledAfter,
    touches: touches.map(({ operation, place, perhaps }) => ({
      operation: operation.kind,
      line: lines.range(place.from, place.to).start.line + 1,
      words: operationLabel(operation),
      sure: perhaps === null,
      ...(perhaps !== null && { reason: perhaps }),
    })),
  };
}

/** The revision as `history` has it, then a line for each operation; `?` before what only may touch. */
function shown({ id, document, touches, calledBefore, calledAfter }: TouchingRevision, host: CliHost): string {
  const lines = new LineIndex(document.text() ?? '');
  const [message = ''] = (document.script?.message ?? '').split('\n');
  const before = shownTarget(calledBefore);
  const renamed = before === shownTarget(calledAfter) ? '' : ` (until here: ${before})`;
  const rows = touches.map(({ operation, place, perhaps }) => {
    const line = lines.range(place.from, place.to).start.line + 1;
    const words = perhaps === null ? operationLabel(operation) : `? ${perhaps}`;
    return `  ${shownPath(document.path, host)}:${line}: ${words}\n`;
  });
  return `${id}${message === '' ? '' : `, ${message}`}${renamed}\n${rows.join('')}`;
}

function shownTarget({ schema, table, column }: TouchTarget): string {
  return [schema, table, column].filter((part) => part !== null).join('.');
}
