"""What the pinned Alembic sends to SQLite for batches, with a connection.

Standard input: {"cases": [{"setup": [lines], "body": [lines], "naming": {...} | null, "table", "after": [statements] | null}]}.
`after`: what makes the table as it is said to be then. Standard output, a list of {"setup": error or null, "statements": [...],
"error"?, "differs"?: [parts]}: what `body` sent, reflection left out, and how the table differs from `after`.
"""

import json
import os
import sys
import textwrap
import warnings

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import catalogue  # noqa: E402
import sqlalchemy as sa  # noqa: E402
from alembic.migration import MigrationContext  # noqa: E402
from alembic.operations import Operations  # noqa: E402

warnings.simplefilter("ignore")

HEAD = """
from alembic import op
import sqlalchemy as sa
from sqlalchemy import func
from sqlalchemy.dialects import mysql, postgresql, sqlite
"""


def run(case):
    engine = sa.create_engine("sqlite://", poolclass=sa.pool.StaticPool)
    sent = []

    @sa.event.listens_for(engine, "before_cursor_execute")
    def note(_connection, _cursor, statement, parameters, _context, _many):
        text = statement.strip()
        if not text.startswith("PRAGMA") and "sqlite_master" not in text:
            sent.append([text.replace("\t", "    "), repr(parameters) if parameters else None])

    options = {}
    if case["naming"] is not None:
        options["target_metadata"] = sa.MetaData(naming_convention=case["naming"])
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts=options)
        names = {}
        with Operations.context(context):
            for part in ("setup", "body"):
                sent.clear()
                text = textwrap.indent("\n".join(case[part]), "    ")
                try:
                    exec(HEAD + f"def {part}():\n{text}", names)
                    names[part]()
                except Exception as error:
                    message = f"{type(error).__name__}: {error}".splitlines()[0]
                    if part == "setup":
                        return {"setup": message, "statements": []}
                    return {"setup": None, "statements": sent, "error": message}
        sent = list(sent)
        return {"setup": None, "statements": sent, "differs": differences(connection, case)}


def differences(connection, case):
    """The parts in which the table is not as it is said to be."""
    if case["after"] is None:
        return []
    real = catalogue.table(connection, None, case["table"])
    with sa.create_engine("sqlite://").connect() as scratch:
        try:
            for statement in case["after"]:
                scratch.exec_driver_sql(statement)
        except sa.exc.DBAPIError as error:
            return [f"not made: {error.orig}"]
        ours = catalogue.table(scratch, None, case["table"])
    if ours is None or real is None:
        return ["there"] if ours != real else []
    return [f"{part}: ours {ours[part]}, real {real[part]}" for part in real if ours[part] != real[part]]


json.dump([run(case) for case in json.load(sys.stdin)["cases"]], sys.stdout)
