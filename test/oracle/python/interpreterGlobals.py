"""Runs programs given as JSON on standard input; says how each ended and what its names hold, as JSON."""

import io
import json
import sys
import contextlib


def plain(value, depth=0):
    """Whether the repr of a value says what it is, and not where it is."""
    if depth > 50:
        return False
    if value is None or value is Ellipsis or isinstance(value, (bool, int, float, str, bytes)):
        return True
    if type(value) in (list, tuple):
        return all(plain(item, depth + 1) for item in value)
    if type(value) in (set, frozenset):
        return len(value) < 2 and all(plain(item, depth + 1) for item in value)
    if type(value) is dict:
        return all(plain(key, depth + 1) and plain(item, depth + 1) for key, item in value.items())
    return type(value).__repr__ is not object.__repr__ and " at 0x" not in repr(value) and not isinstance(value, type)


def run(text):
    names = {"__name__": "__main__"}
    error = None
    try:
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            exec(compile(text, "program.py", "exec"), names)
    except BaseException as raised:
        error = type(raised).__name__
    shown = {}
    for name, value in names.items():
        if name.startswith("__"):
            continue
        try:
            shown[name] = repr(value) if plain(value) else None
        except Exception:
            shown[name] = None
    return {"error": error, "names": shown}


sys.set_int_max_str_digits(0)
json.dump([run(text) for text in json.load(sys.stdin)], sys.stdout)
