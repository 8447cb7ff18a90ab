import { recreates } from '../../operations/apply/recreate';
import type { Batch } from '../../operations/operation';
import { tableAt } from '../../schema/lookup';
import type { Constraint, Table } from '../../schema/model';
import type { Schema } from '../../schema/schema';
import { conventionName, type NamedKind } from '../../sqlalchemy/naming';
import { refuse } from '../../sqlalchemy/refusal';
import { copyBatch, copySource } from '../copy/copyBatch';
import { copyOf } from '../copy/copyOperations';
import { newTable, renamed } from '../copy/newTable';
import type { CopySource } from '../copy/tableCopy';
import type { Ddl } from '../ddl';
import { children, refusingAt, type StatementTable } from '../ddlStatements';
import type { RunMemo } from '../statement';
import { reflectedTable } from './reflectedTable';

/**
 * A batch of SQLite: ALTER where SQLite can, otherwise a copy of the table.
 * @throws Refusal where the table is not known: offline, Alembic has not seen it either.
 */
export function batchStatements(ddl: Ddl, batch: Batch, table: StatementTable, memo: RunMemo): readonly string[] {
  refuseMoves(batch, ddl);
  return isCopy(batch, ddl)
    ? copyBatch(ddl, batch, table, { memo, reflection })
    : children(batch.children, ddl, table, memo);
}

/** The table that a batch leaves when it copies it. @throws Refusal */
export function copiedTable(ddl: Ddl, batch: Batch): Table {
  refuseMoves(batch, ddl);
  const source = copySource(ddl, batch, ddl.before, reflection);
  return renamed(newTable(source, copyOf(source, batch, ddl), batch, ddl.context), source.table.name);
}

/** Whether a batch copies its table. */
function isCopy(batch: Batch, { context }: Ddl): boolean {
  return recreates(batch, { ...context, revision: null });
}

/** A place for a new column is asked for when the batch does not copy its table, as far as its operations go till then. */
function refuseMoves(batch: Batch, ddl: Ddl): void {
  for (const [index, child] of batch.children.entries()) {
    if (child.kind !== 'addColumn' || (child.insertBefore ?? child.insertAfter) === null) continue;
    refusingAt(child, () => {
      if (!isCopy({ ...batch, children: batch.children.slice(0, index) }, ddl)) {
        refuse('`insert_before` and `insert_after` need `recreate="always"`.');
      }
    });
  }
}

function reflection(ddl: Ddl, batch: Batch, before: Schema): CopySource {
  const found = reflectedTable(ddl, tableOf(before, batch));
  refuseLostReferences(before, found, new Set());
  const table = batch.namingConvention === null ? found : named(found, batch);
  return { table, isReflected: true, nullabilityUnsaid: new Set() };
}

function tableOf(schema: Schema, { table: name, schema: schemaName }: Batch): Table {
  const state = tableAt(schema, name, schemaName);
  if (state === null) {
    return refuse(schema.doubt?.reason ?? `There is no table \`${name}\` for the batch to copy.`);
  }
  if (state.doubt !== null || state.table === null) {
    return refuse(`What the table \`${name}\` is before the batch is not known: ${state.doubt?.reason ?? ''}`);
  }
  return state.table;
}

/** SQLAlchemy looks up what a table's keys refer to, and what those refer to, and so on: all of them have to be there. */
function refuseLostReferences(schema: Schema, { name, constraints }: Table, seen: Set<string>): void {
  for (const constraint of constraints) {
    if (constraint.kind !== 'foreignKey' || seen.has(constraint.referredTable)) continue;
    const { referredTable } = constraint;
    seen.add(referredTable);
    if (referredTable.toLowerCase() === name.toLowerCase()) continue;
    const state = tableAt(schema, referredTable, null);
    if (state === null) {
      refuse(schema.doubt?.reason ?? `\`${name}\` refers to the table \`${referredTable}\`, which is not there.`);
    }
    if (state.table !== null) refuseLostReferences(schema, state.table, seen);
  }
}

const KINDS: Readonly<Partial<Record<Constraint['kind'], NamedKind>>> = {
  primaryKey: 'pk',
  unique: 'uq',
  foreignKey: 'fk',
  check: 'ck',
};

/** `naming_convention` of a batch gives names to what was found without any. */
function named(table: Table, { namingConvention }: Batch): Table {
  const constraints = table.constraints.map((constraint): Constraint => {
    const kind = KINDS[constraint.kind];
    if (constraint.name !== null || kind === undefined) return constraint;
    const columns = constraint.kind === 'check' || constraint.kind === 'exclude' ? [] : constraint.columns;
    const subject = { table: table.name, schema: table.schema, columns };
    const referred =
      constraint.kind === 'foreignKey'
        ? { table: constraint.referredTable, schema: null, columns: constraint.referredColumns }
        : undefined;
    const name = conventionName(namingConvention, kind, null, { ...subject, ...(referred && { referred }) });
    return { ...constraint, name };
  });
  return { ...table, constraints };
}
