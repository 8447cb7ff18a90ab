/** Everything that is compared of two databases of PostgreSQL: each object as its catalogue says it, a line each. */
export const CATALOGUE_LINES = `
SELECT format('column %s.%s.%s: %s %s %s%s %s %s %s, %s', n.nspname, c.relname, a.attname, format_type(a.atttypid, a.atttypmod),
    a.attnotnull, a.attidentity, a.attgenerated, pg_get_expr(d.adbin, d.adrelid), l.collname, col_description(c.oid, a.attnum),
    concat_ws(' ', a.attislocal, a.attinhcount, a.attstorage, to_jsonb(a) ->> 'attcompression', nullif(a.attstattarget, -1), (SELECT string_agg(o, ' ') FROM unnest(a.attoptions) o WHERE o ~ 'n_distinct')))
  AS line
FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum LEFT JOIN pg_collation l ON l.oid = a.attcollation
WHERE c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
UNION ALL
SELECT format('relation %s.%s: %s %s %s %s %s %s, %s', n.nspname, c.relname, c.relkind, c.relpersistence, obj_description(c.oid),
    pg_get_partkeydef(c.oid), pg_get_expr(c.relpartbound, c.oid),
    CASE WHEN c.relkind IN ('i', 'I') THEN pg_get_indexdef(c.oid) END,
    concat_ws(' ', c.relreplident, c.reloptions, t.reloptions, x.indisclustered, x.indisreplident))
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace LEFT JOIN pg_class t ON t.oid = c.reltoastrelid
LEFT JOIN pg_index x ON x.indexrelid = c.oid
WHERE c.relkind IN ('r', 'p', 'i', 'I', 'S') AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
UNION ALL
SELECT format('constraint %s %s: %s %s %s %s', c.conrelid::regclass, c.conname, pg_get_constraintdef(c.oid), c.conislocal, c.coninhcount,
    obj_description(c.oid, 'pg_constraint'))
FROM pg_constraint c JOIN pg_namespace n ON n.oid = c.connamespace
WHERE c.contype IN ('c', 'f', 'p', 'u', 'x') AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' AND c.conrelid <> 0
UNION ALL
SELECT format('parent %s: %s', i.inhrelid::regclass, i.inhparent::regclass) FROM pg_inherits i
UNION ALL
SELECT format('schema %s: %s', n.nspname, obj_description(n.oid, 'pg_namespace')) FROM pg_namespace n
WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
UNION ALL
SELECT format('type %s: %s %s', t.oid::regtype, obj_description(t.oid, 'pg_type'), (SELECT array_agg(enumlabel ORDER BY enumsortorder) FROM pg_enum e WHERE e.enumtypid = t.oid))
FROM pg_type t WHERE t.typtype = 'e'
UNION ALL
SELECT format('sequence %s: %s %s %s %s %s %s %s %s', c.oid::regclass, format_type(s.seqtypid, NULL), s.seqstart, s.seqincrement, s.seqmin,
    s.seqmax, s.seqcache, s.seqcycle,
    (SELECT d.deptype::text || d.refobjid::regclass::text || '.' || o.attname FROM pg_depend d
     JOIN pg_attribute o ON o.attrelid = d.refobjid AND o.attnum = d.refobjsubid
     WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype IN ('a', 'i')))
FROM pg_sequence s JOIN pg_class c ON c.oid = s.seqrelid
ORDER BY 1`;
