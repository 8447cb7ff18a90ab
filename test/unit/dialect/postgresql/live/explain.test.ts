import { describe, expect, it } from 'vitest';
import { explain } from '../../../../../server/src/dialect/postgresql/live/explain';

function ofServer(code: string, message: string, more: object = {}): Error {
  return Object.assign(new Error(message), { code, severity: 'ERROR', ...more });
}

describe('explain', () => {
  it.for<[string, Error, string, string]>([
    ['a refusal', ofServer('23505', 'duplicate key'), 'commandFailed', 'duplicate key.'],
    ['a hint', ofServer('58P01', 'no space', { hint: 'Check it.' }), 'commandFailed', 'no space. Check it.'],
    ['what is there', ofServer('42P07', 'exists'), 'alreadyExists', 'exists.'],
    ['a race', ofServer('23505', 'twice', { schema: 'pg_catalog' }), 'alreadyExists', 'twice.'],
    ['a lock', ofServer('55P03', 'locked'), 'databaseLocked', 'locked. Run again when the other session has finished.'],
    ['the server’s end', ofServer('57P01', 'ending'), 'connectionFailed', 'The connection was lost: ending. Refresh'],
    [
      'a socket',
      Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }),
      'connectionFailed',
      'was lost: write EPIPE.',
    ],
    ['the driver', new Error('Connection terminated unexpectedly'), 'connectionFailed', 'was lost: Connection'],
    ['a cancel of somebody else', ofServer('57014', 'canceling'), 'commandFailed', 'canceling.'],
  ])('knows %s', ([, error, code, message]) => {
    const failure = explain(error, false);
    expect(failure.code).toBe(code);
    expect(failure.message).toContain(message);
  });

  it('knows our own cancel', () => {
    expect(explain(ofServer('57014', 'canceling'), true)).toEqual({ code: 'cancelled', message: 'Cancelled.' });
  });
});
