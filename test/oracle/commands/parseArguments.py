"""Parses command lines as `alembic` does: a JSON list of argument lists in, one of what came of each out."""

import contextlib
import io
import json
import sys

from alembic.config import CommandLine

parser = CommandLine().parser
# What argparse fills in for options nobody gave, and what belongs to no command.
OTHERS = {"cmd", "config", "name", "x", "raiseerr", "quiet"}


def parse(args):
    with contextlib.redirect_stderr(io.StringIO()), contextlib.redirect_stdout(io.StringIO()):
        try:
            options = vars(parser.parse_args(args))
        except SystemExit:
            return None
    if "cmd" not in options:
        return None
    function, positional, _ = options["cmd"]
    words = [options[name] for name in positional]
    given = {
        name.replace("_", "-"): value
        for name, value in options.items()
        if name not in OTHERS and name not in positional and value not in (None, False)
    }
    if given.get("template") == "generic":
        del given["template"]
    return {
        "command": function.__name__,
        "options": given,
        "words": words[0] if words and isinstance(words[0], list) else words,
    }


print(json.dumps([parse(args) for args in json.load(sys.stdin)]))
