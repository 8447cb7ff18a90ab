import { describe, it } from 'vitest';
import { skipping } from '../../support/missing';
import { oraclePython, skipReason } from '../support/venv';
import { compareOperations } from './compareOperations';
import { copyCase } from './copyTexts';

const CASES = 150;

describe('the SQL of batches that copy a table which `copy_from` describes', skipping(skipReason()), () => {
  it.each(['postgresql', 'sqlite', 'mysql'] as const)(
    'on %s is what Alembic prints, or is said not to be known',
    (dialect) => {
      compareOperations(dialect, {
        python: oraclePython(),
        sqlalchemy: '2.0',
        count: CASES,
        among: copyCase,
        known: 0.7,
      });
    },
  );
});
