import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runCli } from '../../../server/src/cli/runCli';
import { memoryFileSystem } from '../../support/memoryFileSystem';

function revision(id: string, down: string | null, body: string): string {
  return `"""What ${id} does."""
from alembic import op
import sqlalchemy as sa
revision = '${id}'
down_revision = ${down === null ? 'None' : `'${down}'`}
def upgrade():
    ${body}
`;
}

const FILES = {
  '/shop/versions/a.py': revision(
    'aaaa',
    null,
    "op.create_table('people', sa.Column('id', sa.Integer(), primary_key=True), sa.Column('mail', sa.String(20), nullable=False))",
  ),
  '/shop/versions/b.py': revision('bbbb', 'aaaa', "op.rename_table('people', 'users')"),
  '/shop/versions/c.py': revision('cccc', 'bbbb', "op.alter_column('users', 'mail', new_column_name='email')"),
  '/shop/versions/d.py': revision('dddd', 'cccc', "op.execute('ALTER TABLE orders SET (x = 1)')"),
};

interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

async function run(...args: readonly string[]): Promise<Outcome> {
  let [out, err] = ['', ''];
  const fs = memoryFileSystem(FILES);
  const never = (): never => {
    throw new Error('nothing is run here');
  };
  const code = await runCli([...args, '--versions', 'versions'], {
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

describe('schema', () => {
  it('prints the tables at the heads, and what is not sure', async () => {
    expect(await run('schema', '--dialect', 'postgresql')).toEqual({
      code: 0,
      out: `-- table orders is not known: What \`ALTER TABLE orders SET ( ...\` does is not followed. (revision dddd)

CREATE TABLE users (
    id SERIAL NOT NULL, 
    email VARCHAR(20) NOT NULL, 
    CONSTRAINT people_pkey PRIMARY KEY (id)
);
`,
      err: '',
    });
  });

  it('prints those at a revision, as JSON too', async () => {
    const { out } = await run('schema', 'aaaa', '--dialect', 'sqlite');
    expect(out).toContain('CREATE TABLE people');
    const { out: json } = await run('schema', 'bbbb', '--dialect', 'postgresql', '--json');
    expect(JSON.parse(json)).toMatchObject({
      revision: 'bbbb',
      dialect: 'postgresql',
      doubt: null,
      tables: [
        {
          name: 'users',
          schema: null,
          doubt: null,
          columns: [
            { name: 'id', primaryKey: true },
            { name: 'mail', nullable: false, definition: 'mail VARCHAR(20) NOT NULL' },
          ],
          constraints: [{ kind: 'primaryKey', name: 'people_pkey', columns: ['id'] }],
        },
      ],
    });
  });

  it.each([
    [['schema'], 2, 'Add --dialect'],
    [['schema', 'nope', '--dialect', 'sqlite'], 1, "Can't locate revision identified by 'nope'"],
    [['schema', 'base', '--dialect', 'sqlite'], 2, "which 'base' is not"],
    [['schema', '--dialect', 'oracle'], 2, "the dialect 'oracle'"],
    [['log', '--dialect', 'sqlite'], 2, "'log' needs a table"],
    [['log', 'a.b.c.d', '--dialect', 'sqlite'], 2, 'is no TABLE'],
  ])('refuses %s', async (args, code, message) => {
    const outcome = await run(...args);
    expect(outcome.code).toBe(code);
    expect(outcome.err).toContain(message);
  });
});

describe('log', () => {
  it('lists the revisions of a column, through renames', async () => {
    const { out, code } = await run('log', 'users.email', '--dialect', 'postgresql');
    expect(code).toBe(0);
    expect(out.split('\n').filter((line) => !line.startsWith(' '))).toEqual([
      'cccc, What cccc does. (until here: users.mail)',
      'bbbb, What bbbb does. (until here: people.mail)',
      'aaaa, What aaaa does.',
      '',
    ]);
    expect(out).toContain('  versions/a.py:7: ');
  });

  it('is JSON too, and says when there is nothing', async () => {
    const { out } = await run('log', 'users', '--dialect', 'postgresql', '--json');
    expect(JSON.parse(out)).toMatchObject({
      target: { table: 'users', schema: null, column: null },
      revisions: [
        { id: 'cccc', file: 'versions/c.py', touches: [{ operation: 'alterColumn', line: 7, sure: true }] },
        { id: 'bbbb' },
        { id: 'aaaa', touches: [{ operation: 'createTable' }] },
      ],
    });
    const nothing = await run('log', 'nope', '--dialect', 'postgresql');
    expect(nothing).toEqual({ code: 0, out: '', err: 'note: No revision surely touches nope.\n' });
  });
});
