// What SQLite says of a database (sqlite.org/pragma.html): one query for each kind of object, however many there are. Tables
// that a virtual table keeps its own things in are not the user's, and neither are SQLite's own.

import type { LackedObject } from '../../liveDialect';

/** The tables that are read. */
const TABLES_READ = `pragma_table_list t WHERE t.schema = 'main' AND t.type = 'table' AND t.name NOT LIKE 'sqlite\\_%' ESCAPE '\\'`;

/** The text of CREATE TABLE or CREATE INDEX, as SQLite keeps it up. */
export interface TextRow {
  readonly name: string;
  readonly sql: string;
}

export interface IndexTextRow extends TextRow {
  readonly table: string;
}

export interface ColumnRow {
  readonly table: string;
  readonly name: string;
  readonly type: string;
  /** 1: NOT NULL. */
  readonly required: number;
  readonly default: string | null;
  /** The place in the primary key, from 1. */
  readonly key: number;
  /** 2: virtual, 3: stored; 0: not generated. */
  readonly hidden: number;
  /** 1: `WITHOUT ROWID`. */
  readonly withoutRowId: number;
}

export interface ReferenceRow {
  readonly table: string;
  readonly id: number;
  readonly column: string;
  readonly referred: string;
  /** Null: that of the primary key. */
  readonly referredColumn: string | null;
  readonly onUpdate: string;
  readonly onDelete: string;
}

/** Everything that is read, each kind by one query. */
export interface SqliteCatalogue {
  readonly tables: readonly TextRow[];
  readonly indexes: readonly IndexTextRow[];
  readonly columns: readonly ColumnRow[];
  readonly references: readonly ReferenceRow[];
  readonly lacked: readonly LackedObject[];
}

export const CATALOGUE: { readonly [K in keyof SqliteCatalogue]: string } = {
  tables: `SELECT m.name, m.sql FROM sqlite_master m WHERE m.type = 'table' AND m.name IN (SELECT t.name FROM ${TABLES_READ})
    ORDER BY m.rowid`,
  // Those of keys have no text.
  indexes: `SELECT m.name, m.tbl_name AS "table", m.sql FROM sqlite_master m
    WHERE m.type = 'index' AND m.sql IS NOT NULL AND m.tbl_name IN (SELECT t.name FROM ${TABLES_READ}) ORDER BY m.rowid`,
  columns: `SELECT t.name AS "table", c.name, c.type, c."notnull" AS required, c.dflt_value AS "default", c.pk AS "key",
    c.hidden, t.wr AS "withoutRowId" FROM ${TABLES_READ.replace(' WHERE', ' JOIN pragma_table_xinfo(t.name) c WHERE')}
    ORDER BY t.name, c.cid`,
  references: `SELECT t.name AS "table", r.id, r."from" AS "column", r."table" AS referred, r."to" AS "referredColumn",
    r.on_update AS "onUpdate", r.on_delete AS "onDelete"
    FROM ${TABLES_READ.replace(' WHERE', ' JOIN pragma_foreign_key_list(t.name) r WHERE')} ORDER BY t.name, r.id, r.seq`,
  lacked: `SELECT m.type AS kind, CASE m.type WHEN 'trigger' THEN m.name || ' on ' || m.tbl_name ELSE m.name END AS name
    FROM sqlite_master m WHERE m.type IN ('trigger', 'view')
    UNION ALL SELECT 'virtual table', t.name FROM pragma_table_list t WHERE t.schema = 'main' AND t.type = 'virtual' ORDER BY 1, 2`,
};
