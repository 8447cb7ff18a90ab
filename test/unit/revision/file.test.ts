import { describe, expect, it } from 'vitest';
import { LineIndex } from '../../../server/src/common/lineIndex';
import type { Range } from '../../../server/src/common/range';
import { readBody, readHead } from '../../../server/src/revision/file';
import { toScript } from '../../../server/src/revision/toScript';

/** The text a range covers. */
function at(text: string, range: Range): string {
  const lines = new LineIndex(text);
  return text.slice(lines.offset(range.start), lines.offset(range.end));
}

const REVISION = `"""add users

Revision ID: a1
Revises: b1, b2
Create Date: 2024-01-15 10:30:00

"""
from alembic import op

# revision identifiers
revision: str = 'a1'
down_revision = ("b1",
                 u"b2")
branch_labels = "users"


def upgrade() -> None:
    op.create_table("users")


def downgrade():
    """Nothing."""
    pass
`;

describe('readHead', () => {
  it.each([REVISION, REVISION.replaceAll('\n', '\r\n')])('knows values and where they stand', (text) => {
    const head = readHead(text);
    if (head.revision.kind !== 'known' || head.downRevision.kind !== 'known') throw new Error('not known');
    expect([head.revision.value, at(text, head.revision.range), at(text, head.revision.nameRange)]).toEqual([
      'a1',
      "'a1'",
      'revision',
    ]);
    expect(head.downRevision.value.form).toBe('tuple');
    expect(
      head.downRevision.value.items.map(({ value, range, contentRange }) => [
        value,
        at(text, range),
        contentRange && at(text, contentRange),
      ]),
    ).toEqual([
      ['b1', '"b1"', 'b1'],
      ['b2', 'u"b2"', 'b2'],
    ]);
    expect(head.branchLabels).toMatchObject({ kind: 'known', literal: true, value: { form: 'string' } });
    expect(head.dependsOn).toEqual({ kind: 'absent' });
    expect(head.insertPosition.start).toEqual({ line: 8, character: 0 });
    const { docstring } = head;
    expect(docstring?.message).toBe('add users');
    expect([docstring?.revisionId?.value, docstring?.revises?.value, docstring?.createDate?.value]).toEqual([
      'a1',
      'b1, b2',
      '2024-01-15 10:30:00',
    ]);
    for (const field of [docstring?.revisionId, docstring?.revises, docstring?.createDate]) {
      expect(field && at(text, field.range)).toBe(field?.value);
    }
  });

  it('keeps placeholders and empty values of the docstring as they are written', () => {
    const placeholder = '"""m\n\nRevises: <previous_rev_id or None>\nRevision ID:\n"""\n';
    const { docstring } = readHead(placeholder);
    expect(docstring?.revises?.value).toBe('<previous_rev_id or None>');
    expect(docstring?.revisionId).toMatchObject({ value: '', range: { start: { line: 3, character: 12 } } });
    expect(docstring?.createDate).toBeUndefined();
  });

  it.each([
    ['# coding\n# coding: latin-1\nx = 1\n', 2, 0],
    ['"""doc"""', 0, 9],
    ['import a\r\n\r\nx = 1', 1, 0],
    ['', 0, 0],
    ['# nothing', 0, 9],
    ['# nothing\n', 1, 0],
  ])('says where a missing attribute of %j would stand', (text, line, character) => {
    expect(readHead(text).insertPosition.start).toEqual({ line, character });
  });

  it('marks what is computed, and says why something is not known', () => {
    const head = readHead(
      'revision = "a" "1"\ndown_revision = f"b{1}"\nbranch_labels = make()\ndepends_on = ["c", 5]\n',
    );
    expect(head.revision).toMatchObject({ kind: 'known', value: 'a1', literal: true });
    expect(head.downRevision).toMatchObject({ kind: 'known', literal: false });
    expect(head.branchLabels).toMatchObject({ kind: 'unknown', reason: expect.stringContaining('call') as string });
    expect(head.dependsOn).toMatchObject({ kind: 'invalid', typeName: 'list', repr: "['c', 5]" });
  });

  it('gives an edit no content range where the value is not one plain literal', () => {
    const head = readHead('A = "a"\nrevision = "x"\ndown_revision = [A, "b\\x31", "c" "d"]\n');
    if (head.downRevision.kind !== 'known') throw new Error('not known');
    expect(head.downRevision.value.items.map(({ value, contentRange }) => [value, contentRange])).toEqual([
      ['a', undefined],
      ['b1', undefined],
      ['cd', undefined],
    ]);
  });

  it('calls a missing attribute unknown when a star import may bring it', () => {
    expect(readHead('from ids import *\ndown_revision = None\n').revision.kind).toBe('unknown');
    expect(readHead('from ids import name\ndown_revision = None\n').revision.kind).toBe('absent');
  });

  it('follows constants into other modules when it is given a way', () => {
    const importConstant = (module: string, level: number, name: string) =>
      module === 'ids' && level === 0 && name === 'BASE' ? ({ kind: 'string', value: 'b1' } as const) : undefined;
    const head = readHead('from ids import BASE\nrevision = "a1"\ndown_revision = BASE\n', { importConstant });
    expect(head.downRevision).toMatchObject({ kind: 'known', literal: false, value: { items: [{ value: 'b1' }] } });
  });

  it.each([
    ['an unclosed bracket', 'revision = "a1"\ndown_revision = ("b1",\n\ndef upgrade():\n    pass\n', 'a1', 'unknown'],
    [
      'an unclosed docstring',
      '"""text\n\nrevision = "a1"\ndown_revision = None\n\ndef upgrade():\n    x("""\n    y""")\n',
      'a1',
      'known',
    ],
    [
      'Python 2',
      'print "x", revision\ntry:\n    import a\nexcept E, e:\n    pass\nrevision = "a1"\ndown_revision = None\n',
      'a1',
      'known',
    ],
    [
      'no indentation',
      'revision = "a1"\ndown_revision = None\ndef upgrade():\nop.x(\n1)\ndef downgrade():\nop.y()',
      'a1',
      'known',
    ],
    ['a half-typed line', 'revision = "a1"\ndown_revision = \n', 'a1', 'unknown'],
    ['an open string', 'revision = "a1"\ndown_revision = "b\n\ndef upgrade(): pass\n', 'a1', 'unknown'],
  ])('keeps the rest of the head in spite of %s', (_, text, id, down) => {
    const head = readHead(text);
    expect(head.revision).toMatchObject({ kind: 'known', value: id });
    expect(head.downRevision.kind).toBe(down);
  });

  it('knows nothing of what stands between conflict markers', () => {
    const head = readHead(
      'revision = "a1"\n<<<<<<< HEAD\ndown_revision = "b1"\n=======\ndown_revision = "b2"\n>>>>>>> x\n',
    );
    expect(head.revision.kind).toBe('known');
    expect(head.downRevision).toMatchObject({
      kind: 'unknown',
      reason: 'It stands between the markers of a merge conflict.',
    });
  });
});

describe('readBody', () => {
  it('knows the functions and what they hold', () => {
    const { functions, faults } = readBody(REVISION);
    expect(faults).toEqual([]);
    expect(functions.map(({ name, body, isAsync }) => [name, body, isAsync])).toEqual([
      ['upgrade', 'code', false],
      ['downgrade', 'empty', false],
    ]);
    const [upgrade, downgrade] = functions;
    expect(upgrade && at(REVISION, upgrade.range)).toBe('def upgrade() -> None:\n    op.create_table("users")');
    expect(upgrade && at(REVISION, upgrade.nameRange)).toBe('upgrade');
    expect(upgrade && at(REVISION, upgrade.bodyRange)).toBe('op.create_table("users")');
    expect(downgrade && at(REVISION, downgrade.bodyRange)).toBe('pass');
  });

  it.each([
    ['def f(): pass', 'empty'],
    ['def f():\n    """doc"""', 'empty'],
    ['def f():\n    ...\n    return None', 'empty'],
    ['def f():\n    raise NotImplementedError("no")', 'raise'],
    ['def f():\n    return 1', 'code'],
    ['def f():\n    pass\n    op.x()', 'code'],
    ['def f():\n    x 2', 'unknown'],
    ['def f():\n    op.x(', 'code'],
    ['def f(', 'unknown'],
    ['def f', 'unknown'],
    ['def f()', 'unknown'],
    ['def f():', 'unknown'],
    ['def f():\n    op.x()\n    x = (1 2)', 'code'],
  ])('%j is %s', (text, body) => {
    expect(readBody(`${text}\n\ndef g():\n    pass\n`).functions.map((one) => [one.name, one.body])).toEqual([
      ['f', body],
      ['g', 'empty'],
    ]);
  });

  it('counts the parameters that must be given', () => {
    const { functions } = readBody('async def f(a, /, b, c=1, *d, e, g=2, **h): ...\n');
    expect(functions[0]).toMatchObject({ requiredParameters: 3, isAsync: true });
    const decorated = readBody('@d\ndef f(a, /, b, c=1, *d, e, g=2, **h): ...\n').functions[0];
    expect(decorated).toMatchObject({ requiredParameters: 0, range: { start: { line: 0 } } });
  });

  it.each(['op.execute("""', 'op.execute(', "op.execute('''sql", 'x = [1, (2,'])(
    'keeps downgrade() behind %j',
    (broken) => {
      const text = `def upgrade():\n    ${broken}\n    more\n\n\ndef downgrade():\n    op.drop_table("x")\n`;
      const { functions, faults } = readBody(text);
      expect(functions.map(({ name, body }) => [name, body === 'empty'])).toEqual([
        ['upgrade', false],
        ['downgrade', false],
      ]);
      expect(functions[1]?.body).toBe('code');
      expect(faults).toHaveLength(1);
    },
  );

  it('names what else the module binds', () => {
    const text =
      'import os.path\nfrom a import b as c, d\nfrom e import *\nx, (y, z) = 1\nif x:\n  def upgrade(): pass\nclass K: q = 1\n';
    expect(readBody(text).boundNames).toEqual(['os', 'c', 'd', '*', 'x', 'y', 'z', 'upgrade', 'K']);
  });

  it('reads suppression comments and whom they speak of', () => {
    const text = `"""doc"""
# alembic-lint: ignore[rule-a]
import x  # noqa # alembic-lint: ignore[rule-b, rule-c]
# alembic-lint: ignore
y = "# alembic-lint: ignore[in-a-string]"
`;
    const { suppressions } = readBody(text);
    expect(
      suppressions.map(({ scope, rules, range }) => [
        scope,
        rules.map((rule) => at(text, rule.range)),
        at(text, range),
      ]),
    ).toEqual([
      ['file', ['rule-a'], '# alembic-lint: ignore[rule-a]'],
      ['line', ['rule-b', 'rule-c'], '# alembic-lint: ignore[rule-b, rule-c]'],
      ['nextLine', [], '# alembic-lint: ignore'],
    ]);
  });

  it('finds NUL characters, which Python reads nowhere', () => {
    const { faults } = readBody(`${REVISION}# \0\n`);
    expect(faults).toMatchObject([{ kind: 'encoding', range: { start: { line: 23, character: 2 } } }]);
  });

  it('sees the version table named', () => {
    expect(readBody('op.execute("ALTER TABLE alembic_version")').mentionsVersionTable).toBe(true);
    expect(readBody(REVISION).mentionsVersionTable).toBe(false);
  });
});

describe('toScript', () => {
  const script = (text: string, path = '/v/x1.py') => toScript(readHead(text), path);

  it('makes the script of a file', () => {
    expect(script(REVISION)).toEqual({
      ok: true,
      value: {
        id: 'a1',
        downRevision: ['b1', 'b2'],
        dependsOn: [],
        branchLabels: ['users'],
        message: 'add users',
        path: '/v/x1.py',
      },
    });
  });

  it("gives Alembic's own error", () => {
    expect(script('down_revision = None\n', '/v/abc0.py')).toMatchObject({ ok: true, value: { id: 'abc0' } });
    expect(script('down_revision = None\n', 'C:\\v\\users.py')).toMatchObject({
      error: {
        kind: 'refused',
        exception: 'CommandError',
        message: expect.stringContaining('filename users.py.') as string,
      },
    });
    expect(script('revision = "a"\n', '/v/a-b.py')).toMatchObject({
      error: { exception: 'AttributeError', message: "module 'a_b_py' has no attribute 'down_revision'" },
    });
    expect(script('revision = 5\ndown_revision = None\n')).toMatchObject({
      error: { exception: 'TypeError', message: "'int' object is not iterable" },
    });
  });

  it('says what is not known', () => {
    expect(script('revision = "a"\ndown_revision = f()\n')).toMatchObject({
      error: { kind: 'unknown', attribute: 'down_revision' },
    });
  });
});
