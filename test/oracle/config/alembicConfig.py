"""Answers JSON lines: a folder with a configuration -> what Alembic makes of it, or the exception's class."""

import json
import os
import sys
import warnings

from types import SimpleNamespace

from alembic import util
from alembic.config import Config
from alembic.script import ScriptDirectory

warnings.simplefilter("ignore")
# Which files are loaded is asked, not what is in them.
util.load_python_file = lambda folder, name: SimpleNamespace(__doc__=None, revision="a", down_revision=None)


def evaluate(case):
    # As the command does: relative to the working directory, with these two files.
    os.chdir(case["cwd"])
    config = Config(case.get("ini"), toml_file=case.get("toml"), ini_section=case["section"])
    before = list(sys.path)
    modules = set(sys.modules)
    try:
        script = ScriptDirectory.from_config(config)
        prepend = config.get_prepend_sys_paths_list() or []
        locations = [os.path.normpath(path) for path in script._version_locations]
        script_location = os.path.normpath(os.path.abspath(script.dir))
    finally:
        sys.path[:] = before
        for name in set(sys.modules) - modules:
            del sys.modules[name]
        sys.path_importer_cache.clear()
    files = []
    if case.get("list"):
        from alembic.script import Script

        seen = set()
        for location in [path for path in script._version_locations if path.exists()]:
            for path in Script._list_py_dir(script, location):
                real = path.resolve()
                if real in seen:
                    continue
                seen.add(real)
                if Script._from_path(script, real) is not None:
                    files.append(str(path))
    return {
        "scriptLocation": script_location,
        "versionLocations": locations,
        "prependSysPath": prepend,
        "recursive": script.recursive_version_locations,
        "sourceless": script.sourceless,
        "fileTemplate": script.file_template,
        "truncateSlugLength": script.truncate_slug_length,
        "timezone": script.timezone,
        "outputEncoding": script.output_encoding,
        "postWriteHooks": [
            {"name": hook["_hook_name"], "options": {k: v for k, v in hook.items() if k != "_hook_name"}}
            for hook in script.hooks
        ],
        "files": files,
    }


for line in sys.stdin:
    case = json.loads(line)
    try:
        answer = evaluate(case)
    except Exception as error:
        answer = {"error": type(error).__name__}
    print(json.dumps(answer))
