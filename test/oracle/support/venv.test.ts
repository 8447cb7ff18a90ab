import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { oraclePython, skipReason } from './venv';
import { skipping } from '../../support/missing';

describe('the oracle', skipping(skipReason()), () => {
  it('runs the pinned Alembic and SQLAlchemy', () => {
    const script = 'import alembic, sqlalchemy; print(alembic.__version__, sqlalchemy.__version__)';
    const { stdout, stderr } = spawnSync(oraclePython(), ['-c', script], { encoding: 'utf8' });
    expect(stdout.trim(), stderr).toBe('1.20.0 2.0.54');
  });
});
