import { contradictionRule } from '../contradictionRule';
import { EXAMPLE_TABLE, exampleRevision } from '../example';

export const duplicateObjectName = contradictionRule({
  id: 'duplicate-object-name',
  codes: ['index-exists', 'constraint-exists'],
  documentation: {
    summary: '`upgrade()` gives an index or a constraint a name that is already used at that point.',
    why: 'The database refuses it when it is run. On PostgreSQL indexes, unique and primary keys share their names with the tables of a schema, on SQLite indexes with the whole database. It is reported only where it is known which database the project is for. It says nothing where a revision before does something that is not followed, such as raw SQL of an unknown kind.',
    fix: 'Choose another name, or drop the old one first.',
    valid: [
      {
        files: {
          'a.py': EXAMPLE_TABLE,
          'b.py': exampleRevision({
            id: 'bbbb',
            down: '"aaaa"',
            imports: true,
            upgrade: 'op.create_index("ix_users_id", "users", ["id"])',
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
            upgrade: 'op.create_index("ix_users_email", "users", ["id"])',
          }),
        },
        messages: ["The table 'users' already has an index 'ix_users_email'."],
      },
    ],
  },
});
