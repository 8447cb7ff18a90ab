"""Executes the SQL that is said to be a revision's on one database, and the revision itself, by the pinned Alembic, on another
one; and compares what the two hold.

Standard input: {"root", "without", "ignoreAnnotations", "naming", "ours": URL, "theirs": URL,
  "steps": [{"id", "file", "direction", "statements": [...] | null}]}, in the order in which they run.
Where the file needs what is not installed, Alembic's run is no truth: ours is executed on both. Without statements, Alembic
runs on both. Neither is compared, but the chain goes on.
Standard output, a JSON line a step: {"id", "direction", "outcome", "detail", "stubbed", "different": [...]}. `outcome`:
"compared"; "both": the same ran on both; "failed": the database refuses our statements, not Alembic's; "ended": Alembic ends with
an error, or the revision catches one, which a script cannot. After a failed downgrade nothing more follows, and after an upgrade only the downgrades.
"""

import json
import sys

sys.dont_write_bytecode = True
from begin import begin  # noqa: E402
from alembic.runtime.environment import EnvironmentContext  # noqa: E402
from imports import Imports  # noqa: E402
from plainDatabase import Database, difference  # noqa: E402
from runRevision import load, run, shown  # noqa: E402


class Chain:
    def __init__(self, task, environment):
        self.task = task
        self.environment = environment
        self.imports = Imports()
        self.modules = {}
        self.ours = Database(task["ours"])
        self.theirs = Database(task["theirs"])
        self.seen = set()

    def alembic(self, database, step):
        """What went wrong, or None."""
        return run(
            self.environment,
            database.connection,
            lambda: getattr(self.modules[step["id"]], step["direction"]),
            self.task["naming"],
        )

    def step(self, step):
        name = f"revision_{step['id']}"
        self.ours.refused.clear()
        self.theirs.refused.clear()
        if step["id"] not in self.modules:
            try:
                self.modules[step["id"]] = load(step["file"], name)
            except BaseException as error:
                return {"outcome": "ended", "detail": shown(error), "stubbed": self.imports.stubbed(name)}
        stubbed = self.imports.stubbed(name)
        statements = step["statements"]
        if stubbed or statements is None:
            outcome, errors = "both", [
                self.alembic(one, step) if statements is None else one.execute(statements) for one in (self.theirs, self.ours)
            ]
        else:
            theirs = self.alembic(self.theirs, step)
            # It may import more while it runs.
            stubbed = self.imports.stubbed(name)
            outcome, errors = "both" if stubbed else "compared", [theirs, self.ours.execute(statements)]
        for error in errors:
            if error is None:
                continue
            if outcome == "both" or errors[0] is not None:
                return {"outcome": "ended", "detail": error, "stubbed": stubbed}
            if self.ours.refused & self.theirs.refused:
                return {"outcome": "ended", "detail": f"The revision catches: {error}", "stubbed": stubbed}
            # On PostgreSQL nothing of it is left: Alembic's own run leads on.
            if self.ours.is_postgresql:
                self.alembic(self.ours, step)
            return {"outcome": "failed", "detail": error, "stubbed": stubbed}
        different = [line for line in difference(self.ours, self.theirs) if line not in self.seen]
        self.seen.update(different)
        return {"outcome": outcome, "detail": "", "stubbed": stubbed, "different": [] if outcome == "both" else different}


def main():
    task, answers, config, script = begin()
    with EnvironmentContext(config, script) as environment:
        chain = Chain(task, environment)
        ran, ended = set(), set()
        for step in task["steps"]:
            if step["direction"] in ended or (step["direction"] == "downgrade" and step["id"] not in ran):
                continue
            answer = {"different": [], **chain.step(step)}
            if answer["outcome"] == "ended" or (answer["outcome"] == "failed" and not chain.ours.is_postgresql):
                ended.add(step["direction"])
            else:
                ran.add(step["id"])
            answers.write(json.dumps({"id": step["id"], "direction": step["direction"], **answer}) + "\n")
            answers.flush()
    answers.close()


main()
