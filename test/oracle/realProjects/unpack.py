"""Unpacks the Python files and configurations of a wheel: WHEEL FOLDER."""

import sys
import zipfile

wheel, folder = sys.argv[1:]
with zipfile.ZipFile(wheel) as archive:
    archive.extractall(folder, [name for name in archive.namelist() if name.endswith((".py", ".ini", ".mako", ".toml"))])
