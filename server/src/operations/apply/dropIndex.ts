import { constraintNamed, indexNamed, tableKey, tablesOfIndex } from '../../schema/lookup';
import { type Schema, schemaKey, withTable } from '../../schema/schema';
import type { Applied, Apply, ApplyContext } from '../applied';
import type { DropIndex } from '../operation';
import { droppedIndexName } from './conventionNames';
import { heldName } from './constraints';
import { alterTable, TableEdit, withNaming } from './tableEdit';

/** DROP INDEX: MySQL finds it by its table, the others by its name alone. */
export const applyDropIndex: Apply<DropIndex> = (schema, operation, context) => {
  const { table } = operation;
  const key = table === null ? null : tableKey(schema, table, operation.schema);
  if (table !== null && (key !== null || context.dialect === 'mysql')) {
    return alterTable(schema, { ...operation, table }, context, (edit, naming) => {
      dropFrom(edit, operation, naming);
    });
  }
  return withNaming(context, (naming, reason) => {
    const name = droppedIndexName(operation.name, table, operation.schema, naming) ?? operation.name;
    const [only, ...others] = tablesOfIndex(schema, name.text, operation.schema);
    if (only === undefined) return missing(schema, operation, name.text, reason === null);
    const state = schema.tables.get(only);
    if (others.length > 0 || state === undefined || state.table === null) return { schema, contradictions: [] };
    const edit = new TableEdit(schema, only, state.table, state.doubt, operation.place, naming);
    if (reason !== null) edit.doubtIt(reason);
    dropFrom(edit, operation, naming);
    return edit.applied();
  });
};

function dropFrom(edit: TableEdit, operation: DropIndex, naming: ApplyContext): void {
  const given = droppedIndexName(operation.name, operation.table, operation.schema, naming) ?? operation.name;
  const name = heldName(edit, given, 'index').text;
  const { dialect, table, label } = edit;
  const index = indexNamed(table, name, dialect);
  if (index !== null) {
    edit.table = { ...table, indexes: table.indexes.filter((one) => one !== index) };
    return;
  }
  const constraint = constraintNamed(table, name, dialect);
  if (dialect === 'mysql' && constraint?.kind === 'unique') {
    edit.table = { ...table, constraints: table.constraints.filter((one) => one !== constraint) };
    return;
  }
  if (
    dialect === 'postgresql' &&
    constraint !== null &&
    constraint.kind !== 'check' &&
    constraint.kind !== 'foreignKey'
  ) {
    edit.contradict(
      'referenced-index',
      `The index \`${name}\` belongs to a constraint of \`${label}\`, which goes with \`drop_constraint\`.`,
    );
    return;
  }
  if (operation.ifExists === true) return;
  if (dialect !== 'mysql' && dropElsewhere(edit, name, operation.schema)) return;
  edit.contradict('no-such-index', `The table \`${label}\` has no index \`${name}\`.`);
}

/** The index of a name is another table's, which the database does not mind. */
function dropElsewhere(edit: TableEdit, name: string, schemaName: string | null): boolean {
  const other = tablesOfIndex(edit.schema, name, schemaName).find((key) => key !== edit.key);
  const state = other === undefined ? undefined : edit.schema.tables.get(other);
  const table = state?.table ?? null;
  if (other === undefined || state === undefined || table === null) {
    // It may be an index of a table that is not sure.
    return edit.schema.doubt !== null || edit.schema.tables.some(({ doubt }) => doubt !== null);
  }
  const indexes = table.indexes.filter((one) => one !== indexNamed(table, name, edit.dialect));
  edit.schema = withTable(edit.schema, other, { ...state, table: { ...table, indexes } });
  return true;
}

function missing(
  schema: Schema,
  { ifExists, place, schema: name }: DropIndex,
  index: string,
  isSure: boolean,
): Applied {
  const unknown = schema.doubt !== null || schema.tables.some(({ doubt }) => doubt !== null);
  if (unknown || !isSure) return { schema, contradictions: [] };
  const uses = schema.dialect === 'postgresql' ? (schema.names.get(schemaKey(index, name)) ?? []) : [];
  if (uses.some(({ of }) => of === 'key')) {
    const message = `The index \`${index}\` belongs to a constraint, which goes with \`drop_constraint\`.`;
    return { schema, contradictions: [{ code: 'referenced-index', message, place }] };
  }
  if (ifExists === true) return { schema, contradictions: [] };
  const message = `There is no index \`${index}\` at this point.`;
  return { schema, contradictions: [{ code: 'no-such-index', message, place }] };
}
