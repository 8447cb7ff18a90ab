import { describe, expect, it } from 'vitest';
import { explainOutcome } from '../../../server/src/engine/alembic/explain';

describe('explainOutcome', () => {
  const explain = (exception: readonly string[], message: string): string | undefined =>
    explainOutcome(
      {
        kind: 'ended',
        end: {
          kind: 'end',
          error: {
            stage: 'environment',
            exception,
            message,
            traceback: '',
            module: null,
            driver: false,
            connecting: false,
            revision: null,
            frames: [],
            statement: null,
            database: null,
            stayed: null,
          },
          stopped: null,
          cancelled: false,
          readOnly: true,
          contexts: 0,
          done: 0,
        },
      },
      {
        interpreter: { command: 'python', args: [], detail: 'python' },
        workingDirectory: '/w',
        secrets: [],
        deadline: null,
        needsMigrations: true,
      },
    )?.message;

  it('names the file that Python cannot read', () => {
    expect(explain(['builtins.SyntaxError'], "'(' was never closed (3f2a_users.py, line 20)")).toBe(
      "Python cannot read line 20 of 3f2a_users.py: SyntaxError: '(' was never closed. Mend the file, then try again.",
    );
    const indentation = ['builtins.IndentationError', 'builtins.SyntaxError'];
    expect(explain(indentation, 'unexpected indent (env.py, line 3)')).toBe(
      'Python cannot read line 3 of env.py: IndentationError: unexpected indent. Mend the file, then try again.',
    );
    // Raised by hand, or by `eval`.
    expect(explain(['builtins.SyntaxError'], 'what')).toBe('env.py failed: SyntaxError: what');
  });

  it('says that a Python elsewhere may go on when only its command could be killed', () => {
    const about = { workingDirectory: '/w', secrets: [], deadline: null, needsMigrations: true };
    const here = { command: 'python', args: [], detail: 'python' };
    const elsewhere = { folder: '/w', folders: [], name: 'api' };
    const killed = { kind: 'cancelled' } as const;
    expect(explainOutcome(killed, { ...about, interpreter: here })?.message).toBe('Cancelled.');
    const there = { ...about, interpreter: { ...here, elsewhere } };
    expect(explainOutcome(killed, there)?.message).toBe('Cancelled.');
    expect(explainOutcome({ ...killed, left: true }, there)?.message).toMatch(/may still be at work: end it there/);
  });
});
