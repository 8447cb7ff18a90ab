"""Runs sequences of operations with Alembic on real databases, and tells what those then hold.

Read from stdin: {"url", "sequences": [[line, ...], ...]}. Written: for each sequence {"errors": [null or a text for each
line], "items": [...]}: tables, columns, constraints, indexes, types and sequences as texts. What fails is taken back, and
the next line runs; on MySQL, which takes no DDL back, nothing runs after it.
"""

import json
import sys
import warnings

import sqlalchemy as sa
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import func
from sqlalchemy.dialects import mysql, postgresql, sqlite

warnings.simplefilter("ignore")


def items(connection, dialect):
    inspector = sa.inspect(connection)
    found = []
    for table in inspector.get_table_names():
        comment = ""
        if dialect != "sqlite":
            comment = inspector.get_table_comment(table)["text"] or ""
        found.append(f"table {table} {comment}".strip())
        key = inspector.get_pk_constraint(table)
        if key["constrained_columns"]:
            found.append(f"{table}: primary {key['name']} {key['constrained_columns']}")
        for column in inspector.get_columns(table):
            default = column["default"] is not None or column.get("identity") or column.get("autoincrement") is True
            words = [
                "null" if column["nullable"] else "not null",
                "computed" if column.get("computed") else "default" if default else "",
                column.get("comment") or "",
            ]
            found.append(f"{table}.{column['name']}: {' '.join(word for word in words if word)}")
        uniques = inspector.get_unique_constraints(table)
        for one in uniques:
            found.append(f"{table}: unique {one['name']} {one['column_names']}")
        for one in inspector.get_foreign_keys(table):
            target = f"{one['referred_table']}{one['referred_columns']}"
            rules = " ".join(f"{k} {v}" for k, v in sorted(one["options"].items()))
            found.append(f"{table}: foreign {one['name']} {one['constrained_columns']} {target} {rules}".strip())
        if dialect == "postgresql":
            rows = connection.exec_driver_sql(
                "SELECT conname FROM pg_constraint WHERE contype = 'c' AND conrelid = '%s'::regclass"
                % table.join('""')
            )
            found.extend(f"{table}: check {name}" for (name,) in rows)
        else:
            found.extend(f"{table}: check {one['name']}" for one in inspector.get_check_constraints(table))
        named = {one["name"] for one in uniques}
        for one in inspector.get_indexes(table):
            if one.get("duplicates_constraint") or one["name"] in named:
                continue
            columns = [name or "?" for name in one["column_names"]]
            found.append(f"{table}: {'unique ' if one['unique'] else ''}index {one['name']} {columns}")
    if dialect == "postgresql":
        for one in inspector.get_enums():
            found.append(f"type {one['name']} {one['labels']}")
        rows = connection.exec_driver_sql(
            "SELECT s.relname, t.relname, a.attname FROM pg_class s"
            " JOIN pg_depend d ON d.objid = s.oid AND d.deptype IN ('a', 'i') AND d.classid = 'pg_class'::regclass"
            " JOIN pg_class t ON t.oid = d.refobjid JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = d.refobjsubid"
            " WHERE s.relkind = 'S'"
        )
        found.extend(f"sequence {name} of {table}.{column}" for name, table, column in rows)
    return sorted(found)


def run(connection, lines):
    context = MigrationContext.configure(connection)
    names = {"op": None, "sa": sa, "func": func, "postgresql": postgresql, "mysql": mysql, "sqlite": sqlite}
    dialect = connection.dialect.name
    errors = []
    with Operations.context(context) as op:
        names["op"] = op
        for line in lines:
            point = None if dialect == "mysql" else connection.begin_nested()
            memo = {name: set(types) for name, types in context.impl.memo.items()}
            try:
                exec(line, names)
            except Exception as raised:
                errors.append(f"{type(raised).__name__}: {str(raised).splitlines()[0]}")
                if point is None:
                    break
                point.rollback()
                context.impl.memo.clear()
                context.impl.memo.update(memo)
            else:
                errors.append(None)
                if point is not None:
                    point.commit()
    return {"errors": errors, "items": items(connection, dialect)}


def sqlite_engine():
    """One whose driver leaves transactions to us, so that DDL can be taken back."""
    engine = sa.create_engine("sqlite://")

    @sa.event.listens_for(engine, "connect")
    def connect(connection, _record):
        connection.isolation_level = None

    @sa.event.listens_for(engine, "begin")
    def begin(connection):
        connection.exec_driver_sql("BEGIN")

    return engine


def main():
    task = json.load(sys.stdin)
    answers = []
    if task["url"].startswith("sqlite"):
        for lines in task["sequences"]:
            engine = sqlite_engine()
            with engine.connect() as connection:
                answers.append(run(connection, lines))
    elif task["url"].startswith("mysql"):
        engine = sa.create_engine(task["url"])
        with engine.connect() as connection:
            for lines in task["sequences"]:
                answers.append(run(connection, lines))
                connection.exec_driver_sql("SET FOREIGN_KEY_CHECKS=0")
                for table in sa.inspect(connection).get_table_names():
                    connection.exec_driver_sql(f"DROP TABLE `{table}`")
                connection.exec_driver_sql("SET FOREIGN_KEY_CHECKS=1")
                connection.commit()
    else:
        engine = sa.create_engine(task["url"])
        with engine.connect() as connection:
            for lines in task["sequences"]:
                transaction = connection.begin()
                answers.append(run(connection, lines))
                transaction.rollback()
    json.dump(answers, sys.stdout)


main()
