"""Answers questions about revision graphs with the real Alembic: one JSON document a line in, one a line out."""

import json
import signal
import sys
import warnings

from alembic.runtime.migration import HeadMaintainer, RevisionStep
from memoryScripts import Directory

warnings.simplefilter("ignore")


class Rows(HeadMaintainer):
    def __init__(self, rows):
        self.heads = set(rows)

    def _insert_version(self, version):
        assert version not in self.heads
        self.heads.add(version)

    def _delete_version(self, version):
        self.heads.remove(version)

    def _update_version(self, from_, to_):
        assert to_ not in self.heads
        self.heads.remove(from_)
        self.heads.add(to_)


class Hang(Exception):
    """Alembic goes round in a cycle that its own test did not notice."""


def interrupt(signum, frame):
    raise Hang()


signal.signal(signal.SIGALRM, interrupt)


def attempt(body):
    signal.setitimer(signal.ITIMER_REAL, 0.5)
    try:
        return {"value": body()}
    except Exception as error:
        return {"exception": type(error).__name__, "message": str(error)}
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def ident(revision):
    return revision if revision is None or isinstance(revision, str) else revision.revision


def step(one, rows):
    before = sorted(rows.heads)
    result = {
        "revision": one.revision.revision if isinstance(one, RevisionStep) else None,
        "from": list(one.from_revisions),
        "to": list(one.to_revisions),
        "up": one.is_upgrade,
    }
    # What a run that starts from these rows does to them; a plan may be impossible to carry out.
    if rows.ok:
        try:
            rows.update_to_step(one)
            result["rows"] = sorted(rows.heads)
        except Exception as error:
            rows.ok = False
            result["rows"] = type(error).__name__
    return result


def steps(plan, current):
    rows = Rows(current)
    rows.ok = True
    return [step(one, rows) for one in plan]


def answer(directory, question):
    kind, current = question["kind"], tuple(question.get("rows", ()))
    if kind == "resolve":
        return attempt(lambda: [ident(one) for one in directory.get_revisions(question["id"])])
    if kind == "upgrade":
        return attempt(lambda: steps(directory._upgrade_revs(question["target"], current), current))
    if kind == "downgrade":
        return attempt(lambda: steps(directory._downgrade_revs(question["target"], current), current))
    if kind == "stamp":
        return attempt(lambda: steps(directory._stamp_revs(tuple(question["targets"]), current), current))
    if kind == "history":
        return attempt(
            lambda: [
                one.revision
                for one in directory.walk_revisions(base=question["base"] or "base", head=question["head"] or "heads")
            ]
        )
    raise ValueError(kind)


def texts(directory):
    history = list(directory.walk_revisions())
    return {
        "history": [one.cmd_format(False, include_branches=True, include_doc=True, include_parents=True) for one in history],
        "verbose": [one.cmd_format(True, include_branches=True, include_doc=True, include_parents=True) for one in history],
        "heads": [
            one.cmd_format(False, include_branches=True, tree_indicators=False)
            for one in directory.get_revisions(directory.get_heads())
        ],
        "realHeads": [
            one.cmd_format(False, include_branches=True, tree_indicators=False)
            for one in directory.get_revisions("heads")
        ],
        "branches": [
            [one.cmd_format(verbose, include_branches=True)]
            + [
                directory.get_revision(child).cmd_format(False, include_branches=True, include_doc=verbose)
                for child in one.nextrev
            ]
            for one in history
            if one.is_branch_point
            for verbose in (False, True)
        ],
    }


def describe(graph):
    directory = Directory(graph["scripts"])
    map_ = directory.revision_map
    loaded = attempt(lambda: map_._revision_map)
    if "exception" in loaded:
        return {"load": loaded}
    revisions = {
        key: {
            "labels": sorted(one.branch_labels),
            "children": sorted(one.nextrev),
            "allChildren": sorted(one._all_nextrev),
            "normalizedDown": list(one._normalized_down_revisions),
        }
        for key, one in map_._revision_map.items()
        if isinstance(key, str) and one.revision == key
    }
    return {
        "load": {
            "value": {
                "heads": list(map_.heads),
                "realHeads": list(map_._real_heads),
                "bases": list(map_.bases),
                "realBases": list(map_._real_bases),
                "revisions": revisions,
            }
        },
        "answers": [answer(directory, question) for question in graph["questions"]],
        "texts": attempt(lambda: texts(directory)),
    }


for line in sys.stdin:
    print(json.dumps(describe(json.loads(line))), flush=True)
