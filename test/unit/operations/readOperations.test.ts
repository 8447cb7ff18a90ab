import { describe, expect, it } from 'vitest';
import { readOperations } from '../../../server/src/operations/readOperations';
import { OFFLINE, read, revision } from './support';

const NOTHING = { readModule: () => undefined };

describe('readOperations', () => {
  it('says what a function raises, and what it did before', () => {
    const { operations, ends } = read("op.drop_table('a')\nraise Exception('stop')\nop.drop_table('b')");
    expect(operations).toMatchObject([{ table: 'a' }]);
    expect(ends).toMatchObject({ kind: 'raised', type: 'Exception', message: 'stop' });
  });

  it('says what loading the file raises', () => {
    const text = `raise RuntimeError('no')\n${revision("op.drop_table('a')")}`;
    expect(readOperations(text, 'upgrade', OFFLINE, NOTHING)).toMatchObject({
      operations: [],
      ends: { kind: 'raised', type: 'RuntimeError' },
    });
  });

  it.each(['\0', '\uFFFD'])('says nothing of a file with %o, which Python may not read', (letter) => {
    const text = revision(`op.execute('a${letter}b')`);
    const from = text.indexOf(letter);
    expect(readOperations(text, 'upgrade', OFFLINE, NOTHING)).toMatchObject({
      operations: [],
      ends: { kind: 'stopped', place: { from, to: from + 1 } },
    });
  });

  it('says that a function is missing', () => {
    const { ends } = readOperations(revision('pass'), 'downgrade', OFFLINE, NOTHING);
    expect(ends).toMatchObject({ kind: 'raised', type: 'AttributeError' });
  });

  it('tells where an operation stands', () => {
    const text = revision("op.drop_table('a')");
    const [operation] = readOperations(text, 'upgrade', OFFLINE, NOTHING).operations;
    expect(operation && text.slice(operation.place.from, operation.place.to)).toBe("op.drop_table('a')");
  });

  it('follows helpers of the file and of the project', () => {
    const text = `
from alembic import op
from project.helpers import drop
def both():
    drop('a')
    op.drop_table('b')
def upgrade():
    both()
`;
    const helper = {
      path: '/project/helpers.py',
      text: 'from alembic import op\ndef drop(name):\n    op.drop_table(name)\n',
    };
    const readModule = (name: string): typeof helper | undefined => (name === 'project.helpers' ? helper : undefined);
    expect(readOperations(text, 'upgrade', OFFLINE, { readModule }).operations).toMatchObject([
      { kind: 'dropTable', table: 'a' },
      { kind: 'dropTable', table: 'b' },
    ]);
  });

  it('does not take a directive for what it is called for when the file has its own', () => {
    const text = `
from alembic import op
from alembic.operations import Operations, MigrateOperation
@Operations.register_operation('drop_table')
class Drop(MigrateOperation):
    pass
def upgrade():
    op.drop_table('a')
`;
    expect(readOperations(text, 'upgrade', OFFLINE, NOTHING).operations).toMatchObject([{ kind: 'opaque' }]);
  });

  it.each([
    ["from sqlalchemy import event\n@event.listens_for(sa.Index, 'after_parent_attach')\ndef f(*a): pass", ['Index']],
    ["sa.event.listen(sa.Table, 'before_create', print)", ['Table']],
    ['from sqlalchemy.ext.compiler import compiles\n@compiles(sa.JSON)\ndef f(*a): pass', ['JSON']],
    ["from sqlalchemy.ext.compiler import compiles\n@compiles(sa.JSON, 'sqlite')\ndef f(*a): pass", []],
    ['from sqlalchemy.ext.compiler import compiles\nclass Own: pass\n@compiles(Own)\ndef f(*a): pass', []],
  ])('tells what of SQLAlchemy the file changes for all: %s', (head, hooks) => {
    const text = `import sqlalchemy as sa\n${head}\ndef upgrade(): pass\n`;
    const read = readOperations(text, 'upgrade', OFFLINE, NOTHING);
    expect(read.ends.kind).toBe('completed');
    expect(read.hooks.map(({ className }) => className)).toEqual(hooks);
  });

  describe('of several databases', () => {
    const dispatch = (call: string): string => `
from alembic import op
def upgrade(engine_name):
    ${call}
def downgrade(engine_name):
    eval("downgrade_%s" % engine_name)()
def upgrade_one():
    op.drop_table('a')
def upgrade_two():
    op.drop_table('b')
def downgrade_one():
    op.drop_table('c')
def downgrade_two():
    pass
`;

    it.each([
      'globals()["upgrade_%s" % engine_name]()',
      'globals()[f"upgrade_{engine_name}"]()',
      'eval("upgrade_%s" % engine_name)()',
    ])('%s', (call) => {
      const { engines } = readOperations(dispatch(call), 'upgrade', OFFLINE, NOTHING);
      expect(engines).toMatchObject([
        { engine: 'one', operations: [{ table: 'a' }], ends: { kind: 'completed' } },
        { engine: 'two', operations: [{ table: 'b' }] },
      ]);
    });

    it('reads downgrades alike', () => {
      const { engines } = readOperations(dispatch('pass'), 'downgrade', OFFLINE, NOTHING);
      expect(engines).toMatchObject([
        { engine: 'one', operations: [{ table: 'c' }] },
        { engine: 'two', operations: [] },
      ]);
    });

    it('needs to know which there are', () => {
      const text = "def upgrade(engine_name):\n    if engine_name == 'one':\n        pass\n";
      expect(readOperations(text, 'upgrade', OFFLINE, NOTHING)).toMatchObject({
        engines: null,
        ends: { kind: 'stopped' },
      });
    });
  });
});
