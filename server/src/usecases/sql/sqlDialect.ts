import type { DialectName } from '../../schema/context';
import type { ProjectState } from '../../workspace/snapshot';
import { isDialectName } from './sqlOptions';

/** What says which dialect a project's SQL is written for. */
export interface DialectFacts {
  /** What the user chose in this workspace. */
  readonly chosen: DialectName | undefined;
  /** The setting; null: it follows the database. */
  readonly setting: DialectName | null;
  /** What the database is known to be. */
  readonly state: ProjectState | undefined;
  /** Of the URL in the configuration; null: there is none. */
  readonly configured: string | null;
}

/** Where nobody says: what most projects with revisions are for. */
const DEFAULT: DialectName = 'postgresql';

/**
 * The dialect that SQL of a project is shown for: the user's choice, the setting, the database's, the configuration's.
 * @param engine of a project for several databases: which.
 */
export function sqlDialectOf(facts: DialectFacts, engine: string | null): DialectName {
  return knownDialectOf(facts, engine) ?? DEFAULT;
}

/** The same where somebody says so; null: nobody does. */
export function knownDialectOf(
  { chosen, setting, state, configured }: DialectFacts,
  engine: string | null,
): DialectName | null {
  const read = state?.kind === 'read' && state.state.kind === 'known' ? state.state.databases : [];
  const ofEngine = read.find(({ name }) => engine !== null && name === engine) ?? read.at(0);
  const likely = [chosen, setting, ofEngine?.identity.dialect, configured].flatMap((name) => supported(name) ?? []);
  return likely[0] ?? null;
}

/** MariaDB is SQLAlchemy's MySQL. */
function supported(name: string | null | undefined): DialectName | undefined {
  const known = name === 'mariadb' ? 'mysql' : name === 'postgres' ? 'postgresql' : (name ?? '');
  return isDialectName(known) ? known : undefined;
}
