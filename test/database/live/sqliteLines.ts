import Database from 'better-sqlite3';

/** What SQLite itself makes of a file: columns, keys and indexes, a line each. */
export function sqliteLines(path: string): readonly string[] {
  const database = new Database(path, { readonly: true });
  try {
    const tables =
      "pragma_table_list t WHERE t.schema = 'main' AND t.type = 'table' AND t.name NOT LIKE 'sqlite%' AND t.name <> 'alembic_version'";
    const queries = [
      `SELECT 'table', name, wr, strict FROM ${tables}`,
      `SELECT 'column', t.name, c.* FROM ${tables.replace(' WHERE', ', pragma_table_xinfo(t.name) c WHERE')}`,
      `SELECT 'key', t.name, r.* FROM ${tables.replace(' WHERE', ', pragma_foreign_key_list(t.name) r WHERE')}`,
      `SELECT 'index', t.name, i.origin, i."unique", i.partial, x.name, x.desc, x.coll, x.seqno
       FROM ${tables.replace(' WHERE', ', pragma_index_list(t.name) i, pragma_index_xinfo(i.name) x WHERE')}`,
      "SELECT 'numbered', name FROM sqlite_master WHERE sql LIKE '%AUTOINCREMENT%'",
    ];
    return queries.flatMap((query) =>
      database
        .prepare(query)
        .raw()
        .all()
        .map((row) => JSON.stringify(row)),
    );
  } finally {
    database.close();
  }
}
