import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Hover, Location } from 'vscode-languageserver';
import type { ProjectInfo } from '../../server/src/protocol/data';
import { eventually, LanguageClient, TestFolder } from './support/languageClient';

const FIRST = 'migrations/versions/aaaa11112222_first.py';
const SECOND = 'migrations/versions/bbbb11112222_second.py';
const THIRD = 'migrations/versions/cccc11112222_third.py';

const FILES = {
  'alembic.ini': '[alembic]\nscript_location = %(here)s/migrations\npath_separator = os\n',
  'migrations/env.py': 'from alembic import context\n',
  [FIRST]: `"""create users

Revision ID: aaaa11112222
Create Date: 2026-01-02 03:04:05.678901

"""
from alembic import op
import sqlalchemy as sa

revision = 'aaaa11112222'
down_revision = None


def upgrade():
    op.create_table(
        'users',
        sa.Column('id', sa.Integer(), primary_key=True),
        sa.Column('email', sa.String(20), nullable=False),
    )
    op.create_index('ix_users_email', 'users', ['email'])


def downgrade():
    op.drop_table('users')
`,
  [SECOND]: `"""users are *people*"""
from alembic import op
import sqlalchemy as sa

revision = 'bbbb11112222'
down_revision = 'aaaa11112222'


def upgrade():
    op.rename_table('users', 'people')
    op.add_column('people', sa.Column('age', sa.Integer()))
    for column in ('a', 'b'):
        op.add_column('people', sa.Column(column, sa.Integer()))


def downgrade():
    op.drop_column('people', 'age')
`,
  [THIRD]: `"""what is not known"""
from alembic import op
import sqlalchemy as sa

from elsewhere import fill

revision = 'cccc11112222'
down_revision = 'bbbb11112222'


def upgrade():
    fill(op.get_bind())
    op.drop_column('people', 'email')
`,
};

let folder: TestFolder;
let client: LanguageClient;

beforeAll(async () => {
  folder = new TestFolder(FILES);
  client = new LanguageClient(folder);
  await client.start();
  await eventually(async () => {
    const [found] = await client.request<ProjectInfo[]>('alembicWorkbench/listProjects');
    return found !== undefined && found.revisionCount > 0 ? found : null;
  }, 'a project');
});
afterAll(async () => {
  await client[Symbol.asyncDispose]();
  folder[Symbol.dispose]();
});

/** The place of the last letter of `words` (in its `nth` appearance). */
function at(file: keyof typeof FILES, words: string, nth = 0): { line: number; character: number } {
  let offset = -1;
  for (let found = 0; found <= nth; found++) offset = FILES[file].indexOf(words, offset + 1);
  if (offset < 0) throw new Error(`${file} has no ${words}`);
  const before = FILES[file].slice(0, offset + words.length - 1).split('\n');
  return { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
}

async function hover(file: keyof typeof FILES, words: string, nth = 0): Promise<string | null> {
  const position = at(file, words, nth);
  const found = await client.request<Hover | null>('textDocument/hover', {
    textDocument: { uri: folder.uri(file) },
    position,
  });
  if (found === null) return null;
  expect(found.contents).toMatchObject({ kind: 'markdown' });
  return (found.contents as { value: string }).value.replaceAll(folder.uri(''), '');
}

async function references(file: keyof typeof FILES, words: string, nth = 0): Promise<string[]> {
  const found = await client.request<Location[]>('textDocument/references', {
    textDocument: { uri: folder.uri(file) },
    position: at(file, words, nth),
    context: { includeDeclaration: true },
  });
  return found.map(({ uri, range }) => `${uri.slice(-9, -3)}:${range.start.line + 1}`);
}

describe('hover over a call of op', () => {
  it('tells what it does, its SQL, and the table it leaves', async () => {
    expect(await hover(FIRST, 'op.create_index')).toBe(
      `Creates index \`ix_users_email\` on table \`users\`.

\`\`\`sql
CREATE INDEX ix_users_email ON users (email);
\`\`\`

\`users\` after it:

\`\`\`sql
CREATE TABLE users (
    id SERIAL NOT NULL, 
    email VARCHAR(20) NOT NULL, 
    PRIMARY KEY (id)
);

CREATE INDEX ix_users_email ON users (email);
\`\`\``,
    );
  });

  it('tells of a table that is dropped how it was', async () => {
    const text = (await hover(FIRST, 'op.drop_table')) ?? '';
    expect(text).toContain('Drops table `users`.');
    expect(text).toContain('`users` before:\n\n```sql\nCREATE TABLE users');
  });

  it('tells everything that a call in a loop does', async () => {
    const text = (await hover(SECOND, 'op.add_column', 1)) ?? '';
    expect(text).toContain('- Adds column `people.a`.\n- Adds column `people.b`.');
    expect(text).toContain('ADD COLUMN a INTEGER;\n\nALTER TABLE people ADD COLUMN b INTEGER;');
  });

  it('gives the reason for what is not known, and says where the schema is not sure for it', async () => {
    const reason = await hover(THIRD, 'fill(');
    expect(await hover(THIRD, 'fill', 1)).toMatch(/^Not known: .*fill/);
    expect(reason).toMatch(/^Not known/);
    const text = (await hover(THIRD, 'op.drop_column')) ?? '';
    expect(text).toMatch(/Not sure: .*fill.*\(revision `cccc11112222`\)/);
  });
});

describe('hover over a name', () => {
  it('tells how a table is there, and which revisions touched it, under whatever name', async () => {
    const text = (await hover(SECOND, "'people", 1)) ?? '';
    expect(text).toContain('Table `people`');
    expect(text).toContain('age INTEGER');
    expect(text).toContain('Touched up to here by');
    expect(text).toMatch(/\[`aaaa11112222` create users\]\(.*aaaa11112222_first\.py#L15\): create table users/);
    expect(text).toContain('users are \\*people\\*');
  });

  it('tells how a column is there', async () => {
    const text = (await hover(FIRST, "'email", 1)) ?? '';
    expect(text).toContain('`users.email` after it:\n\n```sql\nemail VARCHAR(20) NOT NULL\n```');
    expect(await hover(SECOND, "'people', 'age")).toContain('`people.age` before:');
  });

  it('has nothing to tell of other words', async () => {
    expect(await hover(FIRST, "'ix_users_email")).toBeNull();
    expect(await hover(FIRST, 'sa.String')).toBeNull();
    expect(await hover(FIRST, 'import sqlalchemy')).toBeNull();
    expect(await hover(SECOND, "in ('a")).toBeNull();
  });
});

it('hover over down_revision tells of that revision, and how much there is after it', async () => {
  const text = (await hover(SECOND, "down_revision = 'aaaa")) ?? '';
  expect(text).toMatch(/^\[`aaaa11112222` create users\]\(.*\), created 2026\\-01\\-02/);
  expect(text).toContain('The schema there: 1 table.');
  expect(text).toContain('- create table users\n- create index ix\\_users\\_email on table users');
});

describe('references of a name', () => {
  it('are the calls that touch the table, under whatever name', async () => {
    const all = ['_first:15', '_first:20', 'second:10', 'second:11', 'second:13', '_third:13'];
    expect(await references(FIRST, "'users")).toEqual(all);
    expect(await references(SECOND, "'users")).toEqual(all);
    expect(await references(SECOND, "'people")).toEqual(all);
    expect(await references(SECOND, "'people", 3)).toEqual(all);
  });

  it('are the calls that touch the column', async () => {
    expect(await references(FIRST, "'email", 1)).toEqual(['_first:15', '_first:20', 'second:10', '_third:13']);
    expect(await references(SECOND, "'age")).toEqual(['second:11']);
  });

  it('stay those of the revision over its id', async () => {
    expect(await references(SECOND, "down_revision = 'aaaa")).toEqual(['_first:10', 'second:6']);
  });
});
