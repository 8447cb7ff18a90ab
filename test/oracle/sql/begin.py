"""How the programs begin that run revisions of real projects: nothing of the working directory is imported by chance, what is
not installed is stubbed, and revisions may print and write where they like."""

import json
import logging
import os
import sys
import tempfile
import warnings

sys.path[:] = [entry for entry in sys.path if os.path.abspath(entry or ".") != os.getcwd()]
here = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(os.path.dirname(here), "realProjects"))
sys.path.insert(0, here)
import stubs  # noqa: E402
from alembic.config import Config  # noqa: E402
from alembic.script import ScriptDirectory  # noqa: E402


def begin():
    """The task of standard input, the file that takes the answers, and a configuration with its folder of scripts."""
    task = json.load(sys.stdin)
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    scratch = tempfile.mkdtemp()
    os.environ["HOME"] = scratch
    os.chdir(scratch)
    os.mkdir("versions")
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    if task["root"] is not None:
        stubs.install(task["root"], task["without"])
    if task["ignoreAnnotations"]:
        stubs.ignore_annotations()
    config = Config()
    config.set_main_option("script_location", scratch)
    return task, answers, config, ScriptDirectory(scratch)
