"""Keeps back the files that env.py writes while it generates SQL, and tells of them.

An env.py for several databases (`alembic init -t multidb`) opens NAME.sql for each of them, over whatever has that name.
What it writes is told as text; whoever asked decides what becomes of it.
"""

import builtins
import errno
import io
import os
import sys

# They open files for those who call them.
OPENERS = ("codecs", "io", "_pyio", "pathlib", "pathlib._local")


def keep_back_files(run):
    original = builtins.open
    files = {}

    class File(io.StringIO):
        def __init__(self, path, text):
            super().__init__(text, newline="")
            self.name = path
            self.seek(0, os.SEEK_END)

        def close(self):
            if not self.closed:
                files[self.name] = self.getvalue()
            super().close()

    opened = []

    def open_kept(file, mode="r", *more, **named):
        path = path_of_project(run, file)
        if path is None:
            return original(file, mode, *more, **named)
        if "b" not in mode and not set(mode) & set("wax+"):
            return io.StringIO(files[path]) if path in files else original(file, mode, *more, **named)
        there = path in files or os.path.exists(path)
        if "b" in mode:
            if there and set(mode) & set("wa+"):
                raise FileExistsError(errno.EEXIST, "env.py would write over the file while it generates SQL", path)
            return original(file, mode, *more, **named)
        if "x" in mode and there:
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), path)
        if not os.path.isdir(os.path.dirname(path)):
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), path)
        text = files.get(path)
        if "w" in mode:
            text = ""
        elif text is None:
            text = original(file, "r", **named).read() if there else ""
        kept = File(path, text)
        if "r" in mode:
            kept.seek(0)
        opened.append(kept)
        return kept

    def tell():
        for kept in opened:
            kept.close()
        for path, text in files.items():
            run.channel.send("sqlFile", path=path, text=text)

    builtins.open = io.open = open_kept
    return tell


def path_of_project(run, file):
    """The path of an ordinary file that code of the project opens; None for everything else: a log, for example."""
    frame = sys._getframe(2)
    while frame is not None and frame.f_globals.get("__name__") in OPENERS:
        frame = frame.f_back
    if frame is None or project_file(frame.f_code.co_filename, run.job["workingDirectory"]) is None:
        return None
    try:
        path = os.path.abspath(os.fsdecode(file))
    except TypeError:
        # A file descriptor.
        return None
    return None if os.path.exists(path) and not os.path.isfile(path) else path
