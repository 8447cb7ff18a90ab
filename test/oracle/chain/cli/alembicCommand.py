"""Runs the real `alembic` command line: one JSON document a line in, what it printed one a line out."""

import contextlib
import io
import json
import os
import sys

from alembic.config import CommandLine, Config

real_stdout = sys.stdout
for line in sys.stdin:
    question = json.loads(line)
    os.chdir(question["cwd"])
    answers = []
    for args in question["commands"]:
        # Alembic writes "?" for what the encoding of its output does not hold.
        out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="", write_through=True)
        failed = None
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(io.StringIO()):
            try:
                command_line = CommandLine()
                options = command_line.parser.parse_args(args)
                config = Config(file_=options.config or "alembic.ini", stdout=out, cmd_opts=options)
                command_line.run_cmd(config, options)
            except SystemExit as error:
                failed = "CommandError" if error.code == -1 else f"exit {error.code}"
            except Exception as error:
                failed = type(error).__name__
        answers.append({"out": out.buffer.getvalue().decode("utf-8"), "failed": failed})
    print(json.dumps(answers), file=real_stdout, flush=True)
