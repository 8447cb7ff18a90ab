"""The operations of a script as the review keeps them: each with its reverse, a key, and its text as Alembic renders it."""

import copy
import hashlib
import json


class Leaf:
    """One operation of a script, with the container it stands in, if that is a table's."""

    def __init__(self, body, container, operation):
        self.body = body
        self.container = container
        self.operation = operation
        self.key = None
        self.text = ""

    def table(self):
        """The schema and name of the table it is about; None where it is about none."""
        if self.container is not None:
            return [self.container.schema, self.container.table_name]
        for attribute in ("table_name", "source_table"):
            name = getattr(self.operation, attribute, None)
            if isinstance(name, str):
                return [getattr(self.operation, "schema", None), name]
        return None


def sides(script):
    return list(zip(script.upgrade_ops_list, script.downgrade_ops_list))


def leaves_of(body):
    from alembic.operations.ops import ModifyTableOps

    found = []
    for operation in body.ops:
        if isinstance(operation, ModifyTableOps):
            found.extend(Leaf(body, operation, inner) for inner in operation.ops)
        else:
            found.append(Leaf(body, None, operation))
    return found


def with_operations(container, operations):
    changed = copy.copy(container)
    changed.ops = operations
    return changed


class Renderer:
    """Renders parts of a script as Alembic renders the whole."""

    def __init__(self, context):
        self._context = context

    def body(self, body):
        """The lines of a function's body, and the imports they need."""
        from alembic.autogenerate import render

        self._context.imports = set()
        text = render._indent(render._render_cmd_body(body, self._context))
        return text.split("\n"), sorted(self._context.imports)

    def renders(self, operation):
        from alembic.autogenerate import render

        return bool(render.render_op(self._context, operation))

    def leaf(self, body, container, operation):
        """The lines of one operation; those its container puts before and after; the imports."""
        outer = operation if container is None else with_operations(container, [operation])
        if not self.renders(outer):
            return [], [], [], []
        lines, imports = self.body(with_operations(body, [outer]))
        lines = lines[1:-1]
        if container is not None and self._context.opts.get("render_as_batch"):
            return lines[1:-1], lines[:1], lines[-1:], imports
        return lines, [], [], imports


class Body:
    """One function of the file: its operations in order, rendered."""

    def __init__(self, renderer, body):
        self.body = body
        self.leaves = leaves_of(body)
        self.chunks = []
        self.empty, _ = renderer.body(with_operations(body, []))
        self.full, self.imports = renderer.body(body)
        last = None
        for leaf in self.leaves:
            lines, head, tail, leaf.imports = renderer.leaf(body, leaf.container, leaf.operation)
            leaf.text = "\n".join(lines)
            if leaf.container is None or leaf.container is not last:
                self.chunks.append({"head": [], "tail": [], "leaves": []})
            last = leaf.container
            chunk = self.chunks[-1]
            chunk["leaves"].append(leaf)
            # Of the first that renders anything.
            chunk["head"] = chunk["head"] or head
            chunk["tail"] = chunk["tail"] or tail

    def described(self):
        return {
            "chunks": [
                dict(chunk, leaves=[{"key": leaf.key, "text": leaf.text} for leaf in chunk["leaves"]])
                for chunk in self.chunks
            ],
            "empty": self.empty,
            "full": self.full,
        }


class Pair:
    """An operation of `upgrade` and the one of `downgrade` that takes it back; either may be missing."""

    def __init__(self, upgrade, downgrade):
        self.upgrade = upgrade
        self.downgrade = downgrade

    def shown(self):
        return self.upgrade or self.downgrade

    def content(self):
        texts = [None if leaf is None else [leaf.table(), leaf.text] for leaf in (self.upgrade, self.downgrade)]
        return json.dumps(texts, sort_keys=True)


def reviewed_bodies(renderer, index, script):
    """The pairs, and the two functions, of each engine of a script; every operation has its key afterwards."""
    found = []
    seen = {}
    for upgrade_ops, downgrade_ops in sides(script):
        upgrade = Body(renderer, upgrade_ops)
        downgrade = Body(renderer, downgrade_ops)
        pairs = pair_up(renderer, upgrade, downgrade)
        for pair in pairs:
            # Not its place: where Alembic goes through sets, the order changes from process to process.
            content = "%d %s %s" % (index, upgrade_ops.upgrade_token, pair.content())
            seen[content] = seen.get(content, 0) + 1
            digest = hashlib.sha256(content.encode("utf-8")).hexdigest()[:20]
            pair.key = digest if seen[content] == 1 else "%s-%d" % (digest, seen[content])
            for leaf in (pair.upgrade, pair.downgrade):
                if leaf is not None:
                    leaf.key = pair.key
        found.append((pairs, upgrade, downgrade))
    return found


def pair_up(renderer, upgrade, downgrade):
    """Finds the reverse of each operation among those of `downgrade`, which hooks may have changed.

    What is found is what Alembic renders for `reverse()`, in the same table. A downgrade is the mirror of its upgrade, so the
    last that fits is taken first.
    """
    free = list(downgrade.leaves)
    pairs = []
    for leaf in upgrade.leaves:
        wanted = reverse_text(renderer, downgrade.body, leaf)
        found = None
        if wanted is not None:
            found = next((one for one in reversed(free) if [one.table(), one.text] == wanted), None)
        if found is not None:
            free.remove(found)
        pairs.append(Pair(leaf, found))
    return pairs + [Pair(None, leaf) for leaf in free]


def reverse_text(renderer, body, leaf):
    try:
        reverse = leaf.operation.reverse()
        lines, _, _, _ = renderer.leaf(body, leaf.container, reverse)
    except Exception:
        # NotImplementedError of what has no reverse, ValueError of a drop that does not know what it drops.
        return None
    return [Leaf(body, leaf.container, reverse).table(), "\n".join(lines)]
