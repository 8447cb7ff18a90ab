"""Prints the signatures of Alembic's directives: {"op" | "batch": {name: [[parameter, kind, required], ...]}}."""

import inspect
import json
import sys

from alembic.operations import BatchOperations, Operations
from alembic.operations import base

KINDS = {
    inspect.Parameter.POSITIONAL_ONLY: "positional",
    inspect.Parameter.POSITIONAL_OR_KEYWORD: "either",
    inspect.Parameter.KEYWORD_ONLY: "keyword",
    inspect.Parameter.VAR_POSITIONAL: "star",
    inspect.Parameter.VAR_KEYWORD: "doubleStar",
}


def parameters(function):
    given = list(inspect.signature(function).parameters.values())[1:]
    return [
        [one.name, KINDS[one.kind], one.default is one.empty and one.kind not in (one.VAR_POSITIONAL, one.VAR_KEYWORD)]
        for one in given
    ]


def directives(cls):
    """What was registered on the class: everything it has that its base has not."""
    shared = set(dir(base.AbstractOperations))
    return {name: parameters(getattr(cls, name)) for name in dir(cls) if name not in shared and not name.startswith("_")}


json.dump(
    {
        "op": directives(Operations),
        "batch": directives(BatchOperations),
        "batchAlterTable": parameters(base.AbstractOperations.batch_alter_table),
    },
    sys.stdout,
)
