import { describe, expect, it } from 'vitest';
import { libraryType } from '../../../server/src/schema/sqlType';
import { readOperations } from '../../../server/src/operations/readOperations';
import type { DialectName } from '../../../server/src/schema/context';
import type { CustomType } from '../../../server/src/schema/sqlType';

/** The type of a column that is added with it, and whether the file changes SQLAlchemy for others. */
function read(setup: string, dialect: DialectName = 'postgresql'): { type: CustomType; hooks: number } {
  const head =
    'import sqlalchemy as sa\nfrom alembic import op\nfrom sqlalchemy.dialects import postgresql\nfrom sqlalchemy.ext.compiler import compiles\n';
  const text = `${head}${setup}\ndef upgrade():\n    op.add_column('t', sa.Column('a', Own()))\n`;
  const context = { dialect, mode: 'offline', sqlalchemy: '2.0', naming: null } as const;
  const { operations, hooks } = readOperations(text, 'upgrade', context, { readModule: () => undefined });
  const [operation] = operations;
  if (operation?.kind !== 'addColumn' || operation.column.type.kind !== 'custom') throw new Error('no custom type');
  return { type: operation.column.type, hooks: hooks.length };
}

const decorator = (body: string, impl = 'sa.CHAR'): string =>
  `class Own(sa.TypeDecorator[str]):\n    impl = ${impl}\n    ${body.replaceAll('\n', '\n    ')}\n`;
const BY_DIALECT = `def load_dialect_impl(self, dialect):
    if dialect.name == 'postgresql':
        return dialect.type_descriptor(postgresql.UUID())
    return dialect.type_descriptor(sa.CHAR(32))`;

describe('types of a project', () => {
  it('are what load_dialect_impl says for the dialect', () => {
    expect(read(decorator(BY_DIALECT)).type.written).toEqual(libraryType('sqlalchemy', 'UUID'));
    expect(read(decorator(BY_DIALECT), 'sqlite').type.written).toMatchObject({ name: 'CHAR' });
  });

  it.each([
    ['what it says depends on the object', decorator('def load_dialect_impl(self, dialect): return self.impl')],
    ['it raises', decorator('def load_dialect_impl(self, dialect): raise ValueError')],
    ['its number may be the primary key', decorator(BY_DIALECT, 'sa.Integer')],
    ['it brings a type along', decorator("def load_dialect_impl(self, dialect): return sa.Enum('a', name='b')")],
    ['it is resolved otherwise', decorator(`${BY_DIALECT}\ndef type_engine(self, dialect): return 1`)],
    ['its number may be the primary key, and nothing is said', decorator('cache_ok = True', 'sa.Integer')],
    ['it is made otherwise', decorator('def __init__(self): pass')],
    [
      'a mixin says',
      'class Mixin:\n    def load_dialect_impl(self, dialect): return sa.Text()\nclass Own(Mixin, sa.TypeDecorator):\n    impl = sa.CHAR\n',
    ],
    ['a mixin may say', 'from other import Mixin\nclass Own(Mixin, sa.TypeDecorator):\n    impl = sa.CHAR\n'],
    ['it is a type of the schema', 'class Own(sa.types.SchemaType, sa.TypeDecorator):\n    impl = sa.CHAR\n'],
  ])('are not known where %s', (_, setup) => {
    expect(read(setup).type).toEqual({ kind: 'custom', name: 'Own', reason: "The type 'Own' is the project's own." });
  });

  it('are their impl where they do not choose', () => {
    expect(read(decorator('cache_ok = True')).type.written).toEqual(libraryType('sqlalchemy', 'CHAR'));
    const variants = "sa.JSON().with_variant(postgresql.JSONB(), 'postgresql')";
    expect(read(decorator('cache_ok = True', variants)).type.written).toEqual(libraryType('postgresql', 'JSONB'));
    expect(read(decorator('cache_ok = True', variants), 'sqlite').type.written).toMatchObject({ name: 'JSON' });
    const mixin =
      'class Mixin:\n    def process(self): pass\nclass Own(Mixin, sa.TypeDecorator):\n    impl = sa.Text\n';
    expect(read(mixin).type.written).toEqual(libraryType('sqlalchemy', 'Text'));
    const given = (call: string, impl: string): unknown =>
      read(
        `from other import strange\n${decorator('cache_ok = True', impl)}Given = Own\ndef Own(): return Given(${call})\n`,
      ).type.written;
    const five = { length: { kind: 'integer', value: 5n } } as const;
    expect(given('5', 'sa.String')).toEqual(libraryType('sqlalchemy', 'String', five));
    expect(given('length=5', 'sa.String')).toEqual(libraryType('sqlalchemy', 'String', five));
    expect(given('5', 'sa.String(6)')).toMatchObject({ arguments: { length: { value: 6n } } });
    expect(given('strange', 'sa.String')).toBeUndefined();
  });

  it('are the words of get_col_spec, where they are always the same', () => {
    const own = (words: string): string =>
      `class Own(sa.types.UserDefinedType):\n    def get_col_spec(self, **kw): return ${words}\n`;
    expect(read(own("'vector(3)'")).type.text).toBe('vector(3)');
    expect(read(own("'vector(%s)' % self.n")).type.text).toBeUndefined();
  });

  it('are what @compiles says for the dialect', () => {
    const own = (base: string, dialect: string): string =>
      `class Own(${base}): pass\n@compiles(Own${dialect})\ndef f(*args, **kw): return 'JSONB'\n`;
    expect(read(own('sa.JSON', '')).type.text).toBe('JSONB');
    expect(read(own('sa.JSON', ", 'sqlite'")).type.text).toBeUndefined();
    expect(read(own('sa.JSON', ", 'sqlite'"), 'sqlite').type.text).toBe('JSONB');
    expect(read(own('sa.Integer', '')).type.text).toBeUndefined();
  });

  it('change for others where they are compiled otherwise after they were made', () => {
    const late = "class Own(sa.JSON): pass\nmade = sa.JSON().with_variant(Own(), 'sqlite')\n@compiles(Own)\n";
    expect(read(`${late}def f(*args): return 'JSONB'\n`).hooks).toBeGreaterThan(0);
  });
});
