"""Executes the SQL that is said to be that of operations on one database, and the operations, by the pinned Alembic, on another
one; and compares what the two hold. Each case by itself, on tables of the names that it speaks of.

Standard input: {"dialect", "ours": URL, "theirs": URL, "tables": [name],
  "cases": [{"body": [lines], "naming": {...} | null, "statements": [...]}]}.
Standard output, a JSON line a case: {"outcome": "compared" | "refused" | "onlyOurs" | "onlyTheirs", "detail", "different": [...]}.
`refused`: by both databases (or Alembic); `onlyOurs`: ours is accepted.
"""

import json
import os
import re
import sys
import textwrap
import warnings

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import sqlalchemy as sa  # noqa: E402
import wholeCatalogue  # noqa: E402
from alembic.migration import MigrationContext  # noqa: E402
from alembic.operations import Operations  # noqa: E402
from runRevision import shown  # noqa: E402

HEAD = """
from alembic import op
import datetime, decimal, enum, uuid
import sqlalchemy as sa
from sqlalchemy import func
from sqlalchemy.dialects import mysql, postgresql, sqlite
"""

# As pythonTexts.ts names columns, and what conditions speak of.
COLUMNS = {
    "id": "INTEGER PRIMARY KEY", "name": "VARCHAR(50)", "email": "VARCHAR(50) UNIQUE", "parent_id": "INTEGER", "status": "INTEGER",
    "amount": "NUMERIC(10, 2)", "Mixed": "INTEGER", "end": "DATE", "a b": "INTEGER", "2nd": "TEXT", 'x"y': "TEXT",
    "a": "INTEGER", "b": "TEXT", "s": "TEXT", "x": "INTEGER", "d": "JSON",
}  # fmt: skip
STRING = r'"(?:[^"\\]|\\.)*"'


def quoted(name):
    return '"' + name.replace('"', '""') + '"'


def schemas_of(body):
    return {one[1:-1] for one in re.findall(rf"schema=({STRING}|'[^']*')", body)}


def setup(body, tables, is_postgresql):
    """Statements that make the tables that a case speaks of, with what it drops and without what it makes."""
    made = {json.loads(one) for one in re.findall(rf"op\.(?:create_table\(|rename_table\({STRING}, )({STRING})", body)}
    added = {json.loads(one) for one in re.findall(rf"\.add_column\((?:{STRING}, )?sa\.Column\(({STRING})", body)}
    schemas = schemas_of(body) if is_postgresql else set()
    columns = [f"{quoted(name)} {rest}" for name, rest in COLUMNS.items() if name not in added]
    if "create_primary_key" in body:
        columns = [one.replace("PRIMARY KEY", "NOT NULL UNIQUE") for one in columns]
    dropped = [json.loads(one) for one in re.findall(rf"\.drop_(?:constraint|index)\((?:op\.f\()?({STRING})", body)]
    if "drop_constraint" in body:
        columns += [f"CONSTRAINT {quoted(one)} CHECK (id > 0)" for one in sorted(set(dropped))]
    said = body.replace('\\"', '"')
    found = []
    for schema in [None, *sorted(schemas | ({"auth"} if is_postgresql else set()))]:
        prefix = "" if schema is None else f"{quoted(schema)}."
        if re.search(r"'(?:auth\.)?parent|drop_index", body):
            found.append(f"CREATE TABLE {prefix}parent (id INTEGER PRIMARY KEY)")
        if "drop_index" in body:
            found += [f"CREATE INDEX {quoted(one)} ON {prefix}parent (id)" for one in sorted(set(dropped))]
        for name in tables:
            if name not in made and schema in {None, *schemas} and (f'"{name}"' in said or f"'{name}'" in said):
                found.append(f"CREATE TABLE {prefix}{quoted(name)} ({', '.join(columns)})")
    return [*found, *(['CREATE TABLE "Other" ("Id" INTEGER PRIMARY KEY)'] if "'Other." in body else [])]


def execute(connection, statements):
    """Through the driver alone; what went wrong, or None."""
    cursor = connection.connection.driver_connection.cursor()
    statement = ""
    try:
        for statement in statements:
            cursor.execute(statement)
        return None
    except Exception as error:
        return f"{shown(error)} ({statement})"


def alembic(connection, case):
    """What went wrong, or None."""
    options = {}
    if case["naming"] is not None:
        options["target_metadata"] = sa.MetaData(naming_convention=case["naming"])
    context = MigrationContext.configure(connection, opts=options)
    names = {}
    with Operations.context(context):
        try:
            exec(HEAD + "def upgrade():\n" + textwrap.indent("\n".join(case["body"]), "    "), names)
            names["upgrade"]()
            return None
        except Exception as error:
            return shown(error)


def answer(ours, theirs, case, tables):
    is_postgresql = ours.dialect.name == "postgresql"
    made = setup("\n".join(case["body"]), tables, is_postgresql)
    for connection in (ours, theirs):
        error = execute(connection, made)
        if error is not None:
            return {"outcome": "refused", "detail": f"no tables: {error}", "different": []}
    mine, real = execute(ours, case["statements"]), alembic(theirs, case)
    if mine is not None or real is not None:
        outcome = "refused" if mine is not None and real is not None else "onlyOurs" if mine is None else "onlyTheirs"
        return {"outcome": outcome, "detail": mine or real, "different": []}
    if is_postgresql:
        cursors = [one.connection.driver_connection.cursor() for one in (ours, theirs)]
        return {"outcome": "compared", "detail": "", "different": wholeCatalogue.difference(*cursors)}
    return {"outcome": "compared", "detail": "", "different": wholeCatalogue.sqlite_difference(ours, theirs)}


def main():
    warnings.simplefilter("ignore")
    task = json.load(sys.stdin)
    # Those of SQLite are in memory, and new for each case.
    engines = [sa.create_engine(task[one], poolclass=sa.pool.NullPool if task["dialect"] == "sqlite" else None) for one in ("ours", "theirs")]
    if task["dialect"] == "postgresql":
        # Made once: plans that are prepared last no longer than the list of schemas is the same.
        for engine in engines:
            with engine.begin() as connection:
                for name in sorted({"auth"}.union(*(schemas_of("\n".join(case["body"])) for case in task["cases"]))):
                    execute(connection, [f"CREATE SCHEMA {quoted(name)}"])
    for case in task["cases"]:
        with engines[0].connect() as ours, engines[1].connect() as theirs:
            ours.begin()
            theirs.begin()
            print(json.dumps(answer(ours, theirs, case, task["tables"])))


main()
