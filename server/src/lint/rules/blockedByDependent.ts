import { contradictionRule } from '../contradictionRule';
import { EXAMPLE_TABLE, exampleRevision } from '../example';

export const blockedByDependent = contradictionRule({
  id: 'blocked-by-dependent',
  codes: ['referenced-table', 'referenced-column', 'referenced-constraint', 'referenced-index'],
  documentation: {
    summary: '`upgrade()` drops what a foreign key still needs.',
    why: 'The database refuses it when it is run. It is reported only where it is known which database the project is for. It says nothing where a revision before does something that is not followed, such as raw SQL of an unknown kind.',
    fix: 'Drop the foreign key first.',
    valid: [
      {
        files: {
          'a.py': EXAMPLE_TABLE,
          'b.py': exampleRevision({ id: 'bbbb', down: '"aaaa"', imports: true, upgrade: 'op.drop_table("users")' }),
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
            upgrade:
              'op.create_table("posts", sa.Column("author", sa.ForeignKey("users.id")))\n    op.drop_table("users")',
          }),
        },
        messages: [
          "The table 'users' cannot be dropped: the foreign key 'posts_author_fkey' of the table 'posts' refers to it.",
        ],
      },
    ],
  },
});
