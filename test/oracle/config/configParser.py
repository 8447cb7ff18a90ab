"""Answers JSON lines: an INI text -> what Python's ConfigParser makes of it, or the exception it raises."""

import configparser
import io
import json
import sys


def interpolated(parser, section, key):
    try:
        return {"ok": True, "value": parser.get(section, key)}
    except configparser.InterpolationMissingOptionError as error:
        return {"ok": False, "error": {"name": type(error).__name__, "reference": error.reference}}
    except configparser.InterpolationError as error:
        return {"ok": False, "error": {"name": type(error).__name__, "reference": None}}


def answer(text, here):
    parser = configparser.ConfigParser({"here": here})
    # As a file opened in text mode: every line end becomes one.
    stream = io.TextIOWrapper(io.BytesIO(text.encode("utf-8", "surrogatepass")), encoding="utf-8", errors="surrogatepass")
    try:
        parser.read_file(stream)
    except configparser.MissingSectionHeaderError as error:
        return {"error": [type(error).__name__, error.lineno]}
    except configparser.ParsingError as error:
        return {"error": [type(error).__name__, error.errors[0][0]]}
    except configparser.Error as error:
        return {"error": [type(error).__name__, error.lineno]}
    return {
        "sections": [
            [
                section,
                [[key, value, interpolated(parser, section, key)] for key, value in parser.items(section, raw=True)],
            ]
            for section in parser.sections()
        ]
    }


for line in sys.stdin:
    print(json.dumps(answer(*json.loads(line))))
