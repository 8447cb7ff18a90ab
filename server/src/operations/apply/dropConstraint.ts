import { constraintNamed, indexNamed, primaryKeyOf, referencesTo } from '../../schema/lookup';
import type { Constraint, Name } from '../../schema/model';
import { refuse } from '../../sqlalchemy/refusal';
import type { DropConstraint } from '../operation';
import { keepNumbering, numbered } from './columns';
import { heldName } from './constraints';
import type { TableEdit } from './tableEdit';

/** Drops a constraint by the name the database knows. @throws Refusal */
export function dropConstraint(
  edit: TableEdit,
  given: Name | null,
  type: DropConstraint['type'],
  ifExists: boolean,
): void {
  if (edit.dialect === 'mysql') {
    if (type === null) return refuse('MySQL has a DROP for each type of constraint: `type_` must say which it is.');
    if (type === 'primary') {
      removeKey(edit, primaryKeyOf(edit.table), 'a primary key');
      return;
    }
  }
  const name = heldName(edit, given ?? refuse('A constraint to drop has no name.'), 'constraint');
  const found = constraintNamed(edit.table, name.text, edit.dialect);
  // MySQL has its unique constraints among the indexes.
  const index = edit.dialect === 'mysql' && type === 'unique' ? indexNamed(edit.table, name.text, 'mysql') : null;
  if (found === null && index !== null) {
    edit.table = { ...edit.table, indexes: edit.table.indexes.filter((one) => one !== index) };
    return;
  }
  if (found === null && ifExists) return;
  if (found === null && mayHaveOthers(edit)) {
    edit.doubtIt(`Which constraint of the table \`${edit.label}\` is called \`${name.text}\` is not known.`);
    return;
  }
  removeKey(edit, found, `a constraint \`${name.text}\``);
}

/** Whether there may be constraints whose names are not known. */
export function mayHaveOthers({ table, dialect }: TableEdit): boolean {
  return (
    table.constraints.some(
      (one) => one.name === null || (dialect === 'mysql' && one.kind === 'check' && one.name.assigned),
    ) || table.columns.some(({ type }) => type.kind === 'custom' && type.text === undefined)
  );
}

function removeKey(edit: TableEdit, constraint: Constraint | null, wanted: string): void {
  if (constraint === null) {
    edit.contradict('no-such-constraint', `The table \`${edit.label}\` has no ${wanted.replace(/^a /, '')}.`);
    return;
  }
  if (constraint.kind === 'primaryKey' || constraint.kind === 'unique') refuseReferred(edit, constraint);
  removeConstraint(edit, constraint);
}

/** A constraint goes; the columns of a primary key stay NOT NULL. */
export function removeConstraint(edit: TableEdit, constraint: Constraint): void {
  const constraints = edit.table.constraints.filter((one) => one !== constraint);
  if (constraint.kind !== 'primaryKey') {
    keepNumbering(edit, () => {
      edit.table = { ...edit.table, constraints };
    });
    return;
  }
  edit.table = { ...edit.table, constraints };
  for (const name of constraint.columns) {
    const column = edit.column(name);
    if (column === null) continue;
    const sequence = edit.schema.sequences.find(
      ({ item }) =>
        item?.ownedBy?.table === edit.table.name &&
        item.ownedBy.schema === edit.table.schema &&
        item.ownedBy.column === name,
    )?.item;
    edit.updateColumn(column.name, (one) => {
      const loose = { ...one, primaryKey: false };
      // SERIAL is not said of a column outside of the primary key: its default is.
      const isSerial = sequence !== undefined && sequence !== null && one.serverDefault === null;
      return isSerial ? numbered(loose, sequence.name) : loose;
    });
  }
}

/** PostgreSQL keeps a key that foreign keys refer to. */
function refuseReferred(edit: TableEdit, key: Extract<Constraint, { kind: 'primaryKey' | 'unique' }>): void {
  if (edit.dialect !== 'postgresql') return;
  const wanted = [...key.columns].toSorted().join('\0');
  const isSame = (columns: readonly string[]): boolean => columns.toSorted().join('\0') === wanted;
  // Which of several keys on the same columns a foreign key holds on to is not looked for.
  const others = edit.table.constraints.filter(
    (one) => one !== key && (one.kind === 'primaryKey' || one.kind === 'unique') && isSame(one.columns),
  );
  const indexes = edit.table.indexes.filter(
    ({ unique, elements }) =>
      unique && isSame(elements.map((element) => (element.kind === 'columnName' ? element.name : ''))),
  );
  if (others.length > 0 || indexes.length > 0) return;
  for (const { from, constraint } of referencesTo(edit.schema, edit.key)) {
    const state = edit.schema.tables.get(from);
    if (state?.doubt !== null || !isSame(constraint.referredColumns)) continue;
    edit.contradict(
      'referenced-constraint',
      `The constraint \`${key.name?.text ?? ''}\` of \`${edit.label}\` cannot be dropped: a foreign key of the table \`${state.table?.name ?? ''}\` refers to it.`,
    );
    return;
  }
}
