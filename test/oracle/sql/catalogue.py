"""What a database holds of a table, as plain data that two databases can be compared by: everything by name, sets sorted."""

import re

import sqlalchemy as sa


def tables(connection):
    """(schema, name) of every table; the usual schema is None."""
    if connection.dialect.name == "sqlite":
        names = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'").scalars()
        return {(None, name) for name in names if not name.startswith("sqlite_")}
    rows = connection.exec_driver_sql(
        "SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
        "WHERE c.relkind IN ('r', 'p') AND n.nspname NOT LIKE 'pg\\_%%' AND n.nspname <> 'information_schema'"
    )
    return {(None if schema == "public" else schema, name) for schema, name in rows}


def enums(connection):
    """Labels of every enum type of PostgreSQL."""
    if connection.dialect.name != "postgresql":
        return {}
    rows = connection.exec_driver_sql(
        "SELECT n.nspname, t.typname, array_agg(e.enumlabel::text ORDER BY e.enumsortorder) FROM pg_type t "
        "JOIN pg_namespace n ON n.oid = t.typnamespace JOIN pg_enum e ON e.enumtypid = t.oid GROUP BY 1, 2"
    )
    return {("" if schema == "public" else f"{schema}.") + name: labels for schema, name, labels in rows}


def table(connection, schema, name):
    """One table; None: there is none."""
    return (sqlite_table if connection.dialect.name == "sqlite" else postgresql_table)(connection, schema, name)


def unquoted(text):
    """SQLite puts names in quotes where it changes a text."""
    return re.sub(r'"(\w+)"', r"\1", text)


def sqlite_table(connection, _schema, name):
    quoted = '"' + name.replace('"', '""') + '"'
    columns = connection.exec_driver_sql(f"PRAGMA table_xinfo({quoted})").fetchall()
    if not columns:
        return None
    inspector = sa.inspect(connection)
    # An index is told from its key by where it comes from.
    indexes = connection.exec_driver_sql(
        "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name = ?", (name,)
    ).fetchall()
    return {
        "columns": [
            [row[1], row[2], row[3], row[4], row[5], row[6]] for row in columns
        ],
        "primary key": inspector.get_pk_constraint(name),
        "unique": sorted(map(repr, inspector.get_unique_constraints(name))),
        "checks": sorted(
            f"{one['name']}: {unquoted(one['sqltext'])}" for one in inspector.get_check_constraints(name)
        ),
        "foreign keys": sorted(map(repr, inspector.get_foreign_keys(name))),
        "references": sorted(
            repr(row[2:]) for row in connection.exec_driver_sql(f"PRAGMA foreign_key_list({quoted})")
        ),
        "indexes": sorted(f"{one}: {re.sub(r'^CREATE (UNIQUE )?INDEX .*? ON ', 'ON ', unquoted(sql))}"
                          f"{' unique' if sql.startswith('CREATE UNIQUE') else ''}" for one, sql in indexes),
        "autoincrement": "AUTOINCREMENT" in (connection.exec_driver_sql(
            "SELECT sql FROM sqlite_master WHERE type = 'table' AND name = ?", (name,)).scalar() or ""),
    }


COLUMNS = """
SELECT a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, pg_get_expr(d.adbin, d.adrelid),
  a.attidentity::text, a.attgenerated::text,
  CASE WHEN a.attcollation <> t.typcollation THEN c.collname END, col_description(a.attrelid, a.attnum)
FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
LEFT JOIN pg_collation c ON c.oid = a.attcollation
WHERE a.attrelid = %s AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum
"""
# PostgreSQL 18 lists NOT NULL, which columns say, among them, under names that nobody asks for.
CONSTRAINTS = """
SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = %s AND contype NOT IN ('f', 'n')
"""
FOREIGN_KEYS = """
SELECT conname,
  (SELECT array_agg(a.attname::text ORDER BY k.n) FROM unnest(conkey) WITH ORDINALITY k(num, n)
    JOIN pg_attribute a ON a.attrelid = conrelid AND a.attnum = k.num),
  (SELECT n.nspname FROM pg_class r JOIN pg_namespace n ON n.oid = r.relnamespace WHERE r.oid = confrelid),
  (SELECT r.relname FROM pg_class r WHERE r.oid = confrelid),
  (SELECT array_agg(a.attname::text ORDER BY k.n) FROM unnest(confkey) WITH ORDINALITY k(num, n)
    JOIN pg_attribute a ON a.attrelid = confrelid AND a.attnum = k.num),
  confdeltype::text, confupdtype::text, condeferrable, condeferred, confmatchtype::text
FROM pg_constraint WHERE conrelid = %s AND contype = 'f'
"""
INDEXES = """
SELECT i.relname, pg_get_indexdef(x.indexrelid) FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid
WHERE x.indrelid = %s AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = x.indexrelid AND contype IN ('p', 'u', 'x'))
"""


def plain_default(text):
    """How a sequence is called that numbers rows is not said by its column."""
    return text if text is None else re.sub(r"nextval\('.*?'::regclass\)", "nextval()", text)


def postgresql_table(connection, schema, name):
    oid = connection.exec_driver_sql(
        "SELECT c.oid FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
        "WHERE n.nspname = %s AND c.relname = %s AND c.relkind IN ('r', 'p')",
        (schema or "public", name),
    ).scalar()
    if oid is None:
        return None

    def rows(query):
        return [list(row) for row in connection.exec_driver_sql(query, (oid,))]

    return {
        "columns": [[*row[:3], plain_default(row[3]), *row[4:]] for row in rows(COLUMNS)],
        "constraints": sorted(rows(CONSTRAINTS)),
        "foreign keys": sorted(rows(FOREIGN_KEYS)),
        "indexes": sorted(rows(INDEXES)),
        "comment": connection.exec_driver_sql("SELECT obj_description(%s, 'pg_class')", (oid,)).scalar(),
    }
