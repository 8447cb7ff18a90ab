"""Runs the bodies of upgrade functions through the pinned Alembic's offline mode, each by itself.

Standard input: {"dialect", "cases": [{"body": [lines], "naming": {...} | null}]}.
Standard output: a JSON list, an entry each: {"statements": [...]} as they are sent, without terminator, or {"error": "..."}.
"""

import io
import json
import sys
import textwrap
import warnings

import sqlalchemy as sa
from alembic.migration import MigrationContext
from alembic.operations import Operations

warnings.simplefilter("ignore")


class Written(io.StringIO):
    """Keeps what is written at once together: statements may hold anything, also what looks like their end."""

    def __init__(self):
        super().__init__()
        self.statements = []

    def write(self, text):
        self.statements.append(text.rstrip("\n").removesuffix(";"))
        return len(text)


HEAD = """
from alembic import op
import datetime, decimal, enum, uuid
import sqlalchemy as sa
from sqlalchemy import func
from sqlalchemy.dialects import mysql, postgresql, sqlite
"""


def run(dialect, case):
    written = Written()
    options = {"as_sql": True, "output_buffer": written, "literal_binds": True}
    if case["naming"] is not None:
        options["target_metadata"] = sa.MetaData(naming_convention=case["naming"])
    context = MigrationContext.configure(
        dialect_name=dialect, dialect_opts={"paramstyle": "named"}, opts=options
    )
    body = "\n".join(case["body"])
    names = {}
    with Operations.context(context):
        try:
            exec(HEAD + "def upgrade():\n" + textwrap.indent(body, "    "), names)
            names["upgrade"]()
        except Exception as error:
            return {"error": f"{type(error).__name__}: {error}", "statements": written.statements}
    return {"statements": written.statements}


task = json.load(sys.stdin)
json.dump([run(task["dialect"], case) for case in task["cases"]], sys.stdout)
