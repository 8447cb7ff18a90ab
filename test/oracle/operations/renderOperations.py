"""Records the operations that calls of directives make, and prints them as the pinned Alembic's autogenerate renders them.

Standard input: {"cases": [{"body": [lines], "batch": whether `render_as_batch` is set}]}.
Standard output: a JSON list, an entry each: {"text": the body of a function, "imports": [lines]}, or {"error": "..."}.
"""

import json
import sys
import warnings
from itertools import groupby

import sqlalchemy as sa
from alembic.autogenerate import render
from alembic.autogenerate.api import AutogenContext
from alembic.migration import MigrationContext
from alembic.operations import Operations, ops
from sqlalchemy.dialects import mysql, postgresql, sqlite

warnings.simplefilter("ignore")


class Recorder(Operations):
    def __init__(self, context):
        super().__init__(context)
        self.recorded = []

    def invoke(self, operation):
        if isinstance(operation, ops.AlterColumnOp):
            # What is compared comes from columns, which hold text as a clause.
            for name in ("modify_server_default", "existing_server_default"):
                value = getattr(operation, name)
                if isinstance(value, sa.TextClause):
                    setattr(operation, name, sa.DefaultClause(value))
        self.recorded.append(operation)


def table_of(operation):
    """Changes of a table stand together; what makes and drops tables, and SQL, stands by itself."""
    if isinstance(operation, (ops.CreateTableOp, ops.DropTableOp, ops.ExecuteSQLOp)):
        return None
    name = operation.source_table if isinstance(operation, ops.CreateForeignKeyOp) else operation.table_name
    schema = (
        operation.kw.get("source_schema") if isinstance(operation, ops.CreateForeignKeyOp) else operation.schema
    )
    return (name, schema)


def tree(recorded):
    for table, together in groupby(recorded, table_of):
        if table is None:
            yield from together
        else:
            yield ops.ModifyTableOps(table[0], list(together), schema=table[1])


def run(case):
    context = MigrationContext.configure(dialect_name="postgresql")
    recorder = Recorder(context)
    try:
        exec(
            "\n".join(case["body"]),
            {"op": recorder, "sa": sa, "mysql": mysql, "postgresql": postgresql, "sqlite": sqlite},
        )
        autogen = AutogenContext(
            context,
            opts={
                "sqlalchemy_module_prefix": "sa.",
                "alembic_module_prefix": "op.",
                "render_item": None,
                "render_as_batch": case["batch"],
                "user_module_prefix": None,
            },
        )
        autogen.imports = set()
        upgrade = ops.UpgradeOps(list(tree(recorder.recorded)))
        text = render._indent(render._render_cmd_body(upgrade, autogen))
    except Exception as error:
        return {"error": f"{type(error).__name__}: {error}"}
    return {"text": text, "imports": sorted(autogen.imports)}


json.dump([run(case) for case in json.load(sys.stdin)["cases"]], sys.stdout)
