import { contradictionRule } from '../contradictionRule';
import { EXAMPLE_TABLE, exampleRevision } from '../example';

export const unknownIndexOrConstraint = contradictionRule({
  id: 'unknown-index-or-constraint',
  codes: ['no-such-index', 'no-such-constraint'],
  documentation: {
    summary: '`upgrade()` drops an index or a constraint that is not there at that point.',
    why: 'The database refuses it when it is run. Names that a database makes up differ between databases, so this is reported only where it is known which one the project is for. It says nothing where a revision before does something that is not followed, such as raw SQL of an unknown kind.',
    fix: 'Write the name that the index or constraint got when it was made.',
    valid: [
      {
        files: {
          'a.py': EXAMPLE_TABLE,
          'b.py': exampleRevision({
            id: 'bbbb',
            down: '"aaaa"',
            imports: true,
            upgrade: 'op.drop_index("ix_users_email", "users")',
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
            upgrade: 'op.drop_index("ix_users_mail", "users")',
          }),
        },
        messages: ["The table 'users' has no index 'ix_users_mail'."],
      },
      {
        files: {
          'a.py': EXAMPLE_TABLE,
          'b.py': exampleRevision({
            id: 'bbbb',
            down: '"aaaa"',
            imports: true,
            upgrade: 'op.drop_constraint("users_key", "users")',
          }),
        },
        messages: ["The table 'users' has no constraint 'users_key'."],
      },
    ],
  },
});
