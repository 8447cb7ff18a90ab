import { contradictionRule } from '../contradictionRule';
import { EXAMPLE_TABLE, exampleRevision } from '../example';

export const unknownTableOrColumn = contradictionRule({
  id: 'unknown-table-or-column',
  codes: ['no-such-table', 'no-such-column'],
  documentation: {
    summary: '`upgrade()` works on a table or column that is not there at that point.',
    why: 'The database refuses it when it is run. The name may be a slip, stand before a rename or behind one, or belong to another schema (`schema=`). Tables that no revision makes are not reported, unless one of nearly the same name is there. It says nothing where a revision before does something that is not followed, such as raw SQL of an unknown kind.',
    fix: 'Write the name it has after the revisions before this one, or add `schema=`.',
    valid: [
      {
        files: {
          'a.py': EXAMPLE_TABLE,
          'b.py': exampleRevision({
            id: 'bbbb',
            down: '"aaaa"',
            imports: true,
            upgrade: 'op.add_column("users", sa.Column("age", sa.Integer()))',
          }),
        },
      },
      {
        files: {
          'a.py': EXAMPLE_TABLE,
          'b.py': exampleRevision({
            id: 'bbbb',
            down: '"aaaa"',
            imports: true,
            upgrade: 'op.add_column("orders", sa.Column("age", sa.Integer()))',
          }),
        },
      },
    ],
    invalid: [
      {
        files: {
          'a.py': EXAMPLE_TABLE,
          'b.py': exampleRevision({
            id: 'bbbb',
            down: '"aaaa"',
            imports: true,
            upgrade: 'op.drop_column("users", "emails")',
          }),
        },
        messages: ["The table 'users' has no column 'emails'."],
      },
      {
        files: {
          'a.py': EXAMPLE_TABLE,
          'b.py': exampleRevision({ id: 'bbbb', down: '"aaaa"', imports: true, upgrade: 'op.drop_table("user")' }),
        },
        messages: ["There is no table 'user' at this point."],
      },
    ],
  },
});
