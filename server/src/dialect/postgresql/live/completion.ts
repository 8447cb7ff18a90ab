// What of tables and their parts no schema of ours holds, as the statements that say it (PostgreSQL's manual, "System
// Catalogs"). They are written by the server: each name with its namespace, each value as a literal.

import { OF_EXTENSIONS, OURS, PARTS, type StatementRow } from './lacks';

const TABLE = "format('%I.%I', n.nspname, c.relname)";
const TABLES = `pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  AND c.relkind IN ('r', 'p') AND ${OURS} AND ('pg_class'::regclass, c.oid) NOT IN (${PARTS})`;

/** The settings of columns (ALTER TABLE); servers may keep others for themselves. */
const OF_COLUMNS = 'n_distinct';

/** `name='value', ...` of an array of settings, those that match an expression. */
function settings(array: string, prefix = '', known = ''): string {
  return `(SELECT string_agg(format('${prefix}%I=%L', split_part(s, '=', 1), substr(s, strpos(s, '=') + 1)), ', ' ORDER BY o)
    FROM unnest(${array}) WITH ORDINALITY AS u(s, o) WHERE s ~ '${known}')`;
}

/** The same column of the first table that it comes from. */
const ABOVE = `JOIN pg_inherits h ON h.inhrelid = c.oid AND h.inhseqno = (SELECT min(i.inhseqno) FROM pg_inherits i
    JOIN pg_attribute o ON o.attrelid = i.inhparent AND o.attname = a.attname AND NOT o.attisdropped WHERE i.inhrelid = c.oid)
JOIN pg_attribute b ON b.attrelid = h.inhparent AND b.attname = a.attname`;

/**
 * Indexes of partitions are named by PostgreSQL, and take other names only afterwards: those of the wholes first. One that
 * was given the name of another one gets out of its way, until it is its turn.
 */
const PARTS_NAMED = `format('DO %L', format('DECLARE one record; found text; BEGIN
FOR one IN SELECT v.* FROM (VALUES %s) AS v(whole, part, place, name) LOOP
  SELECT c.relname INTO found FROM pg_inherits h JOIN pg_index x ON x.indexrelid = h.inhrelid
  JOIN pg_class c ON c.oid = h.inhrelid WHERE h.inhparent = one.whole::regclass AND x.indrelid = one.part::regclass;
  IF found <> one.name AND to_regclass(format(''%%I.%%I'', one.place, one.name)) IS NOT NULL THEN
    EXECUTE format(''ALTER INDEX %%I.%%I RENAME TO %%I'', one.place, one.name, ''in turn '' || md5(one.name));
  END IF;
  IF found <> one.name THEN EXECUTE format(''ALTER INDEX %%I.%%I RENAME TO %%I'', one.place, found, one.name); END IF;
END LOOP;
END', string_agg(format('(%L, %L, %L, %L)', format('%I.%I', pn.nspname, p.relname), ${TABLE}, n.nspname, i.relname), ', '
  ORDER BY (SELECT count(*) FROM pg_partition_ancestors(i.oid)), i.oid)))`;

/** Sequences are as their tables are since PostgreSQL 15. */
const UNLOGGED = `UNION ALL
SELECT 0, q.oid, 0, format('ALTER SEQUENCE %I.%I SET UNLOGGED', n.nspname, q.relname)
FROM pg_class q JOIN pg_namespace n ON n.oid = q.relnamespace
WHERE q.relkind = 'S' AND q.relpersistence = 'u' AND ${OURS} AND ('pg_class'::regclass, q.oid) NOT IN (${OF_EXTENSIONS})`;

/** Since PostgreSQL 18 NOT NULL has a name, which CREATE TABLE is not told. */
const REQUIRED = `format('DECLARE found text; BEGIN
SELECT k.conname INTO found FROM pg_constraint k JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = k.conkey[1]
WHERE k.contype = ''n'' AND k.conrelid = %L::regclass AND a.attname = %L;
IF found <> %L THEN EXECUTE format(''ALTER TABLE %%s RENAME CONSTRAINT %%I TO %%I'', %L, found, %L); END IF;
END', ${TABLE}, a.attname, k.conname, ${TABLE}, k.conname)`;

/**
 * The query for the statements that come after those of the schema: what a table has otherwise than the one that it is derived
 * from, storage, statistics, what a table is clustered by or
 * replicated with, names of indexes that partitions were given, and comments on what is neither table nor column.
 * @param version of the server (`server_version_num`).
 */
export function completionQuery(version: number): string {
  const compression = `
UNION ALL
SELECT 3, a.attrelid, a.attnum, format('ALTER TABLE ONLY %s ALTER COLUMN %I SET COMPRESSION %s', ${TABLE}, a.attname,
  CASE a.attcompression WHEN 'p' THEN 'pglz' ELSE 'lz4' END)
FROM ${TABLES} JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attcompression <> ''`;
  const required = `
UNION ALL
SELECT 0, c.oid, a.attnum, format('DO %L', ${REQUIRED})
FROM ${TABLES} JOIN pg_constraint k ON k.conrelid = c.oid AND k.contype = 'n' AND k.conislocal AND k.coninhcount = 0
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.conkey[1]
WHERE k.conname <> c.relname || '_' || a.attname || '_not_null'`;
  return `
SELECT statement, t.relname AS table, tn.nspname AS schema FROM (
SELECT 0 AS turn, 0::oid AS oid, 0 AS part, ${PARTS_NAMED} AS statement
FROM ${TABLES} JOIN pg_index x ON x.indrelid = c.oid JOIN pg_class i ON i.oid = x.indexrelid AND i.relispartition
JOIN pg_inherits h ON h.inhrelid = i.oid JOIN pg_class p ON p.oid = h.inhparent JOIN pg_namespace pn ON pn.oid = p.relnamespace
HAVING count(*) > 0
UNION ALL
SELECT 0, a.attrelid, a.attnum, format('ALTER TABLE ONLY %s ALTER COLUMN %I %s', ${TABLE}, a.attname,
  coalesce('SET DEFAULT ' || pg_get_expr(d.adbin, d.adrelid), 'DROP DEFAULT'))
FROM ${TABLES} JOIN pg_attribute a ON a.attrelid = c.oid AND a.attinhcount > 0 AND a.attgenerated = '' AND a.attidentity = ''
LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum ${ABOVE}
LEFT JOIN pg_attrdef e ON e.adrelid = b.attrelid AND e.adnum = b.attnum
WHERE pg_get_expr(d.adbin, d.adrelid) IS DISTINCT FROM pg_get_expr(e.adbin, e.adrelid)
UNION ALL
SELECT 0, a.attrelid, a.attnum, format('ALTER TABLE ONLY %s ALTER COLUMN %I %s NOT NULL', ${TABLE}, a.attname,
  CASE WHEN a.attnotnull THEN 'SET' ELSE 'DROP' END)
FROM ${TABLES} JOIN pg_attribute a ON a.attrelid = c.oid AND a.attinhcount > 0 ${ABOVE}
WHERE a.attnotnull <> b.attnotnull AND (a.attnotnull OR NOT EXISTS (SELECT FROM pg_index k WHERE k.indrelid = c.oid AND k.indisprimary AND a.attnum = ANY (k.indkey)))
UNION ALL
SELECT 0, c.oid, 0, format('ALTER SEQUENCE %I.%I AS %s MINVALUE %s MAXVALUE %s START %s', n.nspname, q.relname,
  format_type(s.seqtypid, NULL), s.seqmin, s.seqmax, s.seqstart)
FROM ${TABLES} JOIN pg_attribute a ON a.attrelid = c.oid AND a.attidentity <> ''
JOIN pg_depend d ON d.refclassid = 'pg_class'::regclass AND d.refobjid = c.oid AND d.refobjsubid = a.attnum AND d.deptype = 'i'
  AND d.classid = 'pg_class'::regclass
JOIN pg_class q ON q.oid = d.objid JOIN pg_sequence s ON s.seqrelid = q.oid AND s.seqtypid <> a.atttypid
${version >= 150_000 ? UNLOGGED : ''}
UNION ALL
SELECT 1, c.oid, 0, format('ALTER TABLE %s SET (%s)', ${TABLE}, ${settings('c.reloptions')})
FROM ${TABLES} WHERE c.reloptions IS NOT NULL
UNION ALL
SELECT 1, c.oid, 1, format('ALTER TABLE %s SET (%s)', ${TABLE}, ${settings('t.reloptions', 'toast.')})
FROM ${TABLES} JOIN pg_class t ON t.oid = c.reltoastrelid WHERE t.reloptions IS NOT NULL
UNION ALL
SELECT 1, c.oid, 2, format('ALTER INDEX %I.%I SET (%s)', n.nspname, i.relname, ${settings('i.reloptions')})
FROM ${TABLES} JOIN pg_constraint k ON k.conrelid = c.oid AND k.contype IN ('p', 'u', 'x')
JOIN pg_class i ON i.oid = k.conindid AND i.reloptions IS NOT NULL AND i.relkind = 'i'
UNION ALL
SELECT 2, a.attrelid, a.attnum, format('ALTER TABLE ONLY %s ALTER COLUMN %I SET STORAGE %s', ${TABLE}, a.attname,
  CASE a.attstorage WHEN 'p' THEN 'PLAIN' WHEN 'e' THEN 'EXTERNAL' WHEN 'x' THEN 'EXTENDED' ELSE 'MAIN' END)
FROM ${TABLES} JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
JOIN pg_type t ON t.oid = a.atttypid AND t.typstorage <> a.attstorage
UNION ALL
SELECT 4, a.attrelid, a.attnum, format('ALTER TABLE ONLY %s ALTER COLUMN %I SET STATISTICS %s', ${TABLE}, a.attname, a.attstattarget)
FROM ${TABLES} JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attstattarget >= 0
UNION ALL
SELECT 5, a.attrelid, a.attnum, format('ALTER TABLE ONLY %s ALTER COLUMN %I SET (%s)', ${TABLE}, a.attname, ${settings('a.attoptions', '', OF_COLUMNS)})
FROM ${TABLES} JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND array_to_string(a.attoptions, ' ') ~ '${OF_COLUMNS}'
UNION ALL
SELECT 6, c.oid, 0, format('ALTER TABLE %s CLUSTER ON %I', ${TABLE}, i.relname)
FROM ${TABLES} JOIN pg_index x ON x.indrelid = c.oid AND x.indisclustered JOIN pg_class i ON i.oid = x.indexrelid
UNION ALL
SELECT 7, c.oid, 0, format('ALTER TABLE ONLY %s REPLICA IDENTITY %s', ${TABLE},
  CASE c.relreplident WHEN 'f' THEN 'FULL' WHEN 'n' THEN 'NOTHING' ELSE format('USING INDEX %I', i.relname) END)
FROM ${TABLES} LEFT JOIN pg_index x ON x.indrelid = c.oid AND x.indisreplident LEFT JOIN pg_class i ON i.oid = x.indexrelid
WHERE c.relreplident <> 'd' AND (c.relreplident <> 'i' OR i.oid IS NOT NULL)
UNION ALL
SELECT 8, coalesce(x.indrelid, r.oid), 0, format('COMMENT ON %s %s IS %L', replace(upper(o.type), 'TABLE CONSTRAINT', 'CONSTRAINT'), o.identity, m.description)
FROM pg_description m
LEFT JOIN pg_class c ON m.classoid = 'pg_class'::regclass AND c.oid = m.objoid
LEFT JOIN pg_index x ON x.indexrelid = c.oid
LEFT JOIN pg_type t ON m.classoid = 'pg_type'::regclass AND t.oid = m.objoid
LEFT JOIN pg_constraint k ON m.classoid = 'pg_constraint'::regclass AND k.oid = m.objoid
LEFT JOIN pg_class r ON r.oid = k.conrelid, pg_identify_object(m.classoid, m.objoid, 0) o
WHERE m.objsubid = 0 AND m.objoid >= 16384 AND (m.classoid, m.objoid) NOT IN (${OF_EXTENSIONS})
  AND coalesce(c.relpersistence, r.relpersistence, 'p') <> 't' AND coalesce(r.relkind, 'r') IN ('r', 'p')
  AND (c.relkind IN ('i', 'I', 'S') OR t.typtype = 'e' OR k.conrelid <> 0 OR m.classoid = 'pg_namespace'::regclass)${version >= 140_000 ? compression : ''}${version >= 180_000 ? required : ''}
) completing LEFT JOIN pg_class t ON t.oid = completing.oid LEFT JOIN pg_namespace tn ON tn.oid = t.relnamespace
ORDER BY turn, completing.oid, part`;
}

/** A statement of the completion, and the table that it is about. */
export interface CompletionRow extends StatementRow {
  readonly table: string | null;
  readonly schema: string | null;
}

/** The statements, without those about Alembic's own table, which is no part of the schema. */
export function completionOf(
  rows: readonly CompletionRow[],
  own: Pick<CompletionRow, 'table' | 'schema'>,
): readonly string[] {
  const isOwn = ({ table, schema }: CompletionRow): boolean => table === own.table && schema === own.schema;
  return rows.filter((row) => !isOwn(row)).map(({ statement }) => statement);
}
