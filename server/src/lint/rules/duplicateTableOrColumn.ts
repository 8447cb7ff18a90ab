import { contradictionRule } from '../contradictionRule';
import { EXAMPLE_TABLE, exampleRevision } from '../example';

export const duplicateTableOrColumn = contradictionRule({
  id: 'duplicate-table-or-column',
  codes: ['table-exists', 'column-exists'],
  documentation: {
    summary: '`upgrade()` makes a table or column that is already there at that point.',
    why: 'The database refuses it when it is run; on SQLite and MySQL what the revision did before stays. It says nothing where a revision before does something that is not followed, such as raw SQL of an unknown kind.',
    fix: 'Remove it, or the revision that makes it too. Where databases really differ, `if_not_exists=True` makes what is missing.',
    valid: [
      {
        files: {
          'a.py': EXAMPLE_TABLE,
          'b.py': exampleRevision({
            id: 'bbbb',
            down: '"aaaa"',
            imports: true,
            upgrade: 'op.create_table("orders", sa.Column("id", sa.Integer()))',
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
            upgrade: 'op.create_table("users", sa.Column("id", sa.Integer()), if_not_exists=True)',
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
            upgrade: 'op.add_column("users", sa.Column("email", sa.Text()))',
          }),
        },
        messages: ["The table 'users' already has a column 'email'."],
      },
      {
        files: {
          'a.py': EXAMPLE_TABLE,
          'b.py': exampleRevision({
            id: 'bbbb',
            down: '"aaaa"',
            imports: true,
            upgrade: 'op.create_table("users", sa.Column("id", sa.Integer()))',
          }),
        },
        messages: ["There already is a table 'users'."],
      },
    ],
  },
});
