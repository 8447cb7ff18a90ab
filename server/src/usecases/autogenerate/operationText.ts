import type { ComparedOperation } from '../../engine/alembic/comparison';

/** What an operation does, by its kind; `#` stands for the name of what it is about. */
const LABELS: Readonly<Record<string, string>> = {
  create_table: 'Create table',
  drop_table: 'Drop table',
  rename_table: 'Rename table',
  add_column: 'Add column #',
  drop_column: 'Drop column #',
  alter_column: 'Alter column #',
  create_index: 'Create index #',
  drop_index: 'Drop index #',
  create_primary_key: 'Add primary key #',
  create_unique_constraint: 'Add unique constraint #',
  create_foreign_key: 'Add foreign key #',
  create_check_constraint: 'Add check constraint #',
  create_exclude_constraint: 'Add exclude constraint #',
  create_table_comment: 'Set table comment',
  drop_table_comment: 'Remove table comment',
  execute_sql: 'Run SQL',
  bulk_insert: 'Insert rows',
};

const CONSTRAINTS: Readonly<Record<string, string>> = {
  foreignkey: 'foreign key',
  unique: 'unique constraint',
  check: 'check constraint',
  primary: 'primary key',
};

const CHANGES: Readonly<Record<ComparedOperation['changes'][number], string>> = {
  type: 'type',
  nullable: 'NULL or NOT NULL',
  serverDefault: 'server default',
  comment: 'comment',
  name: 'name',
};

/** A string of Python, in which what looks like an argument is none. */
const STRINGS = /'(?:\\[^]|[^'\\])*'|"(?:\\[^]|[^"\\])*"/g;

/** Which way a column changes, by the argument of `op.alter_column` as Alembic renders it. */
function changeText(change: ComparedOperation['changes'][number], { upgrade, downgrade }: ComparedOperation): string {
  if (change !== 'nullable') return CHANGES[change];
  const now = /\bnullable=(True|False)\b/.exec((upgrade ?? downgrade ?? '').replace(STRINGS, ''))?.[1];
  if (now === undefined) return CHANGES[change];
  return now === 'True' ? 'NOT NULL → NULL' : 'NULL → NOT NULL';
}

/** `Add column email`, `Alter column price: type, server default`, `Drop foreign key on customer_id`. */
export function operationLabel(operation: ComparedOperation): string {
  const { kind, changes } = operation;
  const label = LABELS[kind] ?? constraintLabel(operation) ?? sentence(kind);
  const named = label.replace(' #', nameText(operation));
  return changes.length === 0
    ? named
    : `${named}: ${changes.map((change) => changeText(change, operation)).join(', ')}`;
}

function constraintLabel({ kind, constraintType }: ComparedOperation): string | undefined {
  return kind === 'drop_constraint' ? `Drop ${CONSTRAINTS[constraintType ?? ''] ?? 'constraint'} #` : undefined;
}

function nameText({ name, columns }: ComparedOperation): string {
  if (name !== null) return ` ${name}`;
  return columns.length === 0 ? '' : ` on ${columns.join(', ')}`;
}

/** Of a third party's operation: `replace_view` -> `Replace view`. */
function sentence(kind: string): string {
  const words = kind.replaceAll('_', ' ').trim();
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}

/** Whether running it loses what somebody has stored, or may: a change of type that does not surely keep every value. */
export function isDestructive({ kind, side, mayLoseValues }: ComparedOperation): boolean {
  return side === 'upgrade' && (kind === 'drop_table' || kind === 'drop_column' || mayLoseValues);
}
