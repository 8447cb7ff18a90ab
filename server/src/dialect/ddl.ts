import type { Context } from '../schema/context';
import type { SqlExpression } from '../schema/expression';
import type { Column, Computed, Constraint, Identity, Index, Name, Table } from '../schema/model';
import type { Schema } from '../schema/schema';
import { libraryType, type SqlType } from '../schema/sqlType';
import type { AlterColumn, DropConstraint } from '../operations/operation';
import { compileExpression, compileLiteral } from './expressions/compileExpression';
import { Refusal, refuse } from '../sqlalchemy/refusal';
import { truncateName } from '../sqlalchemy/naming';
import { quoteDotted, quoteIdentifier, type QuotingRules } from './quoting';
import type { RunMemo } from './statement';
import { typeText, type TypeRule } from './types';

/**
 * What dialects do differently in DDL: SQLAlchemy's `DDLCompiler` as a table of functions. `GENERIC_DDL`
 * (ddlGeneric.ts) holds what they share; a dialect spreads it and overrides.
 */
export interface DdlRules {
  readonly transactionalDdl: boolean;
  readonly quoting: QuotingRules;
  readonly types: Readonly<Record<string, TypeRule>>;
  /** How long names of indexes and constraints get that a convention makes, and how long any name may be. */
  readonly longest: { readonly index: number; readonly constraint: number; readonly identifier: number };
  /** Whether foreign keys can be added later: those with `use_alter` are left out of CREATE TABLE then. */
  readonly canAlter: boolean;
  readonly comments: 'statement' | 'inline' | 'none';
  readonly onDelete: RegExp;
  /** Written before CREATE TABLE: CREATE TYPE. */
  readonly typesOfTable: (ddl: Ddl, table: Table, memo: RunMemo) => readonly string[];
  /** Written after DROP TABLE where the table's columns are known, as in a batch that copies it: DROP TYPE. */
  readonly typesOfDroppedTable: (ddl: Ddl, table: Table, memo: RunMemo) => readonly string[];
  /** Written before a batch copies a table: DROP CONSTRAINT of the names that the copy has too (`prep_table_for_batch`). */
  readonly beforeCopy: (ddl: Ddl, old: Table, kept: readonly Constraint[]) => readonly string[];
  /** Written behind the closing parenthesis of CREATE TABLE. */
  readonly tableOptions: (ddl: Ddl, table: Table) => string;
  readonly columnSpecification: (ddl: Ddl, column: Column, table: Table) => string;
  readonly computed: (ddl: Ddl, computed: Computed) => string;
  readonly identity: (ddl: Ddl, identity: Identity) => string;
  /** Null: written elsewhere, or not at all. */
  readonly constraint: (ddl: Ddl, constraint: Constraint, table: Table) => string | null;
  /** What adds a constraint to a table that exists. */
  readonly addConstraint: (ddl: Ddl, constraint: Constraint, table: Table) => readonly string[];
  /** What drops one. `typeBound`: it belongs to a column's type. */
  readonly dropConstraint: (
    ddl: Ddl,
    constraint: {
      readonly name: Name | null;
      readonly type: DropConstraint['type'];
      readonly ifExists: boolean;
      readonly typeBound: boolean;
    },
    table: Pick<Table, 'name' | 'schema'>,
  ) => readonly string[];
  readonly createIndex: (ddl: Ddl, index: Index, table: Table, ifNotExists: boolean) => string;
  readonly dropIndex: (ddl: Ddl, index: Index, table: Table, ifExists: boolean) => string;
  /** ALTER COLUMN without what belongs to its types (ddlAlterColumn.ts). */
  readonly alterColumn: (ddl: Ddl, operation: AlterColumn) => readonly string[];
  /** What stands before the old and the new name of a column. */
  readonly renamedColumn: 'RENAME' | 'RENAME COLUMN';
  /** RENAME TO: the new name, with its schema or without. */
  readonly renamedTable: (ddl: Ddl, schema: string | null, name: string) => string;
}

/** Writes the parts of statements that every rule needs. All methods throw `Refusal` where there is no answer. */
export class Ddl {
  constructor(
    readonly rules: DdlRules,
    readonly context: Context,
    /** What the database holds; null: it is not asked, as offline. */
    readonly before: Schema | null = null,
  ) {}

  quote(name: string): string {
    return quoteIdentifier(this.rules.quoting, name);
  }

  column(column: Pick<Column, 'name' | 'quote'>): string {
    return quoteIdentifier(this.rules.quoting, column.name, column.quote);
  }

  /** Columns of a table between commas. */
  columns(names: readonly string[], table: Pick<Table, 'columns'>): string {
    return names
      .map((name) => {
        const column = table.columns.find((one) => one.name === name);
        return column === undefined ? this.quote(name) : this.column(column);
      })
      .join(', ');
  }

  /** `schema.table` as SQLAlchemy's statements have it. */
  table(table: { readonly name: string; readonly schema: string | null }): string {
    const name = this.quote(table.name);
    return table.schema === null || table.schema === '' ? name : `${this.quote(table.schema)}.${name}`;
  }

  /** `ALTER TABLE schema.table` as Alembic's own statements have it. */
  alterTable(name: string, schema: string | null): string {
    return `ALTER TABLE ${this.dottedTable(name, schema)}`;
  }

  dottedTable(name: string, schema: string | null): string {
    const table = this.quote(name);
    return schema === null || schema === '' ? table : `${quoteDotted(this.rules.quoting, schema)}.${table}`;
  }

  /** The name of a constraint or index. */
  name(name: Name, of: 'index' | 'constraint'): string {
    return this.quote(truncateName(name, this.rules.longest[of], this.rules.longest.identifier));
  }

  type(type: SqlType): string {
    return typeText({ dialect: this.context.dialect, rules: this.rules.types }, type);
  }

  /** SQL with its values written into it. */
  expression(expression: SqlExpression, includeTable = false): string {
    const compiled = compileExpression(expression, this.context, {
      includeTable,
      quote: (name) => this.quote(name),
      typeText: (type) => {
        try {
          return { ok: true, value: this.type(type) };
        } catch (error) {
          if (error instanceof Refusal) return { ok: false, error: error.reason };
          throw error;
        }
      },
      percent: 'single',
    });
    return compiled.ok ? compiled.value : refuse(compiled.error);
  }

  /** A string literal. */
  string(value: string): string {
    const compiled = compileLiteral({ kind: 'string', value }, STRING, this.context);
    return compiled.ok ? compiled.value : refuse(compiled.error);
  }

  /** A keyword that SQLAlchemy checks before it writes it. */
  phrase(text: string, allowed: RegExp): string {
    return allowed.test(text) ? text : refuse(`SQLAlchemy does not accept \`${text}\` there.`);
  }
}

const STRING: SqlType = libraryType('sqlalchemy', 'String');
