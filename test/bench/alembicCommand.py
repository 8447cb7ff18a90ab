"""`alembic COMMAND...` on a real project whose libraries are missing: INI STUBS_FOLDER ROOT WITHOUT IGNORE_ANNOTATIONS COMMAND...

Installing the stubs costs less than the imports they stand for.
"""

import sys

ini, stubs_folder, root, without, ignore_annotations, *command = sys.argv[1:]
if root:
    sys.path.insert(0, stubs_folder)
    import stubs

    stubs.install(root, [name for name in without.split(",") if name])
    if ignore_annotations == "1":
        stubs.ignore_annotations()

from alembic.config import main  # noqa: E402

main(argv=["-c", ini, *command])
