import type { CheckConstraint, Constraint, ForeignKeyConstraint, ReferenceRules, Table } from '../schema/model';
import { refuse } from '../sqlalchemy/refusal';
import type { Ddl } from './ddl';

const ON_UPDATE = /^(?:RESTRICT|CASCADE|SET NULL|NO ACTION|SET DEFAULT)\n?$/i;
const INITIALLY = /^(?:DEFERRED|IMMEDIATE)\n?$/i;

/** `SET NULL` and its like, as SQLAlchemy allows them after ON DELETE. */
export const ON_DELETE = ON_UPDATE;

/** Where a dialect puts words of its own. */
export interface ConstraintWords {
  /** After `UNIQUE `. */
  readonly distinct: (constraint: Constraint) => string;
  /** Behind the columns of a key. */
  readonly include: (constraint: Constraint) => string;
  /** At the end of a CHECK or FOREIGN KEY. */
  readonly validity: (constraint: Constraint) => string;
}

const NO_WORDS: ConstraintWords = { distinct: () => '', include: () => '', validity: () => '' };

/** A constraint as it stands in CREATE TABLE, or after ADD. */
export function constraintText(ddl: Ddl, constraint: Constraint, table: Table, words = NO_WORDS): string {
  switch (constraint.kind) {
    case 'primaryKey':
    case 'unique': {
      if (constraint.columns.length === 0) return '';
      const kind = constraint.kind === 'unique' ? `UNIQUE ${words.distinct(constraint)}` : 'PRIMARY KEY ';
      return (
        `${preamble(ddl, constraint)}${kind}(${ddl.columns(constraint.columns, table)})` +
        words.include(constraint) +
        deferrability(ddl, constraint)
      );
    }
    case 'check':
      return checkText(ddl, constraint) + words.validity(constraint);
    case 'foreignKey':
      return foreignKeyText(ddl, constraint, table) + words.validity(constraint);
    case 'exclude':
      return refuse('SQLAlchemy has EXCLUDE constraints for PostgreSQL only.');
  }
}

/** `CONSTRAINT name `, or nothing where there is none. */
export function preamble(ddl: Ddl, { name }: Pick<Constraint, 'name'>): string {
  return name === null ? '' : `CONSTRAINT ${ddl.name(name, 'constraint')} `;
}

/** A CHECK, of a table or inside a column. */
export function checkText(ddl: Ddl, constraint: CheckConstraint): string {
  return `${preamble(ddl, constraint)}CHECK (${ddl.expression(constraint.condition)})${deferrability(ddl, constraint)}`;
}

function foreignKeyText(ddl: Ddl, constraint: ForeignKeyConstraint, table: Table): string {
  const columns = ddl.columns(constraint.columns, table);
  return `${preamble(ddl, constraint)}FOREIGN KEY(${columns}) ${references(ddl, constraint, table)}`;
}

/** `REFERENCES table (columns)` and the rules behind it. */
export function references(ddl: Ddl, constraint: ForeignKeyConstraint, table: Table): string {
  const { referredTable: name, referredSchema: schema, referredColumns, rules } = constraint;
  const isSelf = name === table.name && schema === table.schema;
  const columns = ddl.columns(referredColumns, isSelf ? table : { columns: [] });
  return `REFERENCES ${ddl.table({ name, schema })} (${columns})${ruleText(ddl, rules)}`;
}

function ruleText(ddl: Ddl, rules: ReferenceRules): string {
  const { match, ondelete, onupdate } = rules;
  return (
    (match === null ? '' : ` MATCH ${match}`) +
    (ondelete === null ? '' : ` ON DELETE ${ddl.phrase(ondelete, ddl.rules.onDelete)}`) +
    (onupdate === null ? '' : ` ON UPDATE ${ddl.phrase(onupdate, ON_UPDATE)}`) +
    deferrability(ddl, rules)
  );
}

/** ` DEFERRABLE INITIALLY DEFERRED` */
export function deferrability(
  ddl: Ddl,
  { deferrable, initially }: { readonly deferrable: boolean | null; readonly initially: string | null },
): string {
  return (
    (deferrable === null ? '' : deferrable ? ' DEFERRABLE' : ' NOT DEFERRABLE') +
    (initially === null ? '' : ` INITIALLY ${ddl.phrase(initially, INITIALLY)}`)
  );
}
