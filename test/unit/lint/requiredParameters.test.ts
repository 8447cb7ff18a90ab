import { join } from 'node:path';
import { expect, it } from 'vitest';
import { lintExample, root } from './support';

/** A revision file with these lines in place of its `def upgrade():`. */
const revision = (upgrade: string, downgrade = 'def downgrade():\n    pass'): Record<string, string> => ({
  'a.py': `revision = "aaaa"\ndown_revision = None\n\n\n${upgrade}\n\n\n${downgrade}\n`,
});

async function shown(files: Record<string, string>, envPy: string): Promise<readonly string[]> {
  const problems = await lintExample({ files }, {}, { [join(root, 'migrations/env.py')]: envPy });
  return problems.filter(({ subCode }) => subCode === 'parameters').map(({ message }) => message);
}

const BARE = 'from alembic import context\n\nwith context.begin_transaction():\n    context.run_migrations()\n';
const message = (name: string): string =>
  `Alembic calls '${name}' without arguments, for env.py hands it none: running this revision fails.`;

it.each([
  ['def upgrade(op):\n    op.drop_table("t")', [message('upgrade')]],
  ['def upgrade(*, engine):\n    op.drop_table("t")', [message('upgrade')]],
  ['def upgrade(op=None, *args, **kwargs):\n    op.drop_table("t")', []],
  ['@with_op\ndef upgrade(op):\n    op.drop_table("t")', []],
  ['def upgrade(op):\n    op.drop_table("t")\n\n\ndef upgrade():\n    op.drop_table("t")', []],
  ['def upgrade(op):\n    op.drop_table("t")\n\n\nupgrade = wrap(upgrade)', []],
])('%s', async (upgrade, expected) => {
  expect(await shown(revision(upgrade), BARE)).toEqual(expected);
});

it('is told of both functions', async () => {
  const files = revision('def upgrade(op):\n    op.drop_table("t")', 'def downgrade(op):\n    op.drop_table("u")');
  expect(await shown(files, BARE)).toEqual([message('upgrade'), message('downgrade')]);
});

it.each([
  ['hands them arguments', BARE.replace('run_migrations()', 'run_migrations(engine_name=name)')],
  ['does so in one of two places', `${BARE}\ncontext.run_migrations(**arguments)\n`],
  ['hands the function on', `${BARE}\nrun(context.run_migrations)\n`],
  ['calls somebody else who may', 'from shop.migrations import run\n\nrun()\n'],
])('is not told where env.py %s', async (_, envPy) => {
  expect(await shown(revision('def upgrade(op):\n    op.drop_table("t")'), envPy)).toEqual([]);
});

it('is told where an async env.py runs it in a function of its own', async () => {
  const envPy = `from alembic import context\n\ndef do_run_migrations(connection):\n    context.run_migrations ( )\n\nconnection.run_sync(do_run_migrations)\n`;
  expect(await shown(revision('def upgrade(op):\n    op.drop_table("t")'), envPy)).toEqual([message('upgrade')]);
});
