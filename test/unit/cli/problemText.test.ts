import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runErrorText } from '../../../server/src/cli/problemText';

describe('runErrorText', () => {
  const cwd = join('/', 'w', 'shop');
  const file = join('migrations', 'versions', 'a.py');
  const message = 'Revision a failed: no such table: t.';

  it('begins with file and line as a problem does, and shows the statement', () => {
    const via = [{ file: join('/', 'w', 'helpers.py'), line: 2 }];
    const error = {
      code: 'commandFailed',
      message,
      statement: 'DROP\nTABLE t',
      place: { file: join(cwd, file), line: 8, via },
    } as const;
    expect(runErrorText(error, cwd)).toBe(
      `${file}:9: error: ${message} [run-failed]\n    through ${join('/', 'w', 'helpers.py')}:3\n    DROP\n    TABLE t\n`,
    );
  });

  it('is the error alone where no place is known', () => {
    expect(runErrorText({ code: 'commandFailed', message }, cwd)).toBe(`error: ${message}\n`);
  });

  it('gives a hint only where Alembic gave none', () => {
    const known = "Can't locate revision identified by 'x'";
    expect(runErrorText({ code: 'commandFailed', message: known }, cwd)).toContain('hint: ');
    expect(runErrorText({ code: 'commandFailed', message: `${known}. Stamp it.` }, cwd)).not.toContain('hint: ');
  });
});
