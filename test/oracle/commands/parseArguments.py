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


def listed():
    """Every command with the spellings of its options, and those that stand before the command."""
    subparsers = next(a for a in parser._actions if a.dest not in ("help", "version") and a.choices)
    spellings = lambda one: sorted(s for a in one._actions for s in a.option_strings if a.dest != "help")
    return {
        "commands": {name: spellings(one) for name, one in subparsers.choices.items()},
        "options": spellings(parser),
    }


given = json.load(sys.stdin)
print(json.dumps(listed() if given is None else [parse(args) for args in given]))
