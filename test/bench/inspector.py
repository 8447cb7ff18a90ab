"""What SQLAlchemy's inspector takes for a whole database, in a process that stays: URL.

Standard input, a line of JSON each: {"way": "multi" | "reflect" | "tables"}. `multi` calls every `get_multi_*()`, `reflect` makes
a MetaData of them, `tables` asks for each table by itself. Each opens a connection and an inspector of its own.
Standard output, a line each: {"milliseconds", "tables"}.
"""

import json
import sys
import time
import warnings

import sqlalchemy as sa

KINDS = [
    "columns",
    "pk_constraint",
    "unique_constraints",
    "check_constraints",
    "foreign_keys",
    "indexes",
    "table_comment",
]

warnings.simplefilter("ignore")
engine = sa.create_engine(sys.argv[1], poolclass=sa.pool.NullPool)
# SQLite has none.
kinds = [kind for kind in KINDS if kind != "table_comment" or engine.dialect.supports_comments]


def multi(connection):
    inspector = sa.inspect(connection)
    found = [getattr(inspector, f"get_multi_{kind}")() for kind in kinds]
    return len(found[0])


def reflect(connection):
    metadata = sa.MetaData()
    metadata.reflect(connection)
    return len(metadata.tables)


def tables(connection):
    inspector = sa.inspect(connection)
    names = inspector.get_table_names()
    for name in names:
        for kind in kinds:
            getattr(inspector, f"get_{kind}")(name)
    return len(names)


ways = {"multi": multi, "reflect": reflect, "tables": tables}
for line in sys.stdin:
    begun = time.perf_counter()
    with engine.connect() as connection:
        count = ways[json.loads(line)["way"]](connection)
    print(json.dumps({"milliseconds": (time.perf_counter() - begun) * 1000, "tables": count}), flush=True)
