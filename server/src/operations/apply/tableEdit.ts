import { columnAt, tableKey } from '../../schema/lookup';
import type { Column, Table } from '../../schema/model';
import { type Doubt, type Schema, schemaKey, withTable } from '../../schema/schema';
import { Refusal } from '../../sqlalchemy/refusal';
import type { Applied, ApplyContext, Contradiction } from '../applied';
import type { Place } from '../operation';

/** What an operation on a table says of it. */
interface TableTarget {
  readonly table: string;
  readonly schema: string | null;
  readonly place: Place;
}

/** A table that an operation changes, and what is found wrong meanwhile. */
export class TableEdit {
  readonly #contradictions: Contradiction[] = [];

  constructor(
    /** What is changed besides the table. */
    public schema: Schema,
    readonly key: string,
    public table: Table,
    public doubt: Doubt | null,
    readonly place: Place,
    readonly context: ApplyContext,
  ) {}

  get dialect(): ApplyContext['dialect'] {
    return this.context.dialect;
  }

  /** As the user calls the table. */
  get label(): string {
    return tableLabel(this.table.name, this.table.schema);
  }

  column(name: string): Column | null {
    return columnAt(this.table, name, this.dialect);
  }

  /** Exchanges columns by name. */
  updateColumn(name: string, update: (column: Column) => Column): void {
    const columns = this.table.columns.map((column) => (column.name === name ? update(column) : column));
    this.table = { ...this.table, columns };
  }

  /** The database or Alembic refuses this, if the table is what it seems to be; what follows is likely, not sure. */
  contradict(code: string, message: string): void {
    if (this.doubt !== null) return;
    this.#contradictions.push({ code, message, place: this.place });
    this.doubtIt(message);
  }

  /** The table is as sure as it was, but a table that it names is not there. */
  missOther(table: string, schema: string | null, message: string): void {
    const key = schemaKey(table, schema);
    if (this.doubt !== null || !isAbsent(this.schema, key)) return;
    this.#contradictions.push({ code: 'no-such-table', message, place: this.place });
    if (this.schema.gone.has(key)) return;
    this.schema = notFromNothing(this.schema, tableLabel(table, schema), this.context);
  }

  /** @param reason one sentence for the user. */
  doubtIt(reason: string): void {
    this.doubt ??= { reason, revision: this.context.revision };
  }

  applied(): Applied {
    return {
      schema: withTable(this.schema, this.key, { table: this.table, doubt: this.doubt }),
      contradictions: this.#contradictions,
    };
  }
}

/**
 * Changes a table that must be there. What is refused (a naming convention that is not known, among others) puts this
 * table in doubt, no other.
 */
export function alterTable(
  schema: Schema,
  target: TableTarget,
  context: ApplyContext,
  change: (edit: TableEdit, context: ApplyContext) => void,
): Applied {
  const key = tableKey(schema, target.table, target.schema);
  const state = key === null ? undefined : schema.tables.get(key);
  if (key === null || state === undefined) return missingTable(schema, target, context);
  const { table } = state;
  if (table === null) return { schema, contradictions: [] };
  return withNaming(context, (naming, reason) => {
    const edit = new TableEdit(schema, key, table, state.doubt, target.place, naming);
    if (reason !== null) edit.doubtIt(reason);
    try {
      change(edit, naming);
    } catch (error) {
      if (!(error instanceof Refusal) || naming.naming === 'unknown') throw error;
      const doubted = new TableEdit(schema, key, table, state.doubt, target.place, naming);
      doubted.doubtIt(error.reason);
      return doubted.applied();
    }
    return edit.applied();
  });
}

/**
 * Does something by the naming convention; where that is not known and wanted, as without one, and tells why that may be
 * wrong.
 */
export function withNaming(
  context: ApplyContext,
  run: (context: ApplyContext, reason: string | null) => Applied,
): Applied {
  try {
    return run(context, null);
  } catch (error) {
    if (!(error instanceof Refusal) || context.naming !== 'unknown') throw error;
    return run({ ...context, naming: null }, error.reason);
  }
}

/** An operation on a table that is not listed. */
export function missingTable(schema: Schema, target: TableTarget, context: ApplyContext): Applied {
  const label = tableLabel(target.table, target.schema);
  const message = `There is no table \`${label}\` at this point.`;
  const key = schemaKey(target.table, target.schema);
  const isSure = isAbsent(schema, key);
  const after = schema.gone.has(key) ? schema : notFromNothing(schema, label, context);
  const doubt = isSure ? { reason: message, revision: context.revision } : after.doubt;
  return {
    schema: withTable(after, key, { table: null, doubt }),
    contradictions: isSure ? [{ code: 'no-such-table', message, place: target.place }] : [],
  };
}

/** Whether a table that is not listed surely is not there. */
export function isAbsent(schema: Schema, key: string): boolean {
  return schema.doubt === null || schema.gone.has(key);
}

/**
 * Many chains begin on a database that is not empty. After the first table that nothing before has made, others, and types,
 * may be there as well.
 */
export function notFromNothing(schema: Schema, label: string, { revision }: ApplyContext): Schema {
  const reason = `The table \`${label}\` is not made by a revision before: the database may hold others.`;
  const doubt = { reason, revision };
  return { ...schema, doubt: schema.doubt ?? doubt, typesDoubt: schema.typesDoubt ?? doubt };
}

/** `schema.table`, as messages have it. */
export function tableLabel(name: string, schema: string | null): string {
  return schema === null || schema === '' ? name : `${schema}.${name}`;
}

/** What Alembic or SQLite refuses outside of a batch. */
export function refuseOnSqlite(edit: TableEdit, message: string): void {
  if (edit.dialect === 'sqlite') edit.contradict('not-supported', message);
}
