import type { Result } from '../../common/result';
import type { IdentifierParams, Meaning } from '../../protocol/commands';
import { command as revisionCommand } from '../../revision/alembicError';
import type { RevisionError, RevisionMap, Step } from '../../revision/model';
import { planDowngrade, planStamp, planUpgrade } from '../../revision/plans';
import { getRevision, resolveRevisions } from '../../revision/resolve';
import { asRevision, BASE } from '../../revision/traverse';
import { rowsAfter } from '../../revision/versionRows';
import type { ProjectSnapshot, ProjectState } from '../../workspace/snapshot';

type Question = Pick<IdentifierParams, 'command' | 'identifier' | 'from'>;
interface Refusal {
  readonly refusal: string;
}
type Answer = Meaning | Refusal | null;

/** Counted from where the database stands, or from a revision: what only a plan can resolve. */
const RELATIVE = /[+-]\d+$/;

/**
 * What an identifier that is being typed means, by the revision files and the state last read; for offline SQL by the start
 * that was chosen.
 * @returns Alembic's refusal in its words; null where it cannot be told: the chain does not load, the state is not known, or
 * several databases would give several answers.
 */
export function resolveIdentifier(
  { chain }: Pick<ProjectSnapshot, 'chain'>,
  state: ProjectState | undefined,
  { command, identifier, from }: Question,
): Answer {
  if (chain.error !== null || chain.defects.some(({ kind }) => kind === 'cycle')) return null;
  const { map } = chain;
  if (command === 'revision') return startOf(map, identifier);
  const relative = RELATIVE.test(identifier);
  const itself = relative && command !== 'show' ? null : meaningOf(resolveRevisions(map, identifier));
  if (command === 'show' || (itself !== null && 'refusal' in itself)) return itself;

  const standing = from === undefined ? rowsOf(state) : startRows(map, from);
  if (standing === null) return itself;
  if ('refusal' in standing) return standing;
  const answers = standing.map((rows): Answer => {
    const planned = planOf(command)(map, rows, identifier);
    if (!planned.ok) return { refusal: planned.error.message };
    const ids = itself === null ? reached(map, rows, planned.value) : itself.ids;
    return ids === null ? null : { ids, ...(command !== 'stamp' && { steps: planned.value.length }) };
  });
  const [first = null, ...others] = answers;
  return others.every((other) => JSON.stringify(other) === JSON.stringify(first)) ? first : itself;
}

/** The rows of each database; null while they are not known. */
function rowsOf(state: ProjectState | undefined): readonly (readonly string[])[] | null {
  return state?.kind === 'read' && state.state.kind === 'known' ? state.state.databases.map(({ rows }) => rows) : null;
}

/** One revision: `MigrationContext.get_current_heads` in offline mode looks it up by `get_revision`, `base` apart. */
function startOf(map: RevisionMap, from: string): Answer {
  if (from === 'base') return { ids: [] };
  const found = revisionCommand(() => getRevision(map, from));
  if (!found.ok) return { refusal: found.error.message };
  return found.value === null ? null : { ids: [found.value.id] };
}

function startRows(map: RevisionMap, from: string): readonly (readonly string[])[] | Refusal | null {
  const start = startOf(map, from);
  return start === null || 'refusal' in start ? start : [start.ids];
}

type Plan = (map: RevisionMap, rows: readonly string[], target: string) => Result<readonly Step[], RevisionError>;

function planOf(command: Exclude<Question['command'], 'show' | 'revision'>): Plan {
  if (command === 'stamp') return (map, rows, target) => planStamp(map, rows, [target]);
  return command === 'upgrade' ? planUpgrade : planDowngrade;
}

function meaningOf(found: ReturnType<typeof resolveRevisions>): Meaning | Refusal {
  if (!found.ok) return { refusal: found.error.message };
  const revisions = found.value.filter((one) => one !== null && one !== BASE);
  return { ids: revisions.map((one) => asRevision(one).id) };
}

/** The rows a run adds; null when they cannot be followed. */
function reached(map: RevisionMap, rows: readonly string[], steps: readonly Step[]): string[] | null {
  let after = rows;
  for (const step of steps) {
    const changed = rowsAfter(map, after, step);
    if (!changed.ok) return null;
    after = changed.value;
  }
  // A run without steps leads to where the database is.
  return steps.length === 0 ? [...rows] : after.filter((row) => !rows.includes(row));
}
