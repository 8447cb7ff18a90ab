import { afterAll, beforeAll, expect, it } from 'vitest';
import { eventually, LanguageClient, TestFolder } from './support/languageClient';

const FIRST = 'migrations/versions/aaaa11112222_first.py';
const SECOND = 'migrations/versions/bbbb11112222_second.py';
const NAMES = 'names.py';

function revision(id: string, down: string, body: string): string {
  return `from alembic import op
import sqlalchemy as sa
from names import COLUMN

revision = '${id}'
down_revision = ${down}


def upgrade():
    ${body}


def downgrade():
    pass
`;
}

const FILES = {
  'alembic.ini': '[alembic]\nscript_location = %(here)s/migrations\nprepend_sys_path = .\npath_separator = os\n',
  'migrations/env.py': 'from alembic import context\n',
  [NAMES]: "COLUMN = 'email'\n",
  [FIRST]: revision('aaaa11112222', 'None', "op.create_table('users', sa.Column('email', sa.String(20)))"),
  [SECOND]: revision('bbbb11112222', "'aaaa11112222'", "op.drop_column('users', COLUMN)"),
};

let folder: TestFolder;
let client: LanguageClient;

beforeAll(async () => {
  folder = new TestFolder(FILES);
  client = new LanguageClient(folder);
  await client.start();
  await client.open(SECOND);
});
afterAll(async () => {
  await client[Symbol.asyncDispose]();
  folder[Symbol.dispose]();
});

const CODE = 'unknown-table-or-column';

async function shown(): Promise<void> {
  await eventually(() => client.codes(SECOND).includes(CODE), 'the problem');
}

async function gone(): Promise<void> {
  await eventually(() => !client.codes(SECOND).includes(CODE), 'that the problem goes');
}

it('shows what the tables contradict while it is typed, until it is edited', async () => {
  await client.type(SECOND, (text) => text.replace("'users', COLUMN", "'users', 'mail'"));
  await shown();
  expect(client.problems(SECOND)).toContain(`${CODE}: The table 'users' has no column 'mail'.`);
  await client.type(SECOND, (text) => text.replace("'mail'", 'COLUMN'));
  await gone();
});

it('follows a module that revisions import, in the editor and on disk', async () => {
  await client.open(NAMES);
  await client.type(NAMES, () => "COLUMN = 'phone'\n");
  await shown();
  await client.close(NAMES);
  await gone();
  folder.write(NAMES, "COLUMN = 'fax'\n");
  await client.changed(NAMES);
  await shown();
  expect(client.problems(SECOND)).toContain(`${CODE}: The table 'users' has no column 'fax'.`);
});
