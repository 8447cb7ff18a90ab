"""Reads a JSON list of folders and a JSON list of texts from stdin; prints which of their files and texts Python refuses.

{"files": {path: error or null}, "texts": [error or null]}
"""

import ast
import json
import os
import sys
import warnings

warnings.simplefilter("ignore")


def refuses(source, name):
    try:
        ast.parse(source, name)
        return None
    except (SyntaxError, ValueError) as error:
        return f"{type(error).__name__}: {error}"
    except (RecursionError, MemoryError):
        return None  # Python's own limits say nothing about the text.


folders, texts = json.load(sys.stdin)
files = {}
for folder in folders or [os.path.dirname(os.__file__)]:
    for parent, names, found in os.walk(folder):
        names[:] = sorted(name for name in names if name != "site-packages")
        for name in sorted(found):
            if name.endswith(".py"):
                path = os.path.join(parent, name)
                with open(path, "rb") as file:
                    files[path] = refuses(file.read(), path)
json.dump({"files": files, "texts": [refuses(text, "text.py") for text in texts]}, sys.stdout)
