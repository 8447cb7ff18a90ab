import { referencesTo, tableKey } from '../../schema/lookup';
import type { Name, Table } from '../../schema/model';
import { schemaKey, type Schema, withoutTable, withTable } from '../../schema/schema';
import type { Apply, Contradiction } from '../applied';
import type { DropTable, RenameTable } from '../operation';
import { changeSequences } from './columns';
import { isAbsent, missingTable, notFromNothing, tableLabel } from './tableEdit';

/** DROP TABLE; enum types stay. PostgreSQL keeps a table that others refer to. */
export const applyDropTable: Apply<DropTable> = (schema, operation, context) => {
  const { table, place } = operation;
  const label = tableLabel(table, operation.schema);
  const key = tableKey(schema, table, operation.schema);
  if (key === null) {
    const isSure = operation.ifExists !== true && isAbsent(schema, schemaKey(table, operation.schema));
    if (!isSure) return { schema, contradictions: [] };
    const message = `There is no table \`${label}\` at this point.`;
    return {
      schema: schema.gone.has(schemaKey(table, operation.schema)) ? schema : notFromNothing(schema, label, context),
      contradictions: [{ code: 'no-such-table', message, place }],
    };
  }
  const contradictions: Contradiction[] = [];
  let after = schema;
  if (context.dialect === 'postgresql' && schema.tables.get(key)?.doubt === null) {
    for (const { from, constraint } of referencesTo(schema, key)) {
      const state = schema.tables.get(from);
      if (from === key || state?.doubt !== null) continue;
      const name = constraint.name === null ? '' : ` \`${constraint.name.text}\``;
      const message = `The table \`${label}\` cannot be dropped: the foreign key${name} of the table \`${state.table?.name ?? ''}\` refers to it.`;
      if (contradictions.length === 0) contradictions.push({ code: 'referenced-table', message, place });
      after = withTable(after, from, { ...state, doubt: { reason: message, revision: context.revision } });
    }
  }
  const edit = { schema: withoutTable(after, key), dialect: context.dialect };
  const held = schema.tables.get(key)?.table;
  changeSequences(edit, { table: held?.name ?? table, schema: held?.schema ?? operation.schema, column: null }, null);
  return { schema: edit.schema, contradictions };
};

/** RENAME TO: foreign keys to the table follow, and so do names that MySQL makes of the table's. */
export const applyRenameTable: Apply<RenameTable> = (schema, operation, context) => {
  const { table, newName, place } = operation;
  const key = tableKey(schema, table, operation.schema);
  const state = key === null ? undefined : schema.tables.get(key);
  const schemaName = state?.table === undefined || state.table === null ? operation.schema : state.table.schema;
  const newKey = schemaKey(newName, schemaName);
  if (key === null || state === undefined) {
    const applied = missingTable(schema, operation, context);
    const missing = applied.schema.tables.get(schemaKey(table, operation.schema));
    const without = withoutTable(applied.schema, schemaKey(table, operation.schema));
    return missing === undefined ? applied : { ...applied, schema: withTable(without, newKey, missing) };
  }
  if (key === newKey) {
    const message = `The table \`${tableLabel(newName, schemaName)}\` is called so already.`;
    const isRefused = state.doubt === null && context.dialect !== 'mysql';
    return { schema, contradictions: isRefused ? [{ code: 'table-exists', message, place }] : [] };
  }
  const taken = schema.tables.get(newKey);
  const message = `There already is a table \`${tableLabel(newName, schemaName)}\`.`;
  const isTaken = taken?.doubt === null && state.doubt === null;
  const doubt = isTaken ? { reason: message, revision: context.revision } : state.doubt;
  const moved = state.table === null ? null : renamedTable(state.table, newName, schema);
  // What refers to the table is looked for while it has its old name.
  const references = referencesTo(schema, key);
  let after = withTable(withoutTable(schema, key), newKey, { table: moved, doubt });
  for (const { from, constraint } of references) {
    const at = from === key ? newKey : from;
    const other = after.tables.get(at);
    if (other?.table === undefined || other.table === null) continue;
    const constraints = other.table.constraints.map((one) =>
      one === constraint || (from === key && one.kind === 'foreignKey' && refersTo(one, constraint))
        ? { ...one, referredTable: newName }
        : one,
    );
    after = withTable(after, at, { ...other, table: { ...other.table, constraints } });
  }
  const edit = { schema: after, dialect: context.dialect };
  changeSequences(edit, { table: state.table?.name ?? table, schema: schemaName, column: null }, { table: newName });
  return { schema: edit.schema, contradictions: isTaken ? [{ code: 'table-exists', message, place }] : [] };
};

interface Referred {
  readonly referredTable: string;
  readonly referredSchema: string | null;
}

function refersTo(one: Referred, other: Referred): boolean {
  return one.referredTable === other.referredTable && one.referredSchema === other.referredSchema;
}

function renamedTable(table: Table, name: string, { dialect }: Schema): Table {
  const renamed = { ...table, name };
  if (dialect !== 'mysql') return renamed;
  const follow = (given: Name | null): Name | null => {
    const [, infix] = new RegExp(`^${escaped(table.name)}(_(?:ibfk|chk)_\\d+)$`).exec(given?.text ?? '') ?? [];
    return given === null || infix === undefined ? given : { ...given, text: name + infix };
  };
  return {
    ...renamed,
    constraints: table.constraints.map((one) =>
      one.kind === 'foreignKey' || one.kind === 'check' ? { ...one, name: follow(one.name) } : one,
    ),
  };
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}
