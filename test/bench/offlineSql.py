"""Alembic's offline SQL of single revisions, as fast as one process of Python can: ROOT WITHOUT IGNORE_ANNOTATIONS STUBS SCRATCH.

Standard input, a line of JSON each: {"work": "all" | "loaded", "dialect", "steps": [[file, direction], ...]}. `all` loads the
files (their bytecode cached, as an interpreter has it) and runs the functions; `loaded` runs functions of files that are loaded.
Standard output, a line each: {"milliseconds", "written": [[file, direction], ...]}: those that ended without an exception.
"""

import importlib.util
import io
import json
import logging
import os
import sys
import time
import warnings

root, without, ignore_annotations, stubs_folder, scratch = sys.argv[1:]
answers = os.fdopen(os.dup(1), "w")
os.dup2(2, 1)
sys.pycache_prefix = os.path.join(scratch, "pycache")
sys.path.insert(0, stubs_folder)
import stubs  # noqa: E402
from alembic.config import Config  # noqa: E402
from alembic.operations import Operations  # noqa: E402
from alembic.runtime.environment import EnvironmentContext  # noqa: E402
from alembic.script import ScriptDirectory  # noqa: E402

logging.disable(logging.CRITICAL)
warnings.simplefilter("ignore")
stubs.install(root, [name for name in without.split(",") if name])
if ignore_annotations == "1":
    stubs.ignore_annotations()
os.makedirs(os.path.join(scratch, "versions"), exist_ok=True)
config = Config()
config.set_main_option("script_location", scratch)
script = ScriptDirectory(scratch)
loaded = {}


def load(path):
    spec = importlib.util.spec_from_file_location(f"revision_{len(path)}_{abs(hash(path))}", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    loaded[path] = module
    return module


def write(module, direction, dialect):
    output = io.StringIO()
    with EnvironmentContext(config, script, as_sql=True, fn=lambda *_: [], destination_rev="head") as environment:
        environment.configure(
            dialect_name=dialect,
            literal_binds=True,
            dialect_opts={"paramstyle": "named"},
            output_buffer=output,
        )
        with Operations.context(environment.get_context()):
            getattr(module, direction)()
    return output.getvalue()


for line in sys.stdin:
    task = json.loads(line)
    written = []
    begun = time.perf_counter()
    for path, direction in task["steps"]:
        try:
            module = loaded[path] if task["work"] == "loaded" else load(path)
            write(module, direction, task["dialect"])
            written.append([path, direction])
        except Exception:
            pass
    milliseconds = (time.perf_counter() - begun) * 1000
    answers.write(json.dumps({"milliseconds": milliseconds, "written": written}) + "\n")
    answers.flush()
