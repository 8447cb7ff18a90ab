// What PostgreSQL 12 to 18 say of a database in their system catalogues (its manual, "System Catalogs"): one query for each
// kind of object, however many there are. Most of the time goes into PostgreSQL's functions that print expressions and
// definitions, so they are called only where nothing else says the same.

import type { LackedObject } from '../../liveDialect';
import { completionQuery, type CompletionRow } from './completion';
import { GROUNDWORK, lackedQuery, type StatementRow } from './lacks';

/** Namespaces of the user's. */
const OURS = "n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'";

/** Things that an extension brought go and come with it. */
function notOfExtension(catalogue: string, object: string): string {
  return `NOT EXISTS (SELECT FROM pg_depend x WHERE x.classid = '${catalogue}'::regclass AND x.objid = ${object}.oid AND x.deptype = 'e')`;
}

/** The tables that are read: all other queries are about these. */
const TABLES_READ = `SELECT c.oid FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'p') AND ${OURS} AND ${notOfExtension('pg_class', 'c')}`;

export interface DatabaseRow {
  /** Where names without a schema are made; null: nowhere. */
  readonly schema: string | null;
  readonly version: number;
  readonly method: string;
}

export interface TableRow {
  readonly oid: number;
  readonly schema: string;
  readonly name: string;
  readonly isUnlogged: boolean;
  readonly comment: string | null;
  /** `RANGE (day)`: it is partitioned. */
  readonly partitionKey: string | null;
  /** `FOR VALUES ...`: it is a partition. */
  readonly bound: string | null;
  readonly tablespace: string | null;
  readonly method: string | null;
  /** Of the tables that it inherits from, or is a partition of. */
  readonly parents: readonly number[] | null;
  /** Set for a table of a composite type. */
  readonly ofType: string | null;
}

export interface ColumnRow {
  readonly table: number;
  readonly number: number;
  readonly name: string;
  /** As `format_type` says it. */
  readonly type: string;
  /** Of the type, or of an array's items: `b` base, `e` enum, `d` domain, ... */
  readonly typeKind: string;
  readonly typeOid: number;
  readonly isArray: boolean;
  readonly dimensions: number;
  readonly collation: string | null;
  readonly collationSchema: string | null;
  readonly isRequired: boolean;
  /** `a` always, `d` by default, or nothing. */
  readonly identity: string;
  /** `s` stored, `v` virtual, or nothing. */
  readonly generated: string;
  readonly default: string | null;
  readonly comment: string | null;
}

export interface ConstraintRow {
  readonly table: number;
  readonly name: string;
  /** `p`, `u`, `c`, `f`, `x`. */
  readonly kind: string;
  readonly columns: readonly number[] | null;
  /** `CHECK`: what must hold. */
  readonly condition: string | null;
  /** `EXCLUDE USING ...`, as PostgreSQL writes it; null for the other kinds. */
  readonly definition: string | null;
  readonly isDeferrable: boolean;
  readonly isDeferred: boolean;
  readonly isValid: boolean;
  readonly isInherited: boolean;
  readonly noInherit: boolean;
  /** PostgreSQL 18. */
  readonly isEnforced: boolean;
  readonly isPeriod: boolean;
  /** Its index. */
  readonly index: number;
  readonly referred: number;
  readonly referredColumns: readonly number[] | null;
  readonly onUpdate: string;
  readonly onDelete: string;
  readonly match: string;
  /** PostgreSQL 15: those that SET NULL and SET DEFAULT set. */
  readonly onDeleteColumns: readonly number[] | null;
}

export interface IndexRow {
  readonly oid: number;
  readonly table: number;
  readonly name: string;
  readonly method: string;
  readonly isUnique: boolean;
  readonly isValid: boolean;
  readonly isOfPartition: boolean;
  /** PostgreSQL 15. */
  readonly nullsNotDistinct: boolean;
  /** How many of the columns are key columns; the others are included. */
  readonly keys: number;
  /** 0: an expression. */
  readonly columns: readonly number[];
  /** `CREATE INDEX ...`, as PostgreSQL writes it; null: a constraint stands on it, which says all of it. */
  readonly definition: string | null;
  readonly where: string | null;
  /** `fillfactor=70`, ... */
  readonly storage: readonly string[] | null;
  readonly tablespace: string | null;
}

export interface EnumRow {
  readonly oid: number;
  readonly schema: string;
  readonly name: string;
  readonly labels: readonly string[];
}

export interface SequenceRow {
  readonly schema: string;
  readonly name: string;
  readonly type: string;
  /** As text: they do not fit a number. */
  readonly start: string;
  readonly increment: string;
  readonly least: string;
  readonly most: string;
  readonly cache: string;
  readonly cycles: boolean;
  /** Of the column that owns it. */
  readonly table: number | null;
  readonly column: number | null;
  /** The default of a column that is numbered by it. */
  readonly next: string;
}

/** Everything that is read, each kind by one query. */
export interface PostgresCatalogue {
  readonly database: readonly DatabaseRow[];
  readonly tables: readonly TableRow[];
  readonly columns: readonly ColumnRow[];
  readonly constraints: readonly ConstraintRow[];
  readonly indexes: readonly IndexRow[];
  readonly enums: readonly EnumRow[];
  readonly sequences: readonly SequenceRow[];
}

/** The same, and what a copy made from that lacks, each kind by one query. */
export interface CopiedCatalogue extends PostgresCatalogue {
  readonly lacked: readonly LackedObject[];
  readonly groundwork: readonly StatementRow[];
  readonly completion: readonly CompletionRow[];
}

/**
 * What is asked before the others: where names without a schema lead. Only that schema is searched from then on, so that a
 * name is printed with its schema exactly when it is in another one.
 */
export const SEARCHED = "SELECT set_config('search_path', coalesce(quote_ident(current_schema()), ''), true)";

export const DATABASE = `
SELECT current_schema()::text AS schema, current_setting('server_version_num')::int AS version,
  current_setting('default_table_access_method') AS method`;

/** What is asked of a server of a version (`server_version_num`), by the kind of object. */
export type Queries<C extends PostgresCatalogue> = Readonly<Record<Exclude<keyof C, 'database'>, string>>;

/** The queries for a schema. */
export function catalogueQueries(version: number): Queries<PostgresCatalogue> {
  const since = (major: number, column: string, before: string): string =>
    version >= major * 10_000 ? column : before;
  return {
    tables: `
SELECT c.oid, n.nspname AS schema, c.relname AS name, c.relpersistence = 'u' AS "isUnlogged",
  obj_description(c.oid, 'pg_class') AS comment, pg_get_partkeydef(c.oid) AS "partitionKey",
  pg_get_expr(c.relpartbound, c.oid) AS bound, s.spcname AS tablespace, m.amname AS method,
  i.parents, CASE WHEN c.reloftype <> 0 THEN format_type(c.reloftype, NULL) END AS "ofType"
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN pg_tablespace s ON s.oid = c.reltablespace LEFT JOIN pg_am m ON m.oid = c.relam
LEFT JOIN (SELECT inhrelid, array_agg(inhparent ORDER BY inhseqno) AS parents FROM pg_inherits GROUP BY 1) i
  ON i.inhrelid = c.oid
WHERE c.oid IN (${TABLES_READ}) ORDER BY 2, 3`,
    columns: `
SELECT a.attrelid AS table, a.attnum AS number, a.attname AS name, format_type(a.atttypid, a.atttypmod) AS type,
  b.typtype AS "typeKind", b.oid AS "typeOid", b.oid <> t.oid AS "isArray", a.attndims AS dimensions,
  l.collname AS collation, ln.nspname AS "collationSchema", a.attnotnull AS "isRequired", a.attidentity AS identity,
  a.attgenerated AS generated, m.description AS comment,
  -- What refers to no column is printed without opening its table.
  pg_get_expr(d.adbin, CASE WHEN a.attgenerated = '' THEN 0 ELSE d.adrelid END) AS default
FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
JOIN pg_type b ON b.oid = CASE WHEN t.typcategory = 'A' AND t.typelem <> 0 THEN t.typelem ELSE t.oid END
LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
LEFT JOIN pg_collation l ON l.oid = a.attcollation AND a.attcollation <> t.typcollation
LEFT JOIN pg_namespace ln ON ln.oid = l.collnamespace
LEFT JOIN pg_description m ON m.classoid = 'pg_class'::regclass AND m.objoid = a.attrelid AND m.objsubid = a.attnum
WHERE a.attrelid IN (${TABLES_READ}) AND a.attnum > 0 AND NOT a.attisdropped ORDER BY 1, 2`,
    // What PostgreSQL makes by itself for partitions has another constraint above it.
    constraints: `
SELECT c.conrelid AS table, c.conname AS name, c.contype AS kind, c.conkey AS columns,
  pg_get_expr(c.conbin, c.conrelid) AS condition,
  CASE WHEN c.contype = 'x' THEN pg_get_constraintdef(c.oid) END AS definition,
  c.condeferrable AS "isDeferrable", c.condeferred AS "isDeferred", c.convalidated AS "isValid",
  NOT c.conislocal AS "isInherited", c.connoinherit AS "noInherit",
  ${since(18, 'c.conenforced', 'true')} AS "isEnforced", ${since(18, 'c.conperiod', 'false')} AS "isPeriod",
  c.conindid AS index, c.confrelid AS referred, c.confkey AS "referredColumns",
  c.confupdtype AS "onUpdate", c.confdeltype AS "onDelete", c.confmatchtype AS match,
  ${since(15, 'c.confdelsetcols', 'NULL::int2[]')} AS "onDeleteColumns"
FROM pg_constraint c
WHERE c.conrelid IN (${TABLES_READ}) AND c.contype IN ('p', 'u', 'c', 'f', 'x') AND c.conparentid = 0 ORDER BY 1, c.oid`,
    indexes: `
SELECT x.indexrelid AS oid, x.indrelid AS table, c.relname AS name, m.amname AS method, x.indisunique AS "isUnique",
  x.indisvalid AS "isValid", c.relispartition AS "isOfPartition",
  ${since(15, 'x.indnullsnotdistinct', 'false')} AS "nullsNotDistinct",
  x.indnkeyatts AS keys, x.indkey::int2[] AS columns,
  CASE WHEN x.indexrelid NOT IN (SELECT k.conindid FROM pg_constraint k WHERE k.contype IN ('p', 'u', 'x'))
    THEN pg_get_indexdef(x.indexrelid) END AS definition,
  pg_get_expr(x.indpred, x.indrelid) AS where, c.reloptions AS storage, s.spcname AS tablespace
FROM pg_index x JOIN pg_class c ON c.oid = x.indexrelid JOIN pg_am m ON m.oid = c.relam
LEFT JOIN pg_tablespace s ON s.oid = c.reltablespace
WHERE x.indrelid IN (${TABLES_READ}) ORDER BY 2, 3`,
    enums: `
SELECT t.oid, n.nspname AS schema, t.typname AS name,
  coalesce((SELECT array_agg(e.enumlabel::text ORDER BY e.enumsortorder) FROM pg_enum e WHERE e.enumtypid = t.oid), '{}') AS labels
FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
WHERE t.typtype = 'e' AND ${OURS} AND ${notOfExtension('pg_type', 't')} ORDER BY 2, 3`,
    sequences: `
SELECT n.nspname AS schema, c.relname AS name, format_type(s.seqtypid, NULL) AS type, s.seqstart::text AS start,
  s.seqincrement::text AS increment, s.seqmin::text AS least, s.seqmax::text AS most, s.seqcache::text AS cache,
  s.seqcycle AS cycles, d.refobjid AS table, d.refobjsubid AS column,
  format('nextval(%L::regclass)', c.oid::regclass::text) AS next
FROM pg_sequence s JOIN pg_class c ON c.oid = s.seqrelid JOIN pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.refclassid = 'pg_class'::regclass
  AND d.deptype IN ('a', 'i') AND d.refobjsubid > 0
WHERE ${OURS} AND c.relpersistence <> 't' AND ${notOfExtension('pg_class', 'c')} ORDER BY 1, 2`,
  };
}

/** The queries for a schema that is to be made again. */
export function copiedQueries(version: number): Queries<CopiedCatalogue> {
  return {
    ...catalogueQueries(version),
    lacked: lackedQuery(version),
    groundwork: GROUNDWORK,
    completion: completionQuery(version),
  };
}
