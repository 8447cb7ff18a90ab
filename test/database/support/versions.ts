import { pythonWith, skipReason } from '../../oracle/support/venv';
import { findExactPython, findPython } from '../../support/python';

/** A range of Python, Alembic and SQLAlchemy that the bridge works with. */
export interface Versions {
  readonly name: string;
  readonly python: () => string;
  /** Why this machine cannot hold it, or null. */
  readonly reason: string | null;
}

function versions(name: string, folder: string, requirements: string, find: () => string | undefined): Versions {
  const missing = `needs a Python for ${name}`;
  const python = (): string => pythonWith(folder, { requirements, python: find, missing });
  return { name, python, reason: skipReason(python) };
}

/** The ends of what the bridge works with; the reference (oraclePython) is between them. */
export function allVersions(): Versions[] {
  const present = (): string | undefined => findPython(10);
  return [
    versions('Python 3.8, Alembic 1.8.0, SQLAlchemy 1.4.0', 'oldest38', 'requirements-oldest.txt', () =>
      findExactPython(8),
    ),
    versions('this Python, Alembic 1.8.0, SQLAlchemy 1.4', 'oldest', 'requirements-oldest.txt', present),
    versions('this Python, Alembic 1.20.1, SQLAlchemy 2.1', 'newest', 'requirements-newest.txt', present),
  ];
}
