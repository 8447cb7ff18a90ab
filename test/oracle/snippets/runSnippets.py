"""Runs snippets with the pinned Alembic: standard input is {name: text}, standard output {name: outcome}.

A snippet of operations runs offline for PostgreSQL: the outcome is the list of statements. A whole revision file is run as
a module: the outcome is what it says of itself. Or {"error"}.
"""

import ast
import json
import sys

import sqlalchemy as sa
from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext


def statements(text):
    recorded = []

    def record(statement, *_args, **_kwargs):
        recorded.append(str(statement.compile(dialect=engine.dialect)).strip())

    # A mock connection runs what checks for existing types first, too.
    engine = sa.create_mock_engine("postgresql://", record)
    context = MigrationContext.configure(
        dialect_name="postgresql", opts={"as_sql": True, "literal_binds": True, "output_buffer": Buffer(recorded)}
    )
    op = Operations(context)
    op.get_bind = lambda: engine
    with context.begin_transaction():
        exec(compile(text, "<snippet>", "exec"), {"op": op, "sa": sa})
    return [one for one in recorded if one not in ("BEGIN;", "COMMIT;")]


class Buffer:
    def __init__(self, lines):
        self.lines = lines

    def write(self, text):
        if text.strip():
            self.lines.append(text.strip())

    def flush(self):
        pass


def run(text):
    try:
        tree = ast.parse(text)
        if any(isinstance(node, ast.FunctionDef) for node in tree.body):
            namespace = {}
            exec(compile(text, "<snippet>", "exec"), namespace)
            namespace["upgrade"]()
            namespace["downgrade"]()
            return {key: namespace[key] for key in ("revision", "down_revision", "__doc__")}
        return statements(text)
    except Exception as error:
        return {"error": f"{type(error).__name__}: {error}"}


json.dump({name: run(text) for name, text in json.load(sys.stdin).items()}, sys.stdout)
