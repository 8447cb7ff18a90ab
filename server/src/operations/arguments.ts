import { raise } from '../python/interpreter/exception';
import { findUnknown } from '../python/interpreter/lost';
import type { BoundArguments } from '../python/interpreter/signature';
import { PY_NONE, type PyValue, type Site } from '../python/interpreter/value';
import type { SqlExpression } from '../schema/expression';
import type { Column, DialectOptions, Name, OptionValue, ServerDefault } from '../schema/model';
import type { SqlType } from '../schema/sqlType';
import { ColumnObject } from '../sqlalchemy/column';
import { optionValue, toExpression, toServerDefault, toType } from '../sqlalchemy/convert';
import { toName, toText } from '../sqlalchemy/names';
import { UnknownChange } from '../sqlalchemy/dml';
import { notKnown } from '../sqlalchemy/notKnown';
import { TypeClass } from '../sqlalchemy/typeObject';
import { DUPLICATE_COLUMN_ERROR } from './exceptions';
import type { Opaque, Place } from './operation';

/** What a directive is called on. */
export interface Scope {
  /** As the user writes it: `op.add_column`. */
  readonly directive: string;
  readonly site: Site;
  /** The table of the batch; null outside of one. */
  readonly batch: { readonly table: string; readonly schema: string | null } | null;
}

/**
 * Reads the arguments of a directive as plain data. Every method throws `NotKnown` where a value is not known or is none
 * that we follow, and `PyRaised` where Alembic or SQLAlchemy raises.
 */
export class Arguments {
  constructor(
    private readonly bound: BoundArguments,
    private readonly scope: Scope,
  ) {}

  get place(): Place {
    const { from, to } = this.scope.site.place;
    return { from, to };
  }

  get site(): Site {
    return this.scope.site;
  }

  /** What was given; undefined: nothing. */
  value(name: string): PyValue | undefined {
    const value = this.bound.given.get(name);
    return value && this.#known(name, value);
  }

  /** What was given and is not `None`. */
  valueOrNull(name: string): PyValue | null {
    const value = this.value(name);
    return value === undefined || value.kind === 'none' ? null : value;
  }

  /** The table: the batch's, or what the parameter says. */
  table(name = 'table_name'): string {
    return this.scope.batch?.table ?? this.text(name);
  }

  /** As `table`, where the parameter may be left out. */
  tableOrNull(): string | null {
    return this.scope.batch?.table ?? this.textOrNull('table_name');
  }

  /** The schema; an empty one is none (SQLAlchemy's `Table`). */
  schema(name = 'schema'): string | null {
    return this.scope.batch === null ? this.textOrNull(name) || null : this.scope.batch.schema;
  }

  text(name: string): string {
    return toText(this.valueOrNull(name) ?? undefined) ?? this.#strange(name);
  }

  textOrNull(name: string): string | null {
    return this.valueOrNull(name) === null ? null : this.text(name);
  }

  name(name: string): Name | null {
    const value = this.valueOrNull(name);
    return value === null ? null : (toName(value) ?? this.#strange(name));
  }

  /** Whether a value counts as true; null for `None` and for nothing. */
  flag(name: string): boolean | null {
    const value = this.valueOrNull(name);
    return value === null ? null : (this.site.interpreter.truth(value) ?? this.#strange(name));
  }

  isTrue(name: string): boolean {
    const value = this.value(name);
    return value?.kind === 'boolean' && value.value;
  }

  /** Alembic's "not said" where `None` says something. */
  isAbsentOrFalse(name: string): boolean {
    const value = this.value(name);
    return value === undefined || (value.kind === 'boolean' && !value.value);
  }

  /** What `for` goes through: of a text its letters. */
  items(name: string): readonly PyValue[] {
    const value = this.value(name) ?? { kind: 'none' };
    return this.site.interpreter.iterate(value, this.site.place) ?? this.#strange(name);
  }

  texts(name: string): readonly string[] {
    return this.items(name).map((item) => toText(item) ?? this.#strange(name));
  }

  textsOrNone(name: string): readonly string[] {
    return this.valueOrNull(name) === null ? [] : this.texts(name);
  }

  /** Names of columns that Alembic makes a table of, to hang a constraint on. */
  columnNames(name: string, table: string): readonly string[] {
    return withoutDoubles(this.texts(name), table);
  }

  /** Both must be lists, or both tuples. */
  refuseMixed(left: string, right: string): void {
    const [a, b] = [this.value(left), this.value(right)];
    if (a === undefined || b === undefined || a.kind === b.kind) return;
    raise('TypeError', `can only concatenate ${a.kind} (not "${b.kind}") to ${a.kind}`);
  }

  /** Names that Alembic hands on itself and therefore cannot take among `**kw`. */
  refuse(names: readonly string[]): void {
    for (const name of names) {
      if (!this.bound.others.has(name)) continue;
      raise('TypeError', `${this.scope.directive}() got multiple values for keyword argument '${name}'`);
    }
  }

  /** As `refuse`, in a batch. */
  refuseInBatch(names: readonly string[]): void {
    if (this.scope.batch !== null) this.refuse(names);
  }

  type(name: string): SqlType | null {
    // A type of the project is a custom type: it may be unknown.
    const value = this.bound.given.get(name);
    return value === undefined || value.kind === 'none' ? null : (toType(value) ?? this.#strange(name));
  }

  /** Whether a class stands for the type it makes without arguments. */
  isTypeClass(name: string): boolean {
    return this.bound.given.get(name) instanceof TypeClass;
  }

  /** `False` and nothing: undefined; `None` is null. */
  serverDefault(name: string): ServerDefault | null | undefined {
    const value = this.value(name);
    if (value === undefined || (value.kind === 'boolean' && !value.value)) return undefined;
    const converted = toServerDefault(value);
    return converted === undefined ? this.#strange(name) : converted;
  }

  column(name: string): Column {
    const value = this.value(name);
    return value instanceof ColumnObject ? value.data : this.#strange(name);
  }

  /** SQL as text, or something of Core. */
  statement(name: string): SqlExpression {
    const value = this.value(name);
    if (value instanceof UnknownChange) notKnown(value.reason);
    return (value && toExpression(value, 'text')) ?? this.#strange(name);
  }

  /** One of `**kw`, as a type. */
  otherType(name: string): SqlType | null {
    const value = this.bound.others.get(name);
    return value === undefined || value.kind === 'none' ? null : (toType(value) ?? this.#strange(name));
  }

  /** One of `**kw`, as a boolean; null: nothing. */
  otherFlag(name: string): boolean | null {
    const value = this.bound.others.get(name);
    if (value === undefined || value.kind === 'none') return null;
    return this.site.interpreter.truth(value) ?? this.#strange(name);
  }

  /** What `**kw` took. */
  others(): ReadonlyMap<string, PyValue> {
    for (const [name, value] of this.bound.others) this.#known(name, value);
    return this.bound.others;
  }

  /** What `*args` took. */
  rest(name: string): readonly PyValue[] {
    for (const value of this.bound.rest) this.#known(name, value);
    return this.bound.rest;
  }

  /** Those of `**kw` that are named for a dialect: Alembic takes the others, and passes them over. */
  dialectOptions(): DialectOptions {
    const options: Record<string, OptionValue> = {};
    for (const [name, value] of this.bound.others) {
      if (/^(postgresql|mysql|mariadb|sqlite|mssql|oracle)_/.test(name)) {
        options[name] = optionValue(value) ?? this.#strange(name);
      }
    }
    return options;
  }

  /** The table, where that much is known. */
  tableIfKnown(): Opaque['table'] {
    if (this.scope.batch !== null) return { name: this.scope.batch.table, schema: this.scope.batch.schema };
    const { given } = this.bound;
    const name = toText(given.get('table_name') ?? given.get('source_table') ?? given.get('old_table_name'));
    const schema = given.get('schema') ?? given.get('source_schema') ?? PY_NONE;
    const schemaName = schema.kind === 'none' ? null : toText(schema);
    return name === undefined || schemaName === undefined ? null : { name, schema: schemaName || null };
  }

  #strange(name: string): never {
    return notKnown(`What is given for \`${name}\` of ${this.scope.directive} is not followed.`);
  }

  #known(name: string, value: PyValue): PyValue {
    const unknown = findUnknown([value]);
    if (unknown === undefined) return value;
    return notKnown(`\`${name}\` of ${this.scope.directive} is not known: ${unknown.reason.replace(/^It /, 'it ')}`);
  }
}

/** Raises as a table of SQLAlchemy does that is given a column twice. */
export function withoutDoubles(columns: readonly string[], table: string): readonly string[] {
  const double = columns.find((column, index) => columns.indexOf(column) < index);
  if (double !== undefined) {
    const message = `A column with name '${double}' is already present in table '${table}'.`;
    raise('DuplicateColumnError', message, DUPLICATE_COLUMN_ERROR);
  }
  return columns;
}
