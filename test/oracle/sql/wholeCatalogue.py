"""What two databases hold, compared: every object by what the system's catalogue says of it, all of a kind at once."""

import catalogue

POSTGRESQL = {
    "column": """
        SELECT n.nspname, c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity,
               a.attgenerated, pg_get_expr(d.adbin, d.adrelid), col_description(c.oid, a.attnum)
        FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
        LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
        WHERE c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped AND {user}""",
    "relation": """
        SELECT n.nspname, c.relname, c.relkind, CASE c.relkind WHEN 'r' THEN obj_description(c.oid) END,
               CASE c.relkind WHEN 'i' THEN pg_get_indexdef(c.oid) WHEN 'v' THEN pg_get_viewdef(c.oid) END
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind IN ('r', 'p', 'i', 'v', 'm', 'S') AND {user}""",
    "constraint": """
        SELECT n.nspname, c.conrelid::regclass::text, c.conname, pg_get_constraintdef(c.oid)
        FROM pg_constraint c JOIN pg_namespace n ON n.oid = c.connamespace
        WHERE c.contype IN ('c', 'f', 'p', 'u', 'x') AND {user}""",
    "type": """
        SELECT n.nspname, t.typname, t.typtype,
               (SELECT array_agg(enumlabel ORDER BY enumsortorder) FROM pg_enum e WHERE e.enumtypid = t.oid)
        FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace WHERE t.typtype IN ('e', 'd') AND {user}""",
    "routine": """
        SELECT n.nspname, p.proname, pg_get_functiondef(p.oid)
        FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE p.prokind IN ('f', 'p') AND {user}""",
    "trigger": """
        SELECT n.nspname, c.relname, pg_get_triggerdef(t.oid) FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
        JOIN pg_namespace n ON n.oid = c.relnamespace WHERE NOT t.tgisinternal AND {user}""",
}
USER = "n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'"


# What a column, a table or a sequence has besides. No column of a query is told by its number: what was dropped counts there.
MORE = {
    "order of columns": """
        SELECT n.nspname, c.relname, array_agg(a.attname::text ORDER BY a.attnum)
        FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind IN ('r', 'p', 'v', 'm') AND a.attnum > 0 AND NOT a.attisdropped AND {user} GROUP BY 1, 2""",
    "collation": """
        SELECT n.nspname, c.relname, a.attname, l.collname
        FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
        JOIN pg_type t ON t.oid = a.atttypid JOIN pg_collation l ON l.oid = a.attcollation
        WHERE c.relkind IN ('r', 'p') AND a.attnum > 0 AND a.attcollation <> t.typcollation AND {user}""",
    "table": """
        SELECT n.nspname, c.relname, c.relpersistence, c.reloptions, pg_get_partkeydef(c.oid), s.spcname,
               (SELECT array_agg(i.inhparent::regclass::text ORDER BY i.inhseqno) FROM pg_inherits i WHERE i.inhrelid = c.oid)
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace LEFT JOIN pg_tablespace s ON s.oid = c.reltablespace
        WHERE c.relkind IN ('r', 'p', 'i', 'I') AND {user}""",
    "sequence": """
        SELECT n.nspname, c.relname, format_type(s.seqtypid, NULL), s.seqstart, s.seqincrement, s.seqmin, s.seqmax, s.seqcache,
               s.seqcycle, d.refobjid::regclass::text, d.deptype, a.attname
        FROM pg_sequence s JOIN pg_class c ON c.oid = s.seqrelid JOIN pg_namespace n ON n.oid = c.relnamespace
        LEFT JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype IN ('a', 'i')
        LEFT JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid WHERE {user}""",
    "comment": """
        SELECT pg_describe_object(classoid, objoid, objsubid), description FROM pg_description WHERE objoid >= 16384""",
    "extension": "SELECT extname, extversion FROM pg_extension",
    "schema": "SELECT n.nspname FROM pg_namespace n WHERE {user}",
}


def postgresql(cursor):
    """Everything that one who is not a superuser may make, a line each; through the cursor of a driver."""
    # To plan the query takes longer than to run it. Drivers may forget what is prepared.
    cursor.execute("SELECT 1 FROM pg_prepared_statements WHERE name = 'whole_catalogue'")
    if cursor.fetchone() is None:
        parts = [
            f"SELECT '{kind}: ' || found::text FROM ({query.format(user=USER)}) found"
            for kind, query in {**POSTGRESQL, **MORE}.items()
        ]
        cursor.execute("PREPARE whole_catalogue AS " + " UNION ALL ".join(parts))
    cursor.execute("EXECUTE whole_catalogue")
    return {line for (line,) in cursor.fetchall()}


def sqlite(connection):
    """The texts of everything, by the table it belongs to."""
    found = {}
    rows = connection.exec_driver_sql("SELECT tbl_name, type, name, sql FROM sqlite_master").fetchall()
    for table, *row in rows:
        found.setdefault(table, set()).add(tuple(row))
    return found


def sqlite_difference(ours, theirs):
    """Between two connections. Where the texts of a table differ, what SQLite makes of them counts."""
    mine, real = sqlite(ours), sqlite(theirs)
    found = []
    for name in sorted(mine.keys() | real.keys()):
        if mine.get(name) == real.get(name):
            continue
        if name not in mine or name not in real:
            found.append(f"{name} is {'there' if name in mine else 'not there'}, and really {'is' if name in real else 'not'}")
            continue
        pair = [
            {
                **(catalogue.table(connection, None, name) or {}),
                "others": sorted(repr(row) for row in rows if row[0] in ("view", "trigger")),
            }
            for connection, rows in ((ours, mine[name]), (theirs, real[name]))
        ]
        found += [f"{name}, {part}: ours {pair[0].get(part)}, real {pair[1][part]}" for part in pair[1] if pair[0].get(part) != pair[1][part]]
    return found


def difference(ours, theirs):
    """Between what two cursors of PostgreSQL see."""
    mine, real = postgresql(ours), postgresql(theirs)
    return [*(f"ours {one}" for one in sorted(mine - real)), *(f"real {one}" for one in sorted(real - mine))]
