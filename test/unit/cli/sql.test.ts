import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runCli } from '../../../server/src/cli/runCli';
import { memoryFileSystem } from '../../support/memoryFileSystem';

const FILES = {
  '/shop/versions/a.py': `
from alembic import op
revision = 'aaaa'
down_revision = None
def upgrade():
    op.execute('select 1')
def downgrade():
    raise Exception('no')
`,
};

async function sql(
  ...args: readonly string[]
): Promise<{ readonly code: number; readonly out: string; readonly err: string }> {
  let out = '';
  let err = '';
  const fs = memoryFileSystem(FILES);
  const never = (): never => {
    throw new Error('nothing is run here');
  };
  const code = await runCli(['sql', ...args], {
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    ask: null,
    open: never,
    write: never,
    cwd: resolve('/shop'),
    fs,
    engine: { spawn: never, fs, environment: {}, platform: process.platform, bridgeProgram: '' },
    runner: { request: never },
    signal: new AbortController().signal,
    version: '1.2.3',
  });
  return { code, out, err };
}

describe('sql START:END', () => {
  it('prints the script from one revision to another', async () => {
    const { code, out } = await sql('base:aaaa', '--dialect', 'mysql', '--versions', 'versions');
    expect(code).toBe(0);
    expect(out).toBe(
      'CREATE TABLE alembic_version (\n    version_num VARCHAR(32) NOT NULL, \n' +
        '    CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)\n);\n\n' +
        "-- Running upgrade  -> aaaa\n\nselect 1;\n\nINSERT INTO alembic_version (version_num) VALUES ('aaaa');\n\n",
    );
  });

  it('says of which line nothing is known, and prints nothing', async () => {
    const { code, out, err } = await sql('--downgrade', 'aaaa:base', '--dialect', 'sqlite', '--versions', 'versions');
    expect(code).toBe(1);
    expect(out).toBe('');
    expect(err).toContain(`${resolve('/shop/versions/a.py')}:8: Alembic ends with Exception: no`);
  });

  it.each(['aaaa', 'base:', ':aaaa', 'a:b:c'])('refuses %s', async (range) => {
    const { code, err } = await sql(range, '--dialect', 'sqlite', '--versions', 'versions');
    expect(code).toBe(2);
    expect(err).toContain('START:END');
  });

  it('tells of identifiers as Alembic does', async () => {
    const { err } = await sql('base:gone', '--dialect', 'sqlite', '--versions', 'versions');
    expect(err).toContain("Can't locate revision identified by 'gone'");
  });
});

describe('sql --each', () => {
  it('prints a line of JSON for each direction', async () => {
    const { code, out } = await sql('--each', '--dialect', 'postgresql', '--json', '--versions', 'versions');
    expect(code).toBe(0);
    const file = resolve('/shop/versions/a.py');
    expect(out.split('\n').map((line): unknown => (line === '' ? '' : JSON.parse(line)))).toEqual([
      { id: 'aaaa', file, direction: 'upgrade', ok: true, statements: ['select 1;'] },
      {
        id: 'aaaa',
        file,
        direction: 'downgrade',
        ok: false,
        reason: 'Alembic ends with Exception: no',
        range: expect.objectContaining({ start: { line: 7, character: 4 } }) as unknown,
      },
      '',
    ]);
  });

  it('prints SQL to be read', async () => {
    const { out } = await sql('--each', '--dialect=postgresql', '--versions', 'versions');
    expect(out).toBe(
      '-- upgrade aaaa\n\nselect 1;\n\n-- downgrade aaaa\n\n-- Not known, because of line 8: Alembic ends with Exception: no\n\n',
    );
  });

  it('names the dialects there are', async () => {
    const { code, err } = await sql('--each', '--dialect', 'oracle', '--versions', 'versions');
    expect(code).toBe(2);
    expect(err).toMatch(/SQL is not written for the dialect 'oracle'\. Name one of .*postgresql/);
    expect((await sql('--each', '--versions', 'versions')).err).toContain('--dialect');
    expect((await sql('--dialect', 'postgresql', '--versions', 'versions')).err).toContain('--each');
  });
});
