"""Compiles Core expressions, given as Python text, as Alembic's offline mode does.

stdin: {"cases": [text], "dialects": [name]}; stdout: one JSON list for each case: {"sql"} or {"error"} by dialect.
A case is a body of statements that sets `result`.
"""

import datetime
import decimal
import json
import sys
import uuid
import warnings

import sqlalchemy as sa
from sqlalchemy.dialects import mysql, postgresql, sqlite
from sqlalchemy.engine.url import make_url

warnings.simplefilter("ignore")

PARAMSTYLES = {"postgresql": "named", "sqlite": "qmark", "mysql": "named"}


def dialect_named(name):
    return make_url(name + "://").get_dialect()(paramstyle=PARAMSTYLES[name])


def main():
    task = json.load(sys.stdin)
    dialects = {name: dialect_named(name) for name in task["dialects"]}
    prefix = task.get("preamble", "")
    for case in task["cases"]:
        answers = {}
        for name, dialect in dialects.items():
            scope = {
                "sa": sa,
                "datetime": datetime,
                "decimal": decimal,
                "uuid": uuid,
                "postgresql": postgresql,
                "mysql": mysql,
                "sqlite": sqlite,
            }
            try:
                exec(prefix + "\n" + case, scope)
                result = scope["result"]
                if isinstance(result, str):
                    result = sa.text(result)
                compiled = result.compile(dialect=dialect, compile_kwargs={"literal_binds": True})
                answers[name] = {"sql": str(compiled)}
            except Exception as error:
                answers[name] = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(answers))


if __name__ == "__main__":
    main()
