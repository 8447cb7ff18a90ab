import type { RunningState } from '../../../server/src/protocol/data';

/** The button that ends a run by force. */
export const FORCE = 'End by Force';

/** What stays and what goes when the process of a run is killed, by dialect. */
const LEAVES: Readonly<Record<string, string | undefined>> = {
  sqlite:
    'SQLite takes back the transaction that is open when the file is next used; what was committed before, stays.',
  postgresql:
    'The server takes back the transaction that is open, once it notices; what was committed before, and what ran in an autocommit block, stays.',
  mysql: 'Each statement that changed a table is committed already and stays, though its revision may not be recorded.',
};
const ELSEWHERE =
  'What happens to statements that were not committed is up to the server; what was committed before, stays.';

/** Killing `docker compose exec` ends nothing in the container; what the bridge is told there it may never read. */
const NOT_REACHED =
  'Force asks its Python, which runs in a container or on another machine, to end at once, but cannot make it: it may go on there. See that it has ended before anything else is run.';

/** The question after a cancel that went unanswered, with what force leaves. */
export function unansweredCancel(
  noun: string,
  { databases, elsewhere }: Pick<RunningState, 'databases' | 'elsewhere'>,
): string {
  const labels = databases.map(({ label }) => label).join(', ');
  const leaves = new Set(
    databases.map(({ dialect }) => LEAVES[dialect === 'mariadb' ? 'mysql' : dialect] ?? ELSEWHERE),
  );
  return [
    `The ${noun} of ${labels} was cancelled and has not ended: it may be waiting for a lock or a long statement.`,
    'Waiting is safe.',
    elsewhere === true ? NOT_REACHED : 'Force kills its Python process at once.',
    ...leaves,
    'The state is read again afterwards.',
  ].join(' ');
}
