// What a database holds beside what the model of a schema follows (PostgreSQL's manual, "System Catalogs"). Everything that a
// user made has an object id from 16384 on (access/transam.h); what belongs to something else, like the rule of a view, or to
// an extension, depends on it by one of these kinds (pg_depend).

/** Objects that come with others. */
export const PARTS = dependent('e', 'i', 'P', 'S');
/** Objects that come with extensions. */
export const OF_EXTENSIONS = dependent('e');

function dependent(...kinds: readonly string[]): string {
  const listed = kinds.map((kind) => `'${kind}'`).join(', ');
  return `SELECT d.classid, d.objid FROM pg_depend d WHERE d.objsubid = 0 AND d.objid >= 16384 AND d.deptype IN (${listed})`;
}

/** Namespaces of the user's. */
export const OURS = "n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'";

/** Catalogues of which every object counts. */
const WHOLE = [
  'pg_proc',
  'pg_operator',
  'pg_opclass',
  'pg_opfamily',
  'pg_cast',
  'pg_transform',
  'pg_conversion',
  'pg_collation',
  'pg_am',
  'pg_language',
  'pg_ts_config',
  'pg_ts_dict',
  'pg_ts_parser',
  'pg_ts_template',
  'pg_statistic_ext',
  'pg_event_trigger',
  'pg_foreign_data_wrapper',
  'pg_foreign_server',
  'pg_publication',
  'pg_default_acl',
];

/** Things of tables: those of temporary ones go with their session. */
const OF_TABLES = { pg_trigger: 'tgrelid', pg_rewrite: 'ev_class', pg_policy: 'polrelid' };

const NAMED = [
  ...WHOLE.map((catalogue) => `SELECT '${catalogue}'::regclass AS catalogue, o.oid FROM ${catalogue} o`),
  ...Object.entries(OF_TABLES).map(
    ([catalogue, table]) => `SELECT '${catalogue}'::regclass, o.oid FROM ${catalogue} o
  JOIN pg_class c ON c.oid = o.${table} AND c.relpersistence <> 't'`,
  ),
  `SELECT 'pg_class'::regclass, c.oid FROM pg_class c WHERE c.relkind IN ('v', 'm', 'f') AND c.relpersistence <> 't'`,
  // Enum types are followed; tables and arrays have types of their own.
  `SELECT 'pg_type'::regclass, t.oid FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
  WHERE t.typtype <> 'e' AND ${OURS}`,
].join('\nUNION ALL ');

const KINDS = `CASE o.type
    WHEN 'type' THEN (SELECT CASE t.typtype WHEN 'd' THEN 'domain' WHEN 'r' THEN 'range type' WHEN 'c' THEN 'composite type'
      ELSE 'type' END FROM pg_type t WHERE t.oid = f.oid)
    WHEN 'default acl' THEN 'default privileges' WHEN 'statistics object' THEN 'statistics' ELSE o.type END`;

/** A statement of `groundwork` or `completion`. */
export interface StatementRow {
  readonly statement: string;
}

/**
 * The query for what a copy made from the schema lacks. Rows, owners and privileges are no objects, and are not told.
 * @param version of the server (`server_version_num`).
 */
export function lackedQuery(version: number): string {
  const constraints = `
UNION ALL
SELECT 'not null constraint', format('%I on %s', c.conname, o.identity)
FROM pg_constraint c JOIN pg_class r ON r.oid = c.conrelid JOIN pg_namespace n ON n.oid = r.relnamespace,
  pg_identify_object('pg_class'::regclass, r.oid, 0) o
WHERE c.contype = 'n' AND c.conislocal AND ${OURS} AND ('pg_class'::regclass, r.oid) NOT IN (${PARTS})
  AND (c.connoinherit OR NOT c.convalidated)`;
  return `
SELECT kind, name FROM (
SELECT ${KINDS} AS kind, replace(o.identity, 'pg_catalog.', '') AS name
FROM (${NAMED}) f, pg_identify_object(f.catalogue, f.oid, 0) o
WHERE f.oid >= 16384 AND (f.catalogue::oid, f.oid) NOT IN (${PARTS}) AND o.identity IS NOT NULL
  AND coalesce(o.schema, '') !~ '^pg_(temp|toast)'
UNION ALL
SELECT 'row level security', o.identity
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace, pg_identify_object('pg_class'::regclass, c.oid, 0) o
WHERE (c.relrowsecurity OR c.relforcerowsecurity) AND ${OURS} AND ('pg_class'::regclass, c.oid) NOT IN (${PARTS})
UNION ALL
SELECT 'own declaration of an inherited column', format('%I on %s', a.attname, o.identity)
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attislocal AND a.attinhcount > 0 AND a.attidentity = '',
  pg_identify_object('pg_class'::regclass, c.oid, 0) o
WHERE c.relkind = 'r' AND ${OURS} AND ('pg_class'::regclass, c.oid) NOT IN (${PARTS})
UNION ALL
SELECT 'storage parameters of a partitioned key', o.identity
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
JOIN pg_constraint k ON k.conindid = c.oid AND k.contype IN ('p', 'u', 'x'), pg_identify_object('pg_constraint'::regclass, k.oid, 0) o
WHERE c.relkind = 'I' AND c.reloptions IS NOT NULL AND ${OURS}
UNION ALL
SELECT 'subscription', s.subname FROM pg_subscription s JOIN pg_database d ON d.oid = s.subdbid
WHERE d.datname = current_database()
UNION ALL
SELECT 'extension version', format('%s %s', e.extname, e.extversion) FROM pg_extension e
JOIN pg_available_extensions v ON v.name = e.extname
WHERE e.oid >= 16384 AND v.default_version IS DISTINCT FROM e.extversion${version >= 180_000 ? constraints : ''}
) lacked ORDER BY kind COLLATE "C", name COLLATE "C"`;
}

/** What has to be there before a schema is made: every namespace, and the extensions, in the order they were made in. */
export const GROUNDWORK = `
SELECT format('CREATE SCHEMA IF NOT EXISTS %I', n.nspname) AS statement, 0 AS turn, n.oid
FROM pg_namespace n WHERE n.oid >= 16384 AND ${OURS} AND ('pg_namespace'::regclass, n.oid) NOT IN (${PARTS})
UNION ALL
SELECT format('CREATE EXTENSION IF NOT EXISTS %I WITH SCHEMA %I', e.extname, n.nspname), 1, e.oid
FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace WHERE e.oid >= 16384
ORDER BY turn, oid`;
