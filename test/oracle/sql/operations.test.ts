import { describe, it } from 'vitest';
import { skipping } from '../../support/missing';
import { oraclePython, sqlalchemy21Python, skipReason } from '../support/venv';
import { compareOperations } from './compareOperations';

/** For each dialect. */
const CASES = { '2.0': 2000, '2.1': 700 } as const;
const DIALECTS = ['postgresql', 'sqlite', 'mysql'] as const;

describe('the SQL of operations', skipping(skipReason()), () => {
  it.each(DIALECTS)('on %s is what Alembic prints, or is said not to be known', (dialect) => {
    compareOperations(dialect, { python: oraclePython(), sqlalchemy: '2.0', count: CASES['2.0'] });
  });
});

describe('the SQL of operations with SQLAlchemy 2.1', skipping(skipReason(sqlalchemy21Python)), () => {
  it.each(DIALECTS)('on %s is what Alembic prints, or is said not to be known', (dialect) => {
    compareOperations(dialect, { python: sqlalchemy21Python(), sqlalchemy: '2.1', count: CASES['2.1'] });
  });
});
