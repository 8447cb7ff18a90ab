"""Reads [[file name, bytes in base64], ...] as JSON from stdin; prints what Alembic makes of each file, as JSON.

Dependencies stay as written (Script.dependencies): resolving them needs a whole chain.
"""

import base64
import json
import os
import sys
import tempfile
import warnings

from alembic.script import ScriptDirectory
from alembic.util import to_tuple

warnings.simplefilter("ignore")
sys.dont_write_bytecode = True


def load(name, data):
    with tempfile.TemporaryDirectory() as folder:
        versions = os.path.join(folder, "versions")
        os.mkdir(versions)
        with open(os.path.join(versions, name), "wb") as file:
            file.write(data)
        directory = ScriptDirectory(folder, version_locations=[versions])
        try:
            (script,) = directory._load_revisions()
            return {
                "id": script.revision,
                "downRevision": list(script._versioned_down_revisions),
                "dependsOn": list(to_tuple(script.dependencies, default=())),
                "branchLabels": sorted(script.branch_labels),
                "message": script.doc,
            }
        except BaseException as error:
            return {"exception": type(error).__name__, "message": str(error)}


files = json.load(sys.stdin)
answer, sys.stdout = sys.stdout, open(os.devnull, "w")  # Files may print.
json.dump([load(name, base64.b64decode(data)) for name, data in files], answer, default=repr)
