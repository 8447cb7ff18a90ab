"""Prints what the pinned Alembic writes offline for every revision of a project, each revision and direction by itself.

Standard input: {"root", "without": [...], "ignoreAnnotations", "files": [absolute paths], "dialects": [...]}.
Standard output, a JSON line each: {"file", "direction", "dialect", "engine"?, "statements" | "error", "stubbed": [...]}.
`stubbed`: modules that were stubbed and that the file imports, itself or through modules of the project.
"""

import importlib.util
import inspect
import io
import json
import re
import sys

sys.dont_write_bytecode = True
from begin import begin  # noqa: E402
from alembic.operations import Operations  # noqa: E402
from alembic.runtime.environment import EnvironmentContext  # noqa: E402
from imports import Imports  # noqa: E402


def load(path, name):
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def statements(config, script, dialect, call):
    """Runs `call` as `--sql` would, and gives what it wrote, statement by statement."""
    written = []
    environment = EnvironmentContext(config, script, as_sql=True, fn=lambda *_: [], destination_rev="head")
    with environment:
        environment.configure(
            dialect_name=dialect,
            literal_binds=True,
            dialect_opts={"paramstyle": "named"},
            output_buffer=io.StringIO(),
        )
        context = environment.get_context()
        context.impl.static_output = written.append
        with Operations.context(context):
            call()
    return written


def engines(module, direction):
    """The names that `upgrade(engine_name)` of a multidb project is called with; None: it takes none."""
    function = getattr(module, direction)
    required = [one for one in inspect.signature(function).parameters.values() if one.default is one.empty]
    if not required:
        return [None]
    pattern = re.compile(f"{direction}_(\\w+)$")
    return [match[1] for match in map(pattern.match, vars(module)) if match]


def answer(config, script, path, direction, dialect, imports):
    name = f"revision_{abs(hash((path, direction, dialect)))}"
    common = {"file": path, "direction": direction, "dialect": dialect}
    try:
        module = load(path, name)
        names = engines(module, direction)
    except BaseException as error:
        yield {**common, "error": f"{type(error).__name__}: {error}", "stubbed": imports.stubbed(name)}
        return
    for engine in names:
        args = [] if engine is None else [engine]
        result = {**common, **({} if engine is None else {"engine": engine})}
        try:
            result["statements"] = statements(
                config, script, dialect, lambda: getattr(module, direction)(*args)
            )
        except BaseException as error:
            result["error"] = f"{type(error).__name__}: {error}"
        yield {**result, "stubbed": imports.stubbed(name)}


def main():
    task, answers, config, script = begin()
    imports = Imports()
    for path in task["files"]:
        for dialect in task["dialects"]:
            for direction in ("upgrade", "downgrade"):
                for line in answer(config, script, path, direction, dialect, imports):
                    answers.write(json.dumps(line) + "\n")
    answers.close()


main()
