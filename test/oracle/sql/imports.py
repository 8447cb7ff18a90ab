"""Which module imports which, and so which of them hang on stubs."""

import builtins
import sys

import stubs


class Imports:
    """Notes which module imports which."""

    def __init__(self):
        self.edges = {}
        self.plain = builtins.__import__
        builtins.__import__ = self

    def __call__(self, name, globals=None, locals=None, fromlist=(), level=0):
        importer = (globals or {}).get("__name__", "")
        imported = self.plain(name, globals, locals, fromlist, level)
        path = name
        if level:
            package = (globals or {}).get("__package__") or importer.rpartition(".")[0]
            path = ".".join([*package.split(".")[: len(package.split(".")) - level + 1], *([name] if name else [])])
        found = self.edges.setdefault(importer, set())
        parts = path.split(".")
        found.update(".".join(parts[: index + 1]) for index in range(len(parts)))
        found.update(f"{path}.{one}" for one in fromlist or () if f"{path}.{one}" in sys.modules)
        return imported

    def stubbed(self, importer):
        seen, todo = set(), [importer]
        while todo:
            for name in self.edges.get(todo.pop(), ()):
                if name not in seen:
                    seen.add(name)
                    todo.append(name)
        return sorted(name for name in seen if name in stubs.STUBBED or name in stubs.BROKEN)
