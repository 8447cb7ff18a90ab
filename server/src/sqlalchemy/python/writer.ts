import type { Literal } from '../../common/literal';
import { type ImportedNames } from '../../python/write/importedNames';
import { writeLiteral } from '../../python/write/literal';
import { variableName } from '../../python/write/names';
import type { SqlExpression } from '../../schema/expression';
import type { Column, Constraint, Index } from '../../schema/model';
import type { SqlType } from '../../schema/sqlType';
import { refuse } from '../refusal';

/** Where an expression stands: what Alembic writes of its SQL depends on it. */
export type ExpressionUse = 'plain' | 'serverDefault' | 'index';

export interface WriterOptions {
  /**
   * The SQL of an expression, as Alembic's autogenerate compiles it for the database it looked at; null where it is not
   * known. Absent: expressions are written as the Core they are.
   */
  readonly compile?: (expression: SqlExpression, use: ExpressionUse) => string | null;
  /** Constraints and options of a table are sorted, as Alembic's autogenerate does it. Otherwise they stand as given. */
  readonly isSorted?: boolean;
}

/** Writes what parts of different kinds hold: an expression has types, a table of an expression has columns with defaults. */
export interface WriterParts {
  readonly expression: (expression: SqlExpression, writer: PythonWriter) => string;
  readonly type: (type: SqlType, writer: PythonWriter) => string;
  readonly item: (item: TableItem, beside: readonly TableItem[], writer: PythonWriter) => string;
}

/** What stands in a table. */
export type TableItem = Column | Constraint | Index;

/** What Python is written with: names of modules, variables made on the way, and what could not be written. */
export class PythonWriter {
  #before: string[] = [];
  #notes: string[] = [];
  readonly #variables = new Map<string, string>();
  /** How what an INSERT was to insert is reached, once one names it. */
  excluded: string | null = null;
  /** The name of the batch that is being written (`batch_op`); null outside of one. */
  batch: string | null = null;

  constructor(
    readonly names: ImportedNames,
    private readonly parts: WriterParts,
    readonly options: WriterOptions,
  ) {}

  /** The Core that makes an expression. @throws Refusal */
  expression(expression: SqlExpression): string {
    return this.parts.expression(expression, this);
  }

  /** @throws Refusal for a type that no text reaches. */
  type(type: SqlType): string {
    return this.parts.type(type, this);
  }

  /** An item of a table. @param beside all its items. @throws Refusal */
  item(item: TableItem, beside: readonly TableItem[]): string {
    return this.parts.item(item, beside, this);
  }

  /** Something of the module `sqlalchemy`: `sa.Column`. */
  sa(name: string): string {
    return this.names.member('sqlalchemy', name);
  }

  /** Something of a dialect's module: `postgresql.JSONB`. */
  dialect(dialect: string, name: string): string {
    return this.names.member(`sqlalchemy.dialects.${dialect}`, name);
  }

  /** A directive of Alembic: `op.f`, `batch_op.add_column`. */
  directive(name: string): string {
    return this.batch === null ? this.names.member('alembic.op', name) : `${this.batch}.${name}`;
  }

  /** @throws Refusal for a value of which it is not known what Python makes it. */
  literal(literal: Literal): string {
    return (
      writeLiteral(literal, this.names) ?? refuse('A member of an enum class cannot be written without its class.')
    );
  }

  /** Tells what the text does not say. @param reason one sentence for the user. */
  note(reason: string): void {
    if (!this.#notes.includes(reason)) this.#notes.push(reason);
  }

  /** The variable that holds what a text makes, where one was made. */
  variable(text: string): string | undefined {
    return this.#variables.get(text);
  }

  /** A variable for what a text makes: the same for the same text. @param wanted what it is named after. */
  declare(text: string, wanted: string): string {
    const known = this.#variables.get(text);
    if (known !== undefined) return known;
    const name = this.freeName(variableName(wanted));
    this.#variables.set(text, name);
    this.#before.push(`${name} = ${text}`);
    return name;
  }

  /** A name that stands for nothing yet. */
  freeName(wanted: string): string {
    const made = new Set(this.#variables.values());
    let name = wanted;
    for (let count = 2; made.has(name) || this.names.isTaken(name); count++) name = `${wanted}_${count}`;
    return name;
  }

  /**
   * What `write` answers, and what must stand before it. Where it throws, nothing of it stays.
   * @throws what `write` throws.
   */
  apart<T>(write: () => T): {
    readonly value: T;
    readonly before: readonly string[];
    readonly notes: readonly string[];
  } {
    const variables = new Map(this.#variables);
    [this.#before, this.#notes] = [[], []];
    try {
      return { value: write(), before: this.#before, notes: this.#notes };
    } catch (error) {
      this.#variables.clear();
      for (const [text, name] of variables) this.#variables.set(text, name);
      throw error;
    }
  }
}

/** A call: what is null is left out. */
export function writeCall(callee: string, args: readonly (string | null)[]): string {
  return `${callee}(${args.filter((one) => one !== null).join(', ')})`;
}

/** `name=value`; null where there is nothing to say. */
export function keyword(name: string, value: string | null): string | null {
  return value === null ? null : `${name}=${value}`;
}
