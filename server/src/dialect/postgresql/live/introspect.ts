import { groupBy } from '../../../common/collections';
import { type Schema, schemaKey, schemaOf, type Sequence, type TableState } from '../../../schema/schema';
import type { VersionTable } from '../../versionTable';
import type { ColumnRow, DatabaseRow, PostgresCatalogue, SequenceRow, TableRow } from './catalogue';
import { columnOf, withKey } from './columns';
import { constraintOf } from './constraints';
import { type ColumnNames, indexOf } from './indexes';
import { sequenceOptions } from './sequences';
import { bareTable, filled, strangenessOf } from './tables';
import { ColumnTypes, enumsByOid } from './types';

/** The oldest PostgreSQL whose catalogues are read. */
export const OLDEST_POSTGRESQL = 120_000;

const NO_DATABASE: DatabaseRow = { schema: null, version: 0, method: 'heap' };

/**
 * What a database holds, as its catalogues say it: the tables of every schema of the user's, without Alembic's own, and
 * without what extensions brought. Defaults and expressions stand as PostgreSQL prints them.
 */
export function postgresSchema(catalogue: PostgresCatalogue, versionTable: VersionTable): Schema {
  return new Introspection(catalogue).schema(versionTable);
}

/** A table's own columns by number. */
type Names = ReadonlyMap<number, string>;

class Introspection {
  readonly #database: DatabaseRow;
  readonly #tables: ReadonlyMap<number, TableRow>;
  readonly #names: ReadonlyMap<number, Names>;
  readonly #columns;
  readonly #constraints;
  readonly #indexes;
  readonly #enums;
  readonly #types;
  readonly #owned: ReadonlyMap<string, SequenceRow>;

  constructor(private readonly catalogue: PostgresCatalogue) {
    this.#database = catalogue.database[0] ?? NO_DATABASE;
    this.#tables = new Map(catalogue.tables.map((row) => [row.oid, row]));
    this.#columns = groupBy(catalogue.columns, ({ table }) => table);
    this.#constraints = groupBy(catalogue.constraints, ({ table }) => table);
    this.#indexes = groupBy(catalogue.indexes, ({ table }) => table);
    this.#enums = enumsByOid(catalogue.enums, this.#database.schema);
    this.#types = new ColumnTypes(this.#enums);
    this.#names = new Map(
      [...this.#columns].map(([table, rows]) => [table, new Map(rows.map(({ number, name }) => [number, name]))]),
    );
    this.#owned = new Map(
      catalogue.sequences.flatMap((row) =>
        row.table === null || row.column === null ? [] : [[`${row.table}.${row.column}`, row] as const],
      ),
    );
  }

  schema(versionTable: VersionTable): Schema {
    const usual = this.#database.schema;
    const schema = schemaOf(
      'postgresql',
      this.catalogue.tables
        .filter(({ name, schema: place }) => name !== versionTable.name || place !== (versionTable.schema ?? usual))
        .map((row) => [schemaKey(row.name, this.#place(row.schema)), this.#table(row)] as const),
    );
    const enums = [...this.#enums.values()].map((item) => [schemaKey(item.name, item.schema), item] as const);
    return {
      ...schema,
      enums: schema.enums.concat(enums.map(([key, item]) => [key, { item, doubt: null }])),
      sequences: schema.sequences.concat(
        this.catalogue.sequences.map((row) => {
          const item = this.#sequence(row);
          return [schemaKey(item.name, item.schema), { item, doubt: null }];
        }),
      ),
    };
  }

  #place(schema: string): string | null {
    return schema === this.#database.schema ? null : schema;
  }

  #table(row: TableRow): TableState {
    const labelOf = (oid: number): TableRow | undefined => this.#tables.get(oid);
    const nameOf = this.#nameOf(row.oid);
    const strange = strangenessOf(row, labelOf);
    const doubts: string[] = strange === null ? [] : [strange];
    const indexRows = this.#indexes.get(row.oid) ?? [];
    const constraintRows = this.#constraints.get(row.oid) ?? [];
    const constraints = constraintRows
      // A table that inherits is given these with the others.
      .filter(({ isInherited }) => !isInherited)
      .flatMap((one) => {
        const referred = this.#tables.get(one.referred);
        const made = constraintOf(one, {
          nameOf,
          index: one.index === 0 ? undefined : indexRows.find(({ oid }) => oid === one.index),
          referred: referred && {
            name: referred.name,
            schema: this.#place(referred.schema),
            nameOf: this.#nameOf(referred.oid),
          },
        });
        if (typeof made !== 'string') return made;
        doubts.push(made);
        return [];
      });
    const ofKeys = new Set(constraintRows.flatMap(({ kind, index }) => (/^[pux]$/.test(kind) ? index : [])));
    const indexes = indexRows.flatMap((one) => {
      // A partition has those of the table that it is part of.
      if (ofKeys.has(one.oid) || one.isOfPartition) return [];
      if (!one.isValid && row.partitionKey === null) doubts.push(`The index \`${one.name}\` is not valid.`);
      const made = indexOf(one, nameOf);
      if (made === null) doubts.push(`The index \`${one.name}\` is not followed.`);
      return made ?? [];
    });
    const rows = this.#columns.get(row.oid) ?? [];
    const ownedBy = ({ number }: ColumnRow) => this.#owned.get(`${row.oid}.${number}`);
    const columns = rows.map((one) => {
      const sequence = ownedBy(one);
      return columnOf(one, this.#types, sequence && sequenceOptions(sequence, one.type));
    });
    const numbered = new Set(
      rows.flatMap((one) =>
        one.identity === '' && one.default !== null && one.default === ownedBy(one)?.next ? one.name : [],
      ),
    );
    const bare = bareTable(row, this.#database, labelOf);
    const table = withKey(filled(bare, columns, constraints, indexes), ({ name }) => numbered.has(name));
    return { table, doubt: doubts.length === 0 ? null : { reason: doubts.join(' '), revision: null } };
  }

  #nameOf(table: number): ColumnNames {
    return (number) => this.#names.get(table)?.get(number) ?? '';
  }

  #sequence(row: SequenceRow): Sequence {
    const place = { name: row.name, schema: this.#place(row.schema) };
    const owner = row.table === null ? undefined : this.#tables.get(row.table);
    const column = this.#columns.get(owner?.oid ?? 0)?.find(({ number }) => number === row.column);
    if (owner === undefined || column === undefined) return { ...place, options: sequenceOptions(row) };
    const ownedBy = { table: owner.name, schema: this.#place(owner.schema), column: column.name };
    return { ...place, options: sequenceOptions(row, column.type), ownedBy };
  }
}
