import { fc } from '../../support/random';
import { describe, expect, it } from 'vitest';
import { readOperations } from '../../../server/src/operations/readOperations';
import { applyOperations } from '../../../server/src/operations/applyOperation';
import { emptySchema } from '../../../server/src/schema/schema';
import { ONLINE } from './support';

/** Modules of a project, with everything in them that a revision might change for those after it. */
const MODULES: Readonly<Record<string, string>> = {
  'app.state': `
import collections, functools
import sqlalchemy as sa
from sqlalchemy.orm import declarative_base
from app.other import SHARED, Colour, late
from somewhere import unknown, decorate
ITEMS = ['a']
NAMES = {'a': 1}
MEMBERS = {'a'}
NESTED = ({'inner': ['a']},)
COUNTS = collections.defaultdict(int)
STEPS = iter(['a', 'b', 'c'])
COUNTER = 0
MADE = 0
metadata = sa.MetaData()
Base = declarative_base()

class Settings:
    prefix = 'p'
    tags = []
    def __init__(self):
        self.value = 'v'
    def grow(self):
        self.tags.append(self.value)
        return len(self.tags)

settings = Settings()

def count():
    global COUNTER
    COUNTER += 1
    return COUNTER

def remember(value, seen=[]):
    seen.append(value)
    return len(seen)

def counter():
    made = 0
    def step():
        nonlocal made
        made += 1
        return made
    return step

step = counter()

def make():
    global MADE
    MADE = 'made'
    SHARED.append('made')

def grow():
    make()
    ITEMS.append('grown')

@decorate
def escaped():
    ITEMS.append('x')

def labelled():
    labelled.calls = getattr(labelled, 'calls', 0) + 1
    return labelled.calls
`,
  'app.other': `
import enum
from app.third import late
SHARED = ['s']
class Colour(enum.Enum):
    RED = 'r'
`,
  'app.third': `
def late():
    return HELD[0]
HELD = ['held']
`,
  'app.risky': `
from somewhere import anything
VALUE = anything()
KNOWN = 'known'
`,
  'app.hooks': `
from sqlalchemy import event, Index
@event.listens_for(Index, 'after_parent_attach')
def rename(index, table):
    pass
NAME = 'hooked'
`,
};

/** What bodies do, each a line or more, and what they show of the state. */
const LINES: readonly string[] = [
  "state.ITEMS.append('b')",
  'state.ITEMS.pop()',
  'state.ITEMS[0] = "z"',
  'state.ITEMS += ["more"]',
  "state.NAMES['b'] = 2",
  'state.NAMES.update(a=5)',
  "del state.NAMES['a']",
  "state.MEMBERS.add('b')",
  "state.NESTED[0]['inner'].append('b')",
  "state.COUNTS['a'] += 1",
  'show(next(state.STEPS))',
  "state.Settings.prefix = 'q'",
  "state.Settings.tags.append('t')",
  "state.settings.value = 'w'",
  'show(state.settings.grow())',
  'show(state.count())',
  "show(state.remember('a'))",
  'show(state.step())',
  'state.make()',
  'state.unknown(state.ITEMS)',
  'state.unknown(state.grow)',
  'state.unknown(state.settings)',
  'state.unknown(state.Settings)',
  'state.unknown(state)',
  'state.escaped()',
  'show(state.labelled())',
  'show(state.late())',
  'show(state.Colour.RED.value)',
  "sa.Table('t', state.metadata, sa.Column('id', sa.Integer)); show(len(state.metadata.tables))",
  "state.metadata.naming_convention = {'pk': 'pk_%(table_name)s'}",
  'state.Base.metadata = state.metadata',
  'from app.state import *; show(ITEMS)',
  'from app import other; other.SHARED.append("o")',
  'import app.third; app.third.HELD[0] = "changed"',
  'from app.hooks import NAME; show(NAME)',
  `try:
    from app.risky import KNOWN
    show(KNOWN)
except ImportError:
    op.drop_table('risky')`,
  `try:
    show(state.ITEMS[5])
except IndexError:
    show('short')`,
  'class Mine:\n    f = state.count\nshow(Mine.f())',
  `for item in state.ITEMS:
    show(item)`,
  'if op.get_bind().execute(sa.text("select 1")).scalar():\n    state.ITEMS.append("perhaps")',
  "setattr(state.Settings, 'prefix', 'r')",
  'state.unknown(lambda: state.SHARED)',
];

const SHOWN = ['ITEMS', 'NAMES', 'MEMBERS', 'NESTED', 'COUNTER', 'MADE', 'SHARED', 'Settings.prefix', 'settings.value'];

function fileOf(lines: readonly string[]): string {
  const body = [...lines, ...SHOWN.map((name) => `show(state.${name})`), 'show(state.step.__name__, state.count())'];
  const indented = body.flatMap((line) => line.replace(/; /g, '\n').split('\n')).map((line) => `    ${line}\n`);
  return `import sqlalchemy as sa
from alembic import op
from app import state
def show(*values):
    op.execute(' '.join(repr(value) for value in values))
def upgrade():
${indented.join('')}`.replace('    from app.state import *\n', '');
}

function freshReader(): (name: string) => { readonly path: string; readonly text: string } | undefined {
  const files = new Map(
    Object.entries(MODULES).map(([name, text]) => [name, { path: `/p/${name.replace('.', '/')}.py`, text }]),
  );
  files.set('app', { path: '/p/app/__init__.py', text: '' });
  return (name) => files.get(name);
}

describe('files that are read one after the other', () => {
  it(
    'give what each gives by itself, whatever those before changed of the modules they share',
    { timeout: 60_000 },
    () => {
      const files = fc.array(fc.array(fc.constantFrom(...LINES), { maxLength: 4 }), { minLength: 2, maxLength: 6 });
      let known = 0;
      fc.assert(
        fc.property(files, (all) => {
          const readModule = freshReader();
          for (const lines of all) {
            const text = fileOf(lines);
            const { hooks: _, ...kept } = readOperations(text, 'upgrade', ONLINE, { readModule });
            const { hooks: __, ...alone } = readOperations(text, 'upgrade', ONLINE, { readModule: freshReader() });
            expect(kept).toEqual(alone);
            known += alone.operations.filter(({ kind }) => kind === 'execute').length;
          }
        }),
        { seed: 20261122, numRuns: 40 },
      );
      // It compares what is known.
      expect(known).toBeGreaterThan(400);
    },
  );

  it.each(LINES.map((line) => ({ line })))('not even $line', ({ line }) => {
    const readModule = freshReader();
    const read = (lines: readonly string[]): unknown => {
      const { operations, ends } = readOperations(fileOf(lines), 'upgrade', ONLINE, { readModule });
      return { operations, ends };
    };
    const before = read([]);
    read([line]);
    expect(read([])).toEqual(before);
  });

  it('keep what a module changes of SQLAlchemy for all of them', () => {
    const readModule = freshReader();
    const hooks = (text: string): number => readOperations(text, 'upgrade', ONLINE, { readModule }).hooks.length;
    expect(hooks('from app.hooks import NAME\nNAME\n')).toBe(1);
    expect(hooks('')).toBe(1);
    expect(hooks("from sqlalchemy import event, Index\nevent.listen(Index, 'after_parent_attach', print)\n")).toBe(2);
    expect(hooks('')).toBe(0);
  });

  it('read each module once', () => {
    const files = freshReader();
    const asked: string[] = [];
    const readModule = (name: string): ReturnType<typeof files> => {
      asked.push(name);
      return files(name);
    };
    for (const _ of [1, 2, 3]) {
      const { operations } = readOperations(fileOf([]), 'upgrade', ONLINE, { readModule });
      expect(
        applyOperations(emptySchema('postgresql'), operations, { ...ONLINE, revision: 'a' }).contradictions,
      ).toEqual([]);
    }
    expect(asked.filter((name) => name === 'app.other')).toHaveLength(1);
  });
});
