import { describe, expect, it } from 'vitest';
import type { Outcome } from '../../server/src/protocol/data';
import type { DowngradeInfo } from '../../server/src/protocol/downgrade';
import { DEFAULT_SETTINGS } from '../../server/src/protocol/settings';
import { eventually, LanguageClient, TestFolder } from './support/languageClient';

const FILE = 'migrations/versions/aaaa11112222_first.py';

const FILES = {
  'alembic.ini': '[alembic]\nscript_location = %(here)s/migrations\npath_separator = os\n',
  'migrations/env.py': 'from alembic import context\n',
  [FILE]: `from alembic import op
import sqlalchemy as sa

revision = 'aaaa11112222'
down_revision = None


def upgrade():
    op.create_table('users', sa.Column('id', sa.Integer(), primary_key=True))
    op.execute("DELETE FROM other")


def downgrade():
    pass
`,
};

function downgradeOf(client: LanguageClient, name: string): Promise<Outcome<DowngradeInfo>> {
  return client.request('alembicWorkbench/generateDowngrade', { uri: client.folder.uri(name) });
}

describe('the downgrade of a revision', () => {
  it('undoes the text as it stands, and says what it does not undo as the setting has it', async () => {
    using folder = new TestFolder(FILES);
    await using client = new LanguageClient(folder);
    await client.start();
    const first = await eventually(async () => {
      const answer = await downgradeOf(client, FILE);
      return answer.ok ? answer : null;
    }, 'a downgrade');
    const reason = 'What undoes this statement is not known: DELETE FROM other';
    const comment = `    # Line 10 is not undone: ${reason}\n`;
    expect(first.text).toBe(FILES[FILE].replace('    pass\n', `${comment}    op.drop_table('users')\n`));
    expect(first.notUndone).toEqual([{ line: 9, reason }]);
    await client.open(FILE);
    await client.type(FILE, (text) => text.replaceAll("'users'", "'people'"));
    const second = await downgradeOf(client, FILE);
    expect(second.ok && second.text).toContain("op.drop_table('people')");
    await client.notify('alembicWorkbench/settingsChanged', { ...DEFAULT_SETTINGS, irreversible: 'raise' });
    const third = await downgradeOf(client, FILE);
    expect(third.ok && third.text).toContain(`def downgrade():\n    raise NotImplementedError('${reason}')\n`);
    expect(await downgradeOf(client, 'migrations/env.py')).toMatchObject({
      ok: false,
      failure: { code: 'noRevision' },
    });
  });
});
