import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { keysOf, labelsOf, ModelsBench, undated } from '../../database/support/reviewBench';
import { skipping } from '../../support/missing';
import { skipReason } from '../support/venv';

const reason = skipReason();

const benches: ModelsBench[] = [];
afterEach(() => {
  for (const bench of benches.splice(0)) bench.remove();
});

const MODELS = [
  'sa.Table("pet", metadata, sa.Column("id", sa.Integer, primary_key=True), sa.Column("name", sa.String(9), nullable=False))',
  'sa.Table("vet", metadata, sa.Column("id", sa.Integer, primary_key=True))',
].join('\n');

/** A database at `a1` with one table that the models give a column, and one that they add. */
function pets(start: string, configure: string): ModelsBench {
  const bench = new ModelsBench('sqlite:///pets.db');
  benches.push(bench);
  bench.project.revision({
    id: 'a1',
    upgrade: 'op.create_table("pet", sa.Column("id", sa.Integer, primary_key=True))',
  });
  bench.models(MODELS, { start, configure });
  bench.alembic('upgrade', 'head');
  return bench;
}

const HOOK = 'process_revision_directives=hook';

describe('the hooks of env.py', { ...skipping(reason), timeout: 120_000 }, () => {
  it.each<[what: string, start: string, configure: string, labels: readonly string[]]>([
    [
      'a Rewriter that makes two operations of one',
      `
from alembic.autogenerate import rewriter
from alembic.operations import ops
hook = rewriter.Rewriter()
@hook.rewrites(ops.AddColumnOp)
def add_column(context, revision, op):
    op.column.nullable = True
    return [op, ops.AlterColumnOp(op.table_name, op.column.name, modify_nullable=False, existing_type=op.column.type)]
`,
      HOOK,
      ['vet: Create table', 'pet: Add column name', 'pet: Alter column name: NULL → NOT NULL'],
    ],
    [
      'a hook that adds statements of its own, to downgrade() too, and imports',
      `
from alembic.operations import ops
def hook(context, revision, directives):
    script = directives[0]
    script.imports.add("import json")
    script.upgrade_ops.ops.append(ops.ExecuteSQLOp("UPDATE pet SET name = 'x'"))
    script.downgrade_ops.ops.insert(0, ops.ExecuteSQLOp("DELETE FROM pet"))
`,
      HOOK,
      ['vet: Create table', 'pet: Add column name', ': Run SQL', ': Run SQL'],
    ],
    [
      'render_item with its imports',
      `
def render(kind, item, context):
    if kind == "type" and isinstance(item, sa.String):
        context.imports.add("import decimal")
        return "sa.String(length=%d)" % item.length
    return False
import sqlalchemy as sa
`,
      'render_item=render',
      ['vet: Create table', 'pet: Add column name'],
    ],
    [
      'a hook that numbers the revision',
      `
def hook(context, revision, directives):
    directives[0].rev_id = "0007"
`,
      HOOK,
      ['vet: Create table', 'pet: Add column name'],
    ],
    [
      'an operation of a third party',
      `
from alembic.autogenerate import renderers
from alembic.operations import MigrateOperation
class RefreshViewOp(MigrateOperation):
    def __init__(self, name): self.name = name
    def reverse(self): return RefreshViewOp(self.name)
@renderers.dispatch_for(RefreshViewOp)
def render(context, op):
    context.imports.add("import string")
    return ["if True:", "op.refresh_view(%r)" % op.name, None]
def hook(context, revision, directives):
    directives[0].upgrade_ops.ops.append(RefreshViewOp("pets"))
    directives[0].downgrade_ops.ops.insert(0, RefreshViewOp("pets"))
`,
      HOOK,
      ['vet: Create table', 'pet: Add column name', ': Refresh view'],
    ],
  ])('%s', async (_what, start, configure, labels) => {
    const bench = pets(start, configure);
    const models = await bench.compare();
    expect(labelsOf(models.rows)).toEqual(labels);
    const keys = keysOf(models.rows);
    const expected = bench.byAlembic(models);
    const previews = await bench.preview(models, keys);
    expect(previews.map(({ text }) => undated(text))).toEqual(expected);
    // Each operation alone, and all but it, are what the preview says.
    for (const keep of keys.flatMap((key) => [[key], keys.filter((other) => other !== key)])) {
      const [preview] = await bench.preview(models, keep);
      expect(preview?.text).toContain('def downgrade');
    }
    const [, ...some] = keys;
    const [preview] = await bench.preview(models, some);
    const seen = undated(preview?.text ?? '');
    expect(seen).not.toContain("'vet'");
    expect(await bench.write(models, some)).toEqual([seen]);
  });

  it('an operation on a column that a Rewriter splits off needs the column', async () => {
    const bench = pets(
      `
from alembic.autogenerate import rewriter
from alembic.operations import ops
hook = rewriter.Rewriter()
@hook.rewrites(ops.AddColumnOp)
def add_column(context, revision, op):
    op.column.nullable = True
    return [op, ops.AlterColumnOp(op.table_name, op.column.name, modify_nullable=False, existing_type=op.column.type)]
`,
      HOOK,
    );
    const { rows } = await bench.compare();
    const [added, altered] = rows.filter(({ group }) => group === 'pet');
    expect([added?.label, altered?.label]).toEqual(['Add column name', 'Alter column name: NULL → NOT NULL']);
    expect(altered?.requires).toEqual([added?.key]);
    expect(added?.requires).toEqual([]);
  });

  it('several files, one after the other', async () => {
    const bench = pets(
      `
from alembic.operations import ops
def hook(context, revision, directives):
    script = directives[0]
    tables = [op for op in script.upgrade_ops.ops if isinstance(op, ops.CreateTableOp)]
    others = [op for op in script.upgrade_ops.ops if op not in tables]
    script.upgrade_ops.ops[:] = tables
    script.upgrade_ops.reverse_into(script.downgrade_ops)
    second = ops.MigrationScript("bbbb", ops.UpgradeOps(others), ops.DowngradeOps([]), message="columns", head=script.rev_id)
    second.upgrade_ops.reverse_into(second.downgrade_ops)
    directives.append(second)
`,
      HOOK,
    );
    const models = await bench.compare();
    expect(models.rows.map(({ file, label }) => [file, label])).toEqual([
      [0, 'Create table'],
      [1, 'Add column name'],
    ]);
    const keys = keysOf(models.rows);
    const expected = bench.byAlembic(models);
    expect(expected).toHaveLength(2);
    expect((await bench.preview(models, keys)).map(({ text }) => undated(text))).toEqual(expected);
    // The second follows the first, which is written even with nothing in it.
    const [, second = ''] = keys;
    const written = await bench.write(models, [second]);
    expect(written).toHaveLength(2);
    expect(written[1]).toBe(expected[1]);
    bench.alembic('upgrade', 'head');
  });

  it.each([
    [
      'emptied',
      'directives[0].upgrade_ops.ops.clear(); directives[0].downgrade_ops.ops.clear()',
      'took all differences out',
    ],
    ['dropped', 'directives[:] = []', 'dropped the revision'],
  ])('a revision that is %s is told of', async (_what, change, words) => {
    const bench = pets(`\ndef hook(context, revision, directives): ${change}\n`, HOOK);
    const models = await bench.compare();
    expect(models.rows).toEqual([]);
    expect(models.reasons).toEqual([expect.stringContaining(words)]);
  });

  it('finds cmd_opts as the command line sets them', async () => {
    const bench = pets(
      `
def hook(context, revision, directives):
    options = context.config.cmd_opts
    assert options.autogenerate and options.message == "a change" and options.rev_id is None, options
`,
      HOOK,
    );
    const models = await bench.compare();
    expect(await bench.write(models, keysOf(models.rows))).toHaveLength(1);
  });

  it('tells of a template that does more than insert, and of the hooks after writing', async () => {
    const bench = pets('', '');
    const path = join(bench.project.root, 'migrations/script.py.mako');
    bench.project.write(
      'migrations/script.py.mako',
      readFileSync(path, 'utf8').replace(
        '${upgrades if upgrades else "pass"}',
        '${upgrades.replace("op.", "operations.")}',
      ),
    );
    const models = await bench.compare();
    const [key = ''] = keysOf(models.rows);
    const [preview] = await bench.preview(models, [key]);
    expect(preview?.notes[0]).toBe(
      'script.py.mako does more than insert the operations: this is the file with all of them ticked.',
    );
    expect((await bench.write(models, [key]))[0]).toContain('operations.create_table');
  });

  it('runs the hooks after writing, on what was reviewed', async () => {
    const bench = pets('', '');
    const ini = readFileSync(join(bench.project.root, 'alembic.ini'), 'utf8');
    const hook = [
      '[post_write_hooks]',
      'hooks = mark',
      'mark.type = exec',
      `mark.executable = ${bench.python}`,
      `mark.options = -c "import sys; open(sys.argv[1], 'a').write('# hooked')" REVISION_SCRIPT_FILENAME`,
      '',
    ];
    bench.project.write('alembic.ini', ini + hook.join('\n'));
    const models = await bench.compare();
    const [key = ''] = keysOf(models.rows);
    const [written = ''] = await bench.write(models, [key]);
    expect(written.endsWith('# hooked')).toBe(true);
    expect(written).toContain("op.create_table('vet'");
    expect(written).not.toContain('add_column');
  });

  it('says why a template cannot be filled in', async () => {
    const bench = pets('', '');
    bench.project.write('migrations/script.py.mako', '${nothing.like.that}');
    expect(await bench.tryCompare()).toMatchObject({
      ok: false,
      error: {
        code: 'commandFailed',
        message: expect.stringContaining('script.py.mako cannot be filled in') as string,
      },
    });
  });
});
