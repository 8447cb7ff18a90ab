"""Loads one real project with the pinned Alembic and prints, as JSON, what Alembic says of it.

Standard input: {"root", "scriptLocation", "versionLocations": [...], "recursive", "without": [...], "ignoreAnnotations"} with absolute paths.
"""

import io
import json
import logging
import os
import sys
import tempfile
import warnings

sys.dont_write_bytecode = True
here = os.path.dirname(os.path.abspath(__file__))
sys.path[:] = [entry for entry in sys.path if os.path.abspath(entry or ".") != os.getcwd()]
sys.path.insert(0, here)
import stubs  # noqa: E402
from alembic import command  # noqa: E402
from alembic.config import Config  # noqa: E402
from alembic.script import ScriptDirectory  # noqa: E402

SAMPLES = 12


def outcome(ask):
    try:
        return {"value": ask()}
    except Exception as error:
        return {"exception": type(error).__name__, "message": str(error)}


def spread(items, count):
    """Up to `count` of the items, evenly spread, the first and the last among them."""
    if len(items) <= count:
        return items
    return sorted({items[round(index * (len(items) - 1) / (count - 1))] for index in range(count)})


def questions(script):
    """Pairs of (rows in the database, target), made from what Alembic itself knows."""
    ids = sorted(revision.revision for revision in script.walk_revisions())
    labels = sorted({label for revision in script.walk_revisions() for label in revision.branch_labels})
    sample = spread(ids, SAMPLES)
    heads = sorted(script.revision_map._real_heads)
    rows = [[], heads, *[[one] for one in sample]]
    tips = ["head", "heads", *[f"{label}@head" for label in labels]]
    for current in rows:
        for target in [*tips, *sample[::3], *[one[:5] for one in sample[::4]], "+1", "+3"]:
            yield "upgrade", current, target
        for target in ["base", "-1", "-2", *sample[::3], *[f"{label}@base" for label in labels]]:
            yield "downgrade", current, target
        for target in [*tips[:2], *sample[::3]]:
            yield "stamp", current, target


def plan(script, kind, current, target):
    heads = tuple(current)
    if kind == "upgrade":
        steps = script._upgrade_revs(target, heads)
    elif kind == "downgrade":
        steps = script._downgrade_revs(target, heads)
    else:
        steps = script._stamp_revs(target, heads)
        return [
            [sorted(step.from_ or ()), sorted(step.to_ or ())] for step in steps
        ]
    return [step.revision.revision for step in steps]


def text(config, ask):
    # Without an encoding of its own Alembic writes ASCII and question marks.
    output = io.BytesIO()
    config.stdout = io.TextIOWrapper(output, encoding="utf-8", newline="\n")
    ask(config)
    config.stdout.flush()
    return output.getvalue().decode()


def names(value):
    if value is None:
        return []
    return [value] if isinstance(value, str) else list(value)


def main():
    task = json.load(sys.stdin)
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    scratch = tempfile.mkdtemp()
    os.environ["HOME"] = scratch
    os.chdir(scratch)
    logging.disable(logging.CRITICAL)
    stubs.install(task["root"], task["without"])
    if task["ignoreAnnotations"]:
        stubs.ignore_annotations()

    config = Config()
    config.set_main_option("script_location", task["scriptLocation"])
    if task["versionLocations"]:
        config.set_main_option("version_locations", "\n".join(task["versionLocations"]))
        config.set_main_option("path_separator", "newline")
    if task["recursive"]:
        config.set_main_option("recursive_version_locations", "true")
    script = ScriptDirectory.from_config(config)

    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        loaded = outcome(lambda: script.revision_map._revision_map and None)
    result = {"error": loaded if "exception" in loaded else None}
    result["warnings"] = sorted(str(one.message) for one in caught if "evision" in str(one.message))
    if result["error"] is None:
        revision_map = script.revision_map
        every = {key: value for key, value in revision_map._revision_map.items() if value is not None}
        result["revisions"] = [
            {
                "id": revision.revision,
                "file": revision.path,
                "downRevision": names(revision.down_revision),
                "dependsOn": names(revision.dependencies),
                "resolvedDependencies": list(revision._resolved_dependencies),
                "ownLabels": sorted(names(revision._orig_branch_labels)),
                "labels": sorted(revision.branch_labels),
                "message": revision.doc,
                "isHead": revision.is_head,
                "isRealHead": revision._is_real_head,
                "isBase": revision.is_base,
                "isBranchPoint": revision.is_branch_point,
                "isMergePoint": revision.is_merge_point,
                "children": sorted(revision.nextrev),
            }
            for key, revision in every.items()
            if key == revision.revision
        ]
        result["heads"] = list(revision_map.heads)
        result["realHeads"] = list(revision_map._real_heads)
        result["bases"] = list(revision_map.bases)
        result["history"] = outcome(lambda: [revision.revision for revision in script.walk_revisions()])
        result["texts"] = {
            "history": outcome(lambda: text(config, command.history)),
            "history -v": outcome(lambda: text(config, lambda c: command.history(c, verbose=True))),
            "heads": outcome(lambda: text(config, command.heads)),
            "heads -v": outcome(lambda: text(config, lambda c: command.heads(c, verbose=True))),
            "heads --resolve-dependencies": outcome(
                lambda: text(config, lambda c: command.heads(c, resolve_dependencies=True))
            ),
            "branches": outcome(lambda: text(config, command.branches)),
            "branches -v": outcome(lambda: text(config, lambda c: command.branches(c, verbose=True))),
        }
        result["plans"] = [
            {"kind": kind, "current": current, "target": target}
            | outcome(lambda: plan(script, kind, current, target))
            for kind, current, target in questions(script)
        ]
    result["stubbed"] = sorted(stubs.STUBBED)
    result["broken"] = stubs.BROKEN
    json.dump(result, answers)
    answers.close()


main()
