import { setTimeout } from 'node:timers/promises';
import { expect, it } from 'vitest';
import type { CodeAction } from 'vscode-languageserver';
import { DEFAULT_SETTINGS } from '../../server/src/protocol/settings';
import { eventually, LanguageClient, TestFolder } from './support/languageClient';

const revision = (id: string, down: string): string => `"""message"""
revision = '${id}'
down_revision = ${down}


def upgrade():
    raise NotImplementedError


def downgrade():
    raise NotImplementedError
`;

const A = 'migrations/versions/a.py';
const B = 'migrations/versions/b.py';

// A problem that is shown must have its fixes whenever they are asked for: projects are found and read anew at any moment.
it('offers the fix of a shown problem whatever else is going on', async () => {
  using folder = new TestFolder({
    'alembic.ini': '[alembic]\nscript_location = %(here)s/migrations\npath_separator = os\n',
    'migrations/env.py': '',
    [A]: revision('4f1c2a9be07d', 'None'),
    [B]: revision('8d3e57c1a460', "'4f1c2a9be07d'"),
  });
  await using client = new LanguageClient(folder);
  await client.start({ settings: DEFAULT_SETTINGS });
  await client.open(A);
  await client.open(B);
  await client.type(B, (text) => text.replace("'4f1c2a9be07d'", "'4f1c2a9be07'"));
  await eventually(() => Promise.resolve(client.codes(B).includes('unknown-down-revision')), 'the problem');
  const [shown] = client.diagnostics.get(folder.uri(B)) ?? [];

  const events: readonly (() => Promise<unknown>)[] = [
    () => client.changed('alembic.ini'),
    () => client.changed(A, B),
    () => client.request('alembicWorkbench/refreshFiles'),
    () => client.type(A, (text) => `${text}\n# more`),
    () => client.notify('alembicWorkbench/settingsChanged', DEFAULT_SETTINGS),
    () => client.type(B, (text) => `${text}\n# more`),
    () => client.changed('migrations/env.py'),
  ];
  const missing: number[] = [];
  const under: Promise<unknown>[] = [];
  for (let round = 0; round < 140; round++) {
    const event = events[round % events.length];
    if (event !== undefined) under.push(event());
    // Within, at the end of and after the pauses the server makes before it looks.
    await setTimeout(round % 11 === 0 ? 230 : round % 7);
    const actions = await client.request<CodeAction[]>('textDocument/codeAction', {
      textDocument: { uri: folder.uri(B) },
      range: shown?.range,
      context: { diagnostics: [] },
    });
    if (!actions.some(({ title }) => title.includes('4f1c2a9be07d'))) missing.push(round);
  }
  await Promise.all(under);
  expect(missing).toEqual([]);
});
