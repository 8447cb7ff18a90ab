import { fc } from '../../../support/random';

const TYPES = ['sa.Integer()', 'sa.String(20)', 'sa.Text()', 'sa.Numeric(10, 2)', 'sa.DateTime()', 'sa.Boolean()'];
/** Defaults that databases accept for a type. */
const DEFAULTS: Readonly<Record<string, readonly string[]>> = {
  'sa.Integer()': ["'1'", "sa.text('1')"],
  'sa.Numeric(10, 2)': ["'1'", "sa.text('1')"],
  'sa.DateTime()': ['sa.func.now()'],
  'sa.Boolean()': ["sa.text('true')"],
};

const column = (name: string): fc.Arbitrary<string> =>
  fc
    .record({
      type: fc.constantFrom(...TYPES),
      nullable: fc.constantFrom('', ', nullable=False', ', nullable=True'),
      serverDefault: fc.nat(2),
      comment: fc.constantFrom('', ", comment='it\\'s'"),
    })
    .map(({ type, nullable, serverDefault, comment }) => {
      const value = (DEFAULTS[type] ?? ["'x'", 'sa.text("\'x\'")'])[serverDefault];
      return `sa.Column('${name}', ${type}${nullable}${value === undefined ? '' : `, server_default=${value}`}${comment})`;
    });

/** A column that can refer to `parent`. */
const REFERRING = 'sa.Integer(), nullable=False';

/** The body that makes a table `t`, and `parent`. */
export const tables: fc.Arbitrary<string> = fc
  .record({
    a: column('a'),
    b: column('b'),
    key: fc.constantFrom(
      "sa.Column('id', sa.Integer(), primary_key=True)",
      "sa.Column('id', sa.BigInteger(), sa.Identity(always=True), primary_key=True)",
      "sa.Column('id', sa.String(10), primary_key=True)",
      "sa.Column('id', sa.Integer(), nullable=False), sa.Column('other', sa.Integer()), sa.PrimaryKeyConstraint('id', 'other', name='pk_t')",
    ),
    unique: fc.constantFrom(
      '',
      ", sa.UniqueConstraint('a', 'b', name='uq_t')",
      ", sa.UniqueConstraint('b', name='uq_b')",
    ),
    check: fc.constantFrom('', ", sa.CheckConstraint('b IS NOT NULL', name='ck_t')"),
    reference: fc.constantFrom(
      '',
      ", sa.ForeignKeyConstraint(['a'], ['parent.id'], name='fk_t', ondelete='CASCADE')",
      ", sa.ForeignKeyConstraint(['b'], ['parent.id'], name='fk_t', deferrable=True, initially='DEFERRED')",
    ),
    index: fc.constantFrom(
      '',
      "op.create_index('ix_t', 't', ['a'])",
      "op.create_index('ix_t', 't', ['a', 'b'], unique=True)",
    ),
    comment: fc.constantFrom('', ", comment='rows'"),
  })
  .map(({ a, b, key, unique, check, reference, index, comment }) => {
    const own = (name: string, text: string): string =>
      reference.includes(`['${name}']`) ? `sa.Column('${name}', ${REFERRING})` : text;
    const parent = "op.create_table('parent', sa.Column('id', sa.Integer(), primary_key=True))";
    return `${parent}\nop.create_table('t', ${key}, ${own('a', a)}, ${own('b', b)}${unique}${check}${reference}${comment})\n${index}`;
  });

/** What a batch has too, without the table. */
const changes: fc.Arbitrary<readonly [name: string, rest: string]> = fc.oneof(
  column('c').map((text) => ['add_column', text] as const),
  fc.constantFrom(
    ['drop_column', "'a'"],
    ['drop_column', "'b'"],
    ['alter_column', "'a', new_column_name='z'"],
    ['alter_column', "'b', nullable=True"],
    ['alter_column', "'b', nullable=False"],
    ['alter_column', "'a', server_default=None"],
    ['alter_column', "'a', server_default='7'"],
    ['create_index', "'ix_new', ['b']"],
    ['create_unique_constraint', "'uq_new', ['a']"],
    ['create_check_constraint', "'ck_new', 'a IS NOT NULL'"],
    ['create_foreign_key', "'fk_new', 'parent', ['b'], ['id']"],
  ),
  fc.constantFrom(...TYPES).map((type) => ['alter_column', `'a', type_=${type}`] as const),
);

/** A change of them outside of a batch. */
export const outside: fc.Arbitrary<string> = fc.oneof(
  changes.map(([name, rest]) => {
    const [first = '', ...others] = rest.split(', ');
    return name.startsWith('create_')
      ? `op.${name}(${[first, "'t'", ...others].join(', ')})`
      : `op.${name}('t', ${rest})`;
  }),
  fc.constantFrom(
    "op.drop_table('t')",
    "op.rename_table('t', 'u')",
    "op.create_table_comment('t', 'other')",
    "op.drop_table_comment('t')",
    "op.create_table('n', sa.Column('id', sa.Integer(), primary_key=True), sa.Column('k', sa.Enum('x', name='kind')))",
    "op.execute('CREATE INDEX ix_raw ON t (b)')",
  ),
);

/** Changes of `t` in a batch. */
export const inside: fc.Arbitrary<string> = fc
  .uniqueArray(changes, { minLength: 1, maxLength: 3, selector: ([, rest]) => /'(\w+)'/.exec(rest)?.[1] })
  .map((list) =>
    [
      "with op.batch_alter_table('t') as batch_op:",
      ...list.map(([name, rest]) => `    batch_op.${name}(${rest})`),
    ].join('\n'),
  );
