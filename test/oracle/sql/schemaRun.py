"""Runs revisions one after the other, with the pinned Alembic and a connection, and compares the database after each with the
tables that are said to be in it.

Standard input: {"root", "without", "ignoreAnnotations", "url", "scratch", "every", "naming",
  "revisions": [{"id", "file", "engine", "tables": {key: {"schema", "name", "statements", "foreignKeys"} | null},
    "doubted": [key], "enums": {name: labels}, "isAll": bool}]}.
`tables`: those that the revision changed; null: it is gone. `doubted`: of what is known no longer for sure. Every so many
revisions, and at the end, all of them are looked at, also whether there are others.
Standard output: a JSON line a revision, {"id", "error"?, "stubbed", "sent", "same", "different": [{"table", "ours", "real"}]}.
"""

import json
import sys

sys.dont_write_bytecode = True
from begin import begin  # noqa: E402
import catalogue  # noqa: E402
import sqlalchemy as sa  # noqa: E402
from alembic.runtime.environment import EnvironmentContext  # noqa: E402
from imports import Imports  # noqa: E402
from runRevision import load, run  # noqa: E402


class Databases:
    """The one that Alembic runs on, and the one where tables are made as we say."""

    def __init__(self, url, scratch):
        self.engine = sa.create_engine(url, poolclass=sa.pool.StaticPool)
        self.connection = self.engine.connect()
        self.scratch = sa.create_engine(scratch, poolclass=sa.pool.StaticPool).connect()
        self.sent = []
        sa.event.listen(self.engine, "before_cursor_execute", self.note)

    def note(self, _connection, _cursor, statement, parameters, _context, _many):
        text = statement.strip()
        if not text.startswith("PRAGMA") and "sqlite_master" not in text and "pg_catalog" not in text:
            self.sent.append([text.replace("\t", "    "), bool(parameters)])

    def difference(self, table, enums):
        """How a table that we describe differs; None: not at all."""
        schema, name = table["schema"], table["name"]
        real = catalogue.table(self.connection, schema, name)
        if real is None:
            return {"table": name, "ours": "it is there", "real": None}
        # Neither database keeps anything of this: SQLite's driver begins no transaction for DDL.
        ours = self.scratch_postgresql(table, enums) if self.scratch.dialect.name == "postgresql" else self.scratch_sqlite(table)
        if isinstance(ours, dict) and self.scratch.dialect.name == "postgresql":
            ours["foreign keys"] = sorted(table["foreignKeys"])
        if ours == real:
            return None
        if isinstance(ours, str):
            return {"table": name, "ours": ours, "real": real}
        parts = [part for part in real if ours[part] != real[part]]
        return {"table": name, "ours": {part: ours[part] for part in parts}, "real": {part: real[part] for part in parts}}

    def scratch_postgresql(self, table, enums):
        transaction = self.scratch.begin()
        try:
            if table["schema"] is not None:
                self.scratch.exec_driver_sql(f'CREATE SCHEMA "{table["schema"]}"')
            text = "\n".join(table["statements"])
            for name, labels in enums.items():
                if name.split(".")[-1] in text:
                    parts = name.split(".")
                    if len(parts) > 1 and parts[0] != table["schema"]:
                        self.scratch.exec_driver_sql(f'CREATE SCHEMA IF NOT EXISTS "{parts[0]}"')
                    quoted = ".".join(f'"{part}"' for part in parts)
                    listed = ", ".join("'" + label.replace("'", "''").replace("%", "%%") + "'" for label in labels)
                    self.scratch.exec_driver_sql(f"CREATE TYPE {quoted} AS ENUM ({listed})")
            for statement in table["statements"]:
                self.scratch.exec_driver_sql(statement.replace("%", "%%"))
            return catalogue.table(self.scratch, table["schema"], table["name"])
        except sa.exc.DBAPIError as error:
            return f"not made: {str(error.orig).splitlines()[0]}"
        finally:
            transaction.rollback()

    def scratch_sqlite(self, table):
        try:
            for statement in table["statements"]:
                self.scratch.exec_driver_sql(statement)
            return catalogue.table(self.scratch, None, table["name"])
        except sa.exc.DBAPIError as error:
            return f"not made: {str(error.orig).splitlines()[0]}"
        finally:
            for _, name in catalogue.tables(self.scratch):
                self.scratch.exec_driver_sql(f'DROP TABLE "{name}"')
            self.scratch.commit()


def upgrade(revision):
    module = load(revision["file"], f"revision_{revision['id']}")
    return lambda: module.upgrade(*([] if revision["engine"] is None else [revision["engine"]]))


def main():
    task, answers, config, script = begin()
    imports = Imports()
    databases = Databases(task["url"], task["scratch"])
    known, doubted = {}, set()
    with EnvironmentContext(config, script) as environment:
        for index, revision in enumerate(task["revisions"]):
            databases.sent.clear()
            error = run(environment, databases.connection, lambda: upgrade(revision), task["naming"])
            answer = {"id": revision["id"], "stubbed": imports.stubbed(f"revision_{revision['id']}")}
            if error is not None:
                answers.write(json.dumps({**answer, "error": error, "sent": [], "same": 0, "different": []}) + "\n")
                break
            answer["sent"] = list(databases.sent)
            for key, table in revision["tables"].items():
                known.pop(key, None) if table is None else known.update({key: table})
            doubted = set(revision["doubted"])
            last = index + 1 == len(task["revisions"])
            whole = last or (index + 1) % task["every"] == 0
            keys = known if whole else revision["tables"]
            differences = [
                databases.difference(known[key], revision["enums"]) for key in list(keys) if key in known and key not in doubted
            ]
            different = [one for one in differences if one is not None]
            if whole and revision["isAll"]:
                listed = {(one["schema"], one["name"]) for one in known.values()} | {
                    tuple(one) for one in revision["doubtedNames"]
                }
                for schema, name in catalogue.tables(databases.connection) - listed:
                    different.append({"table": name, "ours": None, "real": "it is there"})
            if whole:
                real = catalogue.enums(databases.connection)
                for name, labels in revision["enums"].items():
                    if real.get(name) != labels and name in revision["sureEnums"]:
                        different.append({"table": f"type {name}", "ours": labels, "real": real.get(name)})
            databases.connection.rollback()
            answer.update(same=len(differences) - sum(one is not None for one in differences), different=different)
            answers.write(json.dumps(answer, default=str) + "\n")
            answers.flush()
    answers.close()


main()
