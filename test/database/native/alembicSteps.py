"""Runs single steps of a real chain with the pinned Alembic, version rows and all, and compares two databases.

Standard input: first {"root", "without", "ignoreAnnotations", "naming", "locations", "recursive", "versionTable", "urls": {name: URL}};
then questions, a JSON line each, answered by a JSON line each:
  {"do": "step", "database": name, "id", "direction"} -> {"error": text | null, "stubbed": [...]}
  {"do": "mark", "database": name, "id", "direction"} -> {"error": text | null}: the version rows alone
  {"do": "command", "database": name, "name": "upgrade" | "downgrade" | "stamp", "target"} -> {"error": text | null}
  {"do": "compare", "databases": [a, b]} -> {"different": [...], "rows": [[...], [...]]}
"""

import json
import logging
import os
import sys
import tempfile
import warnings

sys.dont_write_bytecode = True
here = os.path.dirname(os.path.abspath(__file__))
oracle = os.path.join(os.path.dirname(os.path.dirname(here)), "oracle")
sys.path[:] = [entry for entry in sys.path if os.path.abspath(entry or ".") != os.getcwd()]
sys.path[:0] = [os.path.join(oracle, "sql"), os.path.join(oracle, "realProjects")]
import psycopg  # noqa: E402
import sqlalchemy as sa  # noqa: E402
import stubs  # noqa: E402
import wholeCatalogue  # noqa: E402
from alembic.config import Config  # noqa: E402
from alembic.runtime.environment import EnvironmentContext  # noqa: E402
from alembic.runtime.migration import MigrationStep  # noqa: E402
from alembic.script import ScriptDirectory  # noqa: E402
from imports import Imports  # noqa: E402


class Chain:
    def __init__(self, task):
        self.task = task
        self.imports = Imports()
        config = Config()
        config.set_main_option("script_location", tempfile.mkdtemp())
        config.set_main_option("path_separator", "newline")
        config.set_main_option("version_locations", "\n".join(task["locations"]))
        config.set_main_option("recursive_version_locations", "true" if task["recursive"] else "false")
        self.config = config
        self.script = ScriptDirectory.from_config(config)
        self.script.revision_map.heads
        self.engines = {name: sa.create_engine(url, poolclass=sa.pool.NullPool) for name, url in task["urls"].items()}
        self.cursors = {}

    def step(self, database, id, direction):
        script = self.script.get_revision(id)
        kind = MigrationStep.upgrade_from_script if direction == "upgrade" else MigrationStep.downgrade_from_script
        error = self.run(database, lambda _rows, _context: [kind(self.script.revision_map, script)])
        return {"error": error, "stubbed": self.imports.stubbed(script.module.__name__)}

    def mark(self, database, id, direction):
        script = self.script.get_revision(id)
        # A revision may have no function for the way back.
        step = MigrationStep.upgrade_from_script(self.script.revision_map, script)
        step.is_upgrade = direction == "upgrade"
        step.migration_fn = lambda **_: None
        return {"error": self.run(database, lambda _rows, _context: [step])}

    def command(self, database, name, target):
        plan = getattr(self.script, f"_{name}_revs")
        return {"error": self.run(database, lambda rows, _context: plan(target, rows))}

    def run(self, database, fn):
        error = None
        with self.engines[database].connect() as connection:
            with EnvironmentContext(self.config, self.script, fn=fn) as environment:
                naming = self.task["naming"]
                environment.configure(
                    connection=connection,
                    target_metadata=sa.MetaData(naming_convention=naming) if naming else None,
                    **self.task["configure"],
                )
                try:
                    with environment.begin_transaction():
                        environment.run_migrations()
                except Exception as raised:
                    error = f"{type(raised).__name__}: {raised}".splitlines()[0][:300]
        return error

    def cursor(self, name):
        if name not in self.cursors:
            url = self.engines[name].url.set(drivername="postgresql").render_as_string(hide_password=False)
            self.cursors[name] = psycopg.connect(url, autocommit=True).cursor()
        return self.cursors[name]

    def compare(self, databases):
        one, other = databases
        if self.engines[one].dialect.name == "postgresql":
            different = wholeCatalogue.difference(self.cursor(one), self.cursor(other))
        else:
            with self.engines[one].connect() as ours, self.engines[other].connect() as theirs:
                different = wholeCatalogue.sqlite_difference(ours, theirs)
        return {"different": different, "rows": [self.rows(one), self.rows(other)]}

    def rows(self, name):
        configure = self.task["configure"]
        table = sa.table(
            configure.get("version_table", "alembic_version"),
            sa.column("version_num"),
            schema=configure.get("version_table_schema"),
        )
        with self.engines[name].connect() as connection:
            return sorted(connection.scalars(sa.select(table.c.version_num)))


def main():
    task = json.loads(sys.stdin.readline())
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    os.environ["HOME"] = tempfile.mkdtemp()
    os.chdir(os.environ["HOME"])
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    stubs.install(task["root"], task["without"])
    if task["ignoreAnnotations"]:
        stubs.ignore_annotations()
    chain = Chain(task)
    for line in sys.stdin:
        question = json.loads(line)
        do = getattr(chain, question.pop("do"))
        answers.write(json.dumps(do(**question)) + "\n")
        answers.flush()


main()
