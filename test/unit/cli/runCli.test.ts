import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { GraphProject } from '../../../server/src/cli/graph';
import { revisionText } from '../../support/project';
import { type Outcome, terminal } from './terminal';

const INI = '[alembic]\nscript_location = %(here)s/migrations\n';
const SHOP = {
  '/shop/alembic.ini': INI,
  '/shop/migrations/env.py': '',
  '/shop/migrations/versions/a.py': revisionText({ id: 'aaaa', message: 'first' }),
  '/shop/migrations/versions/b.py': revisionText({ id: 'bbbb', down: "'aaaa'", labels: "'lab'", message: 'left' }),
  '/shop/migrations/versions/c.py': revisionText({ id: 'cccc', down: "'aaaa'", dependsOn: "'lab'", message: 'right' }),
};

async function cli(
  files: Readonly<Record<string, string>>,
  args: readonly string[],
  cwd = '/shop',
  environment: Readonly<Record<string, string>> = {},
): Promise<Outcome> {
  return terminal(files, args, { cwd, environment });
}

async function graph(
  files: Readonly<Record<string, string>>,
  args: readonly string[] = [],
  cwd = '/shop',
): Promise<readonly GraphProject[]> {
  const { out, code } = await cli(files, ['graph', '--json', ...args], cwd);
  expect(code).toBe(0);
  return (JSON.parse(out) as { projects: readonly GraphProject[] }).projects;
}

describe('graph', () => {
  it('names a parent that is not there', async () => {
    const files = {
      ...SHOP,
      '/shop/migrations/versions/d.py': revisionText({ id: 'dddd', down: "'gone'", message: 'last' }),
    };
    const { code, out } = await cli(files, ['graph']);
    expect(code).toBe(0);
    expect(out).toContain('  gone (missing) -> dddd (head), last\n');
    expect(out).toContain('  <base> -> aaaa (branchpoint), first\n');
  });
});

describe('the configuration files', () => {
  const [url, version] = ['[alembic]\nsqlalchemy.url = sqlite://\n', '/shop/migrations/versions/a.py'];
  const files = {
    '/shop/conf/local.ini': url,
    '/shop/pyproject.toml': '[tool.alembic]\nscript_location = "%(here)s/migrations"\n',
    '/shop/migrations/env.py': '',
    [version]: revisionText({ id: 'aaaa', message: 'first' }),
    '/shop/other.ini': INI,
  };
  const both = { ini: resolve('/shop/conf/local.ini'), toml: resolve('/shop/pyproject.toml') };

  it('may be an INI file and a pyproject.toml, wherever they are', async () => {
    const given = ['--config', 'conf/local.ini', '-c', 'pyproject.toml'];
    expect(await cli(files, ['heads', ...given])).toEqual({ code: 0, err: '', out: 'aaaa (head)\n' });
    expect(await graph(files, given)).toMatchObject([{ config: both.ini, revisions: [{ id: 'aaaa' }] }]);
    const lost = await cli(files, ['heads', '-c', 'conf/local.ini', '-c', 'gone/pyproject.toml']);
    expect(lost).toMatchObject({ code: 2, err: expect.stringContaining('is not a file.') as string });
  });

  it('are those of ALEMBIC_CONFIG where none is named', async () => {
    const heads = (args: readonly string[], variable: string) =>
      cli(files, ['heads', ...args], '/shop', { ALEMBIC_CONFIG: variable });
    expect((await heads([], 'conf/local.ini')).out).toBe('aaaa (head)\n');
    expect(await heads([], 'other.ini')).toEqual({ code: 0, err: '', out: 'aaaa (head)\n' });
    expect((await heads(['-c', 'conf/local.ini'], 'pyproject.toml')).out).toBe('aaaa (head)\n');
    expect(await heads([], 'gone.ini')).toMatchObject({
      code: 2,
      err: expect.stringContaining('gone.ini is not there.') as string,
    });
    expect((await heads(['-c', 'other.ini'], 'gone.ini')).code).toBe(0);
    expect((await heads(['--project', '.'], 'gone.ini')).out).toBe('aaaa (head)\n');
  });
});

describe('history, heads and branches', () => {
  it('print what Alembic prints', async () => {
    expect(await cli(SHOP, ['history'])).toEqual({
      code: 0,
      err: '',
      out: 'aaaa (lab) -> cccc (head), right\naaaa -> bbbb (lab) (effective head), left\n<base> -> aaaa (branchpoint), first\n',
    });
    expect((await cli(SHOP, ['heads'])).out).toBe('bbbb (lab) (effective head)\ncccc (head)\n');
    expect((await cli(SHOP, ['heads', '--resolve-dependencies'])).out).toBe('cccc (head)\n');
    expect((await cli(SHOP, ['branches'])).out).toBe(
      'aaaa (branchpoint)\n     -> bbbb (lab) (effective head)\n     -> cccc (head)\n\n',
    );
    expect((await cli(SHOP, ['history', '-r', 'aaaa:lab'])).out).toBe(
      'aaaa -> bbbb (lab) (effective head), left\n<base> -> aaaa (branchpoint), first\n',
    );
  });

  it('read bare folders', async () => {
    expect((await cli(SHOP, ['heads', '--versions', 'migrations/versions'])).out).toBe(
      'bbbb (lab) (effective head)\ncccc (head)\n',
    );
  });

  it('give Alembic’s own error', async () => {
    expect(await cli(SHOP, ['history', '-r', 'zzzz:'])).toEqual({
      code: 1,
      out: '',
      err: "error: Can't locate revision identified by 'zzzz'\nhint: 'alembic-workbench history' lists the revisions there are.\n",
    });
    const { err } = await cli(SHOP, ['history', '-r', `${'z'.repeat(5000)}:`]);
    expect(err).toMatch(/identified by 'z+…z+'\n/);
    expect(err.length).toBeLessThan(300);
    expect((await cli(SHOP, ['history', '-r', 'zzzz'])).code).toBe(2);
    expect((await cli(SHOP, ['history', '-r', 'current:'])).err).toMatch(/^error: No Python was found/);
  });

  it('say why a chain does not load, and where', async () => {
    const files = { ...SHOP, '/shop/migrations/versions/d.py': revisionText({ id: 'dddd', down: "'gone'" }) };
    const { code, out, err } = await cli(files, ['heads']);
    expect([code, out]).toEqual([1, '']);
    expect(err).toMatch(/^migrations[\\/]versions[\\/]d\.py:4:\d+: error: .*\[unknown-down-revision\]$/m);
    expect(err).toMatch(/^error: Alembic cannot load the revisions: KeyError: 'gone'$/m);
  });

  it.each([
    ['[alembic]\nscript_location = nowhere\n', 'There is no folder '],
    [`${INI}truncate_slug_length = forty\n`, 'Alembic refuses '],
    ['[alembic]\nscript_location = nowhere:scripts\n', 'Where the revision files are is not known'],
    ['script_location = migrations\n', 'Alembic refuses '],
  ])('say why Alembic refuses the configuration %j', async (ini, why) => {
    const { code, out, err } = await cli({ ...SHOP, '/shop/alembic.ini': ini }, ['history']);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toContain(`error: ${why}`);
    expect(err).toMatch(/^alembic\.ini:\d+:\d+: /);
    expect((await cli({ ...SHOP, '/shop/alembic.ini': ini }, ['graph'])).out).toContain(why);
  });

  it('list the sections there are', async () => {
    const files = {
      ...SHOP,
      '/shop/alembic.ini': `${INI}[other]\nscript_location = migrations\n[loggers]\nkeys = root\n`,
    };
    for (const command of [['heads'], ['upgrade', 'head'], ['graph']]) {
      const { code, out, err } = await cli(files, [...command, '-n', 'foo']);
      expect([code, out]).toEqual([2, '']);
      expect(err).toMatch(/alembic\.ini: There is no section \[foo\] .*: \[alembic\], \[other\]\.\n$/);
    }
    expect((await cli(files, ['heads', '-n', 'other'])).code).toBe(0);
  });

  it('claim nothing when a file’s revision is not known', async () => {
    const files = { ...SHOP, '/shop/migrations/versions/d.py': 'revision = make()\ndown_revision = None\n' };
    const { code, out, err } = await cli(files, ['heads']);
    expect([code, out]).toEqual([1, '']);
    expect(err).toContain('d.py');
  });

  it('claim nothing over a cycle that Alembic does not notice', async () => {
    const files = {
      ...SHOP,
      '/shop/migrations/versions/d.py': revisionText({ id: 'dddd', down: "('aaaa', 'eeee')" }),
      '/shop/migrations/versions/e.py': revisionText({ id: 'eeee', down: "'dddd'" }),
      '/shop/migrations/versions/f.py': revisionText({ id: 'ffff', down: "'eeee'" }),
    };
    const { code, out, err } = await cli(files, ['heads']);
    expect([code, out]).toEqual([1, '']);
    expect(err).toMatch(/error: The revisions .*(dddd.*eeee|eeee.*dddd).* cycle, which Alembic does not notice/);
  });

  it('never choose among several projects', async () => {
    const files = Object.fromEntries(
      ['/one', '/two'].flatMap((root) =>
        Object.entries(SHOP).map(([path, text]) => [`/all${path.replace('/shop', root)}`, text]),
      ),
    );
    const { code, err } = await cli(files, ['heads'], '/all');
    expect(code).toBe(2);
    expect(err).toContain(`--config ${resolve('/all/one/alembic.ini')}`);
    expect(err).toContain(`--config ${resolve('/all/two/alembic.ini')}`);
    expect((await cli(files, ['heads', '--project', 'two'], '/all')).code).toBe(0);
    expect((await cli(files, ['heads', '-c', 'one/alembic.ini'], '/all')).code).toBe(0);
    expect((await graph(files, [], '/all')).map(({ root }) => root)).toEqual([
      resolve('/all/one'),
      resolve('/all/two'),
    ]);
  });

  it('read the section that is named', async () => {
    const files = { ...SHOP, '/shop/alembic.ini': '[other]\nscript_location = %(here)s/migrations\n' };
    expect((await cli(files, ['heads', '-n', 'other'])).code).toBe(0);
  });

  it.each([
    [['heads', '--project', 'nowhere'], /nowhere is not there/],
    [['heads', '-c', 'nowhere.ini'], /nowhere\.ini is not there/],
    [['heads', '--versions', 'nowhere'], /nowhere is not a folder/],
    [['heads', '--project', 'alembic.ini'], /is not a directory/],
    [['heads', '--project', 'migrations/versions'], /No Alembic project is found below/],
  ])('refuse %j', async (args, message) => {
    const { code, out, err } = await cli(SHOP, args);
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(message);
  });
});

describe('graph', () => {
  it('has the documented shape', async () => {
    const versions = resolve('/shop/migrations/versions');
    const [project, ...more] = await graph(SHOP);
    expect(more).toEqual([]);
    const { revisions, problems, ...rest } = project ?? expect.fail('no project');
    expect(rest).toEqual({
      root: resolve('/shop'),
      config: resolve('/shop/alembic.ini'),
      versionLocations: [versions],
      heads: ['bbbb', 'cccc'],
      effectiveHeads: ['bbbb'],
      bases: ['aaaa'],
      history: ['cccc', 'bbbb', 'aaaa'],
    });
    expect(revisions.map(({ id }) => id)).toEqual(['aaaa', 'bbbb', 'cccc']);
    expect(revisions[2]).toEqual({
      id: 'cccc',
      file: resolve(versions, 'c.py'),
      downRevision: ['aaaa'],
      dependsOn: ['lab'],
      branchLabels: [],
      message: 'right',
      isHead: true,
      isBase: false,
      isBranchPoint: false,
      isMergePoint: false,
    });
    expect(revisions[0]).toMatchObject({ isHead: false, isBase: true, isBranchPoint: true, downRevision: [] });
    expect(problems.map(({ code }) => code)).toContain('multiple-heads');
    expect(Object.keys(problems[0] ?? {}).sort()).toEqual(['code', 'file', 'message', 'range', 'severity']);
  });

  it('goes on with what is known of a chain that does not load', async () => {
    const files = { ...SHOP, '/shop/migrations/versions/d.py': revisionText({ id: 'dddd', down: "'gone'" }) };
    const [project] = await graph(files);
    expect(project?.revisions.map(({ id }) => id)).toEqual(['aaaa', 'bbbb', 'cccc', 'dddd']);
    expect(project?.problems.map(({ code }) => code)).toContain('unknown-down-revision');
    expect((await cli(files, ['graph'])).out).toContain("KeyError: 'gone'");
  });

  it('is empty where there is nothing', async () => {
    const { code, out, err } = await cli({ '/empty/x.txt': '' }, ['graph', '--json'], '/empty');
    expect([code, JSON.parse(out)]).toEqual([0, { projects: [] }]);
    expect(err).toMatch(/No Alembic project/);
  });
});

describe('lint', () => {
  it('tells once what is wrong in a folder that two projects share', async () => {
    const ini = '[alembic]\nscript_location = %(here)s\nversion_locations = %(here)s/../shared\npath_separator = os\n';
    const found = await cli(
      {
        '/shop/one/alembic.ini': ini,
        '/shop/one/env.py': '',
        '/shop/two/alembic.ini': ini,
        '/shop/two/env.py': '',
        '/shop/shared/a.py': revisionText({ id: 'aaaa', down: "'gone'" }),
      },
      ['lint'],
    );
    expect(found.out.match(/unknown-down-revision/g)).toHaveLength(1);
    expect(found.out).toMatch(/^1 error/m);
  });

  it('ends with 1 when there are errors, and with 0 when there are none', async () => {
    const broken = { ...SHOP, '/shop/migrations/versions/d.py': revisionText({ id: 'aaaa' }) };
    const found = await cli(broken, ['lint']);
    expect(found.code).toBe(1);
    expect(found.out).toMatch(/error: .*\[duplicate-revision-id\]/);
    expect(found.out).toMatch(/\d+ errors?/);
    expect((await cli(SHOP, ['lint'])).code).toBe(0);
    const json = await cli(broken, ['lint', '--json']);
    expect(json.code).toBe(1);
    expect(json.out).toContain('"duplicate-revision-id"');
  });
});

describe('lint of what the tables contradict', () => {
  const table = "op.create_table('users', sa.Column('id', sa.Integer(), primary_key=True))";
  const doing = (text: string, body: string): string =>
    `import sqlalchemy as sa\nfrom alembic import op\n${text.replace("op.execute('select 1')", body)}`;
  const files = (
    body: string,
    comment = '',
    ini: Readonly<Record<string, string>> = {},
  ): Readonly<Record<string, string>> => ({
    '/shop/alembic.ini': INI,
    '/shop/migrations/env.py': '',
    '/shop/migrations/versions/a.py': doing(revisionText({ id: 'aaaa' }), table),
    '/shop/migrations/versions/b.py': doing(revisionText({ id: 'bbbb', down: "'aaaa'" }), body + comment),
    ...ini,
  });

  it('is an error as any other, on its line, in JSON too', async () => {
    const wrong = files("op.drop_column('users', 'mail')");
    const found = await cli(wrong, ['lint']);
    expect(found.code).toBe(1);
    expect(found.out).toMatch(
      /^migrations\/versions\/b\.py:\d+:\d+: error: The table 'users' has no column 'mail'\. \[unknown-table-or-column\]$/m,
    );
    const json = await cli(wrong, ['lint', '--json']);
    expect(json.code).toBe(1);
    expect(json.out).toContain('"unknown-table-or-column"');
  });

  it('is silenced by a comment', async () => {
    const comment = '  # alembic-lint: ignore[unknown-table-or-column]';
    const silenced = files("op.drop_column('users', 'mail')", comment);
    expect(await cli(silenced, ['lint'])).toMatchObject({ code: 0, out: 'No problems.\n' });
  });

  it('is for the dialect that is named, else for that of the URL, else what every database refuses', async () => {
    const dropped = files("op.drop_index('ix_users_mail', 'users')");
    expect((await cli(dropped, ['lint'])).code).toBe(0);
    expect((await cli(dropped, ['lint', '--dialect', 'postgresql'])).out).toContain('[unknown-index-or-constraint]');
    const ini = { '/shop/alembic.ini': `${INI}sqlalchemy.url = postgresql://localhost/shop\n` };
    const likely = await cli(files("op.drop_index('ix_users_mail', 'users')", '', ini), ['lint']);
    expect(likely.out).toContain('[unknown-index-or-constraint]');
    expect((await cli(dropped, ['lint', '--dialect', 'oracle'])).code).toBe(2);
  });

  it('looks at each database of a file for several', async () => {
    const dispatch = `import sqlalchemy as sa
from alembic import op
revision = 'aaaa'
down_revision = None
def upgrade(engine_name):
    globals()[f'upgrade_{engine_name}']()
def upgrade_one():
    ${table}
def upgrade_two():
    op.rename_table('users', 'people')
def downgrade(engine_name):
    pass
`;
    const second = dispatch.replace(table, "op.drop_column('users', 'mail')").replace("'aaaa'", "'bbbb'");
    const found = await cli(
      {
        '/shop/alembic.ini': INI,
        '/shop/migrations/env.py': '',
        '/shop/migrations/versions/a.py': dispatch,
        '/shop/migrations/versions/b.py': second.replace('= None', "= 'aaaa'"),
      },
      ['lint', '--dialect', 'postgresql'],
    );
    expect(found.out.match(/The table 'users' has no column 'mail'/g)).toHaveLength(1);
  });
});

describe('runs', () => {
  it('name the interpreter that is not there', async () => {
    const { code, err } = await cli(SHOP, ['upgrade', 'head', '--yes', '--python', 'nowhere']);
    expect([code, err]).toEqual([2, 'error: --python names nowhere, which is not there.\n']);
  });
});

it('tells help and version', async () => {
  expect(await cli(SHOP, ['--version'])).toEqual({ code: 0, out: '1.2.3\n', err: '' });
  expect((await cli(SHOP, ['--help'])).out).toMatch(/^Usage: alembic-workbench/);
});
