"""Merges the heads of projects with real Alembic; one JSON line in, one out."""

import json
import pathlib
import sys
import tempfile

from alembic import command
from alembic.config import Config

# Alembic tells what it does on standard output.
answers = sys.stdout
sys.stdout = sys.stderr

GENERIC = pathlib.Path(command.__file__).parent / "templates" / "generic" / "script.py.mako"

for line in sys.stdin:
    case = json.loads(line)
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)
        versions = root / "versions"
        versions.mkdir()
        (root / "env.py").write_text("")
        template = case.get("mako") or GENERIC.read_text()
        (root / "script.py.mako").write_text(template)
        for name, down in {"base": None, "left": "base", "right": "base"}.items():
            (versions / (name + ".py")).write_text(f"revision = {name!r}\ndown_revision = {down!r}\n")
        config = Config()
        config.set_main_option("script_location", str(root))
        config.set_main_option("path_separator", "os")
        for key, value in case["options"].items():
            config.set_main_option(key, value.replace("%", "%%"))
        script = command.merge(config, ["left", "right"], message=case["message"], rev_id=case["id"])
        path = pathlib.Path(script.path)
        answer = {
            "path": path.relative_to(versions).as_posix(),
            "text": path.read_text(encoding="utf-8"),
            "template": template,
        }
    print(json.dumps(answer), file=answers, flush=True)
