"""What `--sql` prints for revisions that do nothing: comments, transactions and the version table.

A JSON document a line in: {"scripts", "dialect", "options", "questions": [{"kind", "from", "to"}]}; a list of
{"text"} or null (refused) a line out.
"""

import io
import json
import logging
import os
import signal
import sys
import warnings

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "chain"))
from memoryScripts import Directory  # noqa: E402
from alembic.config import Config  # noqa: E402
from alembic.runtime.environment import EnvironmentContext  # noqa: E402

warnings.simplefilter("ignore")
logging.disable(logging.CRITICAL)


def interrupt(_signum, _frame):
    raise TimeoutError("Alembic goes round in a cycle that its own test did not notice")


signal.signal(signal.SIGALRM, interrupt)


def answer(task, directory, question):
    plans = {
        "upgrade": lambda rows: directory._upgrade_revs(question["to"], rows),
        "downgrade": lambda rows: directory._downgrade_revs(question["to"], rows),
        "stamp": lambda rows: directory._stamp_revs(question["to"], rows),
    }
    output = io.StringIO()
    environment = EnvironmentContext(
        Config(),
        directory,
        fn=lambda rows, _context: plans[question["kind"]](rows),
        as_sql=True,
        starting_rev=question["from"],
        destination_rev=question["to"],
    )
    signal.setitimer(signal.ITIMER_REAL, 1)
    try:
        with environment:
            environment.configure(
                dialect_name=task["dialect"],
                output_buffer=output,
                literal_binds=True,
                dialect_opts={"paramstyle": "named"},
                **task["options"],
            )
            with environment.begin_transaction():
                environment.run_migrations()
    except Exception:
        return None
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
    return {"text": output.getvalue()}


for line in sys.stdin:
    task = json.loads(line)
    directory = Directory(task["scripts"])
    print(json.dumps([answer(task, directory, question) for question in task["questions"]]), flush=True)
