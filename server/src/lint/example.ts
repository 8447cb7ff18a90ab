/** Parts of an example revision file; what is left out is left out of the file too. */
export interface ExampleRevision {
  readonly id: string;
  /** Python text of `down_revision`; None by default. */
  readonly down?: string;
  readonly dependsOn?: string;
  readonly labels?: string;
  /** The whole docstring without its quotes. */
  readonly docstring?: string;
  readonly upgrade?: string;
  /** Body of `downgrade`; null leaves the function out. */
  readonly downgrade?: string | null;
  /** What `upgrade` needs is imported: it is run on paper. */
  readonly imports?: true;
}

/** The text of a small revision file for a rule's documentation. */
export function exampleRevision(parts: ExampleRevision): string {
  const lines = [
    ...(parts.docstring === undefined ? [] : [`"""${parts.docstring}"""`, '']),
    ...(parts.imports ? ['import sqlalchemy as sa', 'from alembic import op', ''] : []),
    `revision = "${parts.id}"`,
    `down_revision = ${parts.down ?? 'None'}`,
    ...(parts.labels === undefined ? [] : [`branch_labels = ${parts.labels}`]),
    ...(parts.dependsOn === undefined ? [] : [`depends_on = ${parts.dependsOn}`]),
    '',
    '',
    'def upgrade():',
    `    ${parts.upgrade ?? 'pass'}`,
  ];
  if (parts.downgrade !== null) lines.push('', '', 'def downgrade():', `    ${parts.downgrade ?? 'pass'}`);
  return `${lines.join('\n')}\n`;
}

/** A first revision with a table `users` of two columns and an index, for rules over the schema. */
export const EXAMPLE_TABLE = exampleRevision({
  id: 'aaaa',
  upgrade: [
    'op.create_table("users", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("email", sa.Text()))',
    'op.create_index("ix_users_email", "users", ["email"])',
  ].join('\n    '),
  imports: true,
});
