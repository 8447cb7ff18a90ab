"""Runs revisions on a database: up, down by what was generated, up again; and tells what the catalogue says in between.

Standard input: {"root", "without", "ignoreAnnotations", "url", "steps": [{"id", "file", "check"}]}, in upgrade order. One that
is checked and fails without a trace is passed over.
`file`: the revision with the downgrade to try. Standard output, a JSON line each:
{"id", "outcome": "exact" | "different" | "downFailed" | "upFailed" | "againFailed" | "againDifferent" | "run", "detail"?,
"stubbed"}. Ends behind the first revision that leaves a state that is not known.
"""

import importlib.util
import json
import logging
import os
import re
import shutil
import sys
import warnings

sys.dont_write_bytecode = True
here = os.path.dirname(os.path.abspath(__file__))
sys.path[:] = [entry for entry in sys.path if os.path.abspath(entry or ".") != os.getcwd()]
sys.path.insert(0, os.path.join(os.path.dirname(here), "oracle", "realProjects"))
sys.path.insert(0, os.path.join(os.path.dirname(here), "oracle", "sql"))
import sqlalchemy  # noqa: E402
import stubs  # noqa: E402
from alembic.config import Config  # noqa: E402
from alembic.operations import Operations  # noqa: E402
from alembic.runtime.environment import EnvironmentContext  # noqa: E402
from alembic.script import ScriptDirectory  # noqa: E402
from wholeCatalogue import POSTGRESQL, USER  # noqa: E402


def catalogue(connection):
    """What the database holds, a line each, without the order of columns."""
    if connection.dialect.name == "postgresql":
        return {
            json.dumps([kind, *row], default=str)
            for kind, query in POSTGRESQL.items()
            for row in connection.exec_driver_sql(query.format(user=USER))
        }
    if connection.dialect.name == "mysql":
        return {line for (table,) in connection.exec_driver_sql("SHOW TABLES") for line in created(connection, table)}
    inspector = sqlalchemy.inspect(connection)
    found = set()
    for table in inspector.get_table_names():
        for column in inspector.get_columns(table):
            shown = {key: str(value) for key, value in column.items()}
            found.add(json.dumps(["column", table, shown], sort_keys=True))
        for kind, items in {
            "primary key": [inspector.get_pk_constraint(table)],
            "unique": inspector.get_unique_constraints(table),
            "foreign key": inspector.get_foreign_keys(table),
            "check": inspector.get_check_constraints(table),
            "index": inspector.get_indexes(table),
        }.items():
            found |= {json.dumps([kind, table, item], sort_keys=True, default=str) for item in items}
        found.add(json.dumps(["table", table]))
    others = "SELECT type, name, sql FROM sqlite_master WHERE type IN ('view', 'trigger')"
    return found | {json.dumps(list(row)) for row in connection.exec_driver_sql(others)}


def created(connection, table):
    """The lines of CREATE TABLE, without the next number of the table's key."""
    text = connection.exec_driver_sql(f"SHOW CREATE TABLE `{table}`").fetchone()[1]
    return [table + " " + re.sub(r" AUTO_INCREMENT=[0-9]+", "", line.rstrip(",")) for line in text.splitlines()]


def difference(before, after):
    lost, added = sorted(before - after), sorted(after - before)
    return "; ".join([*(f"lost {one}" for one in lost[:4]), *(f"added {one}" for one in added[:4])])


class Database:
    def __init__(self, url):
        self.engine = sqlalchemy.create_engine(url)
        os.makedirs("scripts/versions", exist_ok=True)
        config = Config()
        config.set_main_option("script_location", os.path.abspath("scripts"))
        self.environment = EnvironmentContext(config, ScriptDirectory(os.path.abspath("scripts")))

    def run(self, function):
        with self.environment, self.engine.connect() as connection:
            self.environment.configure(connection=connection)
            context = self.environment.get_context()
            # As `context.run_migrations()` does it for one revision.
            with Operations.context(context), context.begin_transaction():
                with context.begin_transaction(_per_migration=True):
                    function()

    def read(self):
        with self.engine.connect() as connection:
            return catalogue(connection)


def load(path, name):
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def failure(error):
    return f"{type(error).__name__}: {str(error).splitlines()[0] if str(error) else ''}"[:400]


def step(database, module, check):
    """One revision: its outcome, what is to be said of it, and whether the next one can follow."""
    before = database.read() if check else None
    try:
        database.run(module.upgrade)
    except BaseException as error:
        return "upFailed", failure(error), check and database.read() == before
    if not check:
        return "run", "", True
    up = database.read()
    file = database.engine.url.database if database.engine.dialect.name == "sqlite" else None
    if file:
        shutil.copy(file, file + ".up")
    try:
        database.run(module.downgrade)
    except BaseException as error:
        if file:
            database.engine.dispose()
            shutil.copy(file + ".up", file)
        return "downFailed", failure(error), database.read() == up
    down = database.read()
    try:
        database.run(module.upgrade)
    except BaseException as error:
        return ("different", difference(before, down), False) if down != before else ("againFailed", failure(error), False)
    again = database.read()
    if down != before:
        return "different", difference(before, down), again == up
    return ("exact", "", True) if again == up else ("againDifferent", difference(up, again), False)


def main():
    task = json.load(sys.stdin)
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    os.environ["HOME"] = os.getcwd()
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    stubs.install(task["root"], task["without"])
    if task["ignoreAnnotations"]:
        stubs.ignore_annotations()
    database = Database(task["url"])
    with database.engine.begin() as connection:
        # Alembic's own, which some revisions look at.
        connection.exec_driver_sql("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)")
    for number, one in enumerate(task["steps"]):
        known = set(stubs.STUBBED) | set(stubs.BROKEN)
        try:
            module = load(one["file"], f"revision_{number}")
        except BaseException as error:
            outcome, detail, follows = "upFailed", failure(error), False
        else:
            outcome, detail, follows = step(database, module, one["check"])
        stubbed = sorted((set(stubs.STUBBED) | set(stubs.BROKEN)) - known)
        answers.write(json.dumps({"id": one["id"], "outcome": outcome, "detail": detail, "stubbed": stubbed}) + "\n")
        answers.flush()
        if not follows:
            break


main()
