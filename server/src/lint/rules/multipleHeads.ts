import type { Chain } from '../../revision/model';
import { exampleRevision } from '../example';
import type { ChainInput } from '../input';
import { describe, documentOf, endsAreKnown, factRange, idPlace, listIds } from '../places';
import type { Rule } from '../rule';

/** True when every head has a branch label or a base that no other head has: separate branches by design. */
function branchesAreMeant(chain: Chain, heads: readonly string[]): boolean {
  const marks = heads.map((head) => {
    const own = new Set<string>();
    const seen = new Set<string>();
    const open = [head];
    for (let id = open.pop(); id !== undefined; id = open.pop()) {
      if (seen.has(id)) continue;
      seen.add(id);
      const revision = chain.map.revisions.get(id);
      if (!revision) continue;
      if (revision.down.length === 0) own.add(`base ${id}`);
      for (const label of revision.script.branchLabels) own.add(`label ${label}`);
      open.push(...revision.down);
    }
    return own;
  });
  return marks.every((own, index) =>
    [...own].some((mark) => marks.every((other, position) => position === index || !other.has(mark))),
  );
}

export const multipleHeads: Rule<ChainInput> = {
  id: 'multiple-heads',
  severity: 'warning',
  documentation: {
    summary: 'The chain ends in more than one head.',
    why: '`alembic upgrade head` and `alembic revision` refuse to choose between heads. Two people added a revision to the same parent, usually found after a git merge. Only a hint when every head has a branch label or a base of its own: then the branches are meant.',
    fix: 'Merge the heads into one revision, or move one branch onto the other while nobody has applied it.',
    valid: [
      {
        files: {
          'a.py': exampleRevision({ id: 'aaaa' }),
          'b.py': exampleRevision({ id: 'bbbb', down: '"aaaa"' }),
          'c.py': exampleRevision({ id: 'cccc', down: '"aaaa"' }),
          'd.py': exampleRevision({ id: 'dddd', down: '("bbbb", "cccc")' }),
        },
      },
      // 'bbb' may be 'bbbb': whether there are two heads is known once it is mended.
      {
        files: {
          'a.py': exampleRevision({ id: 'aaaa' }),
          'b.py': exampleRevision({ id: 'bbbb', down: '"aaaa"' }),
          'c.py': exampleRevision({ id: 'cccc', down: '"bbb"' }),
        },
      },
      {
        files: {
          'a.py': exampleRevision({ id: 'aaaa' }),
          'b.py': exampleRevision({ id: 'bbbb', down: '"cccc"' }),
          'c.py': exampleRevision({ id: 'cccc', down: '"bbbb"' }),
        },
      },
    ],
    invalid: [
      {
        files: {
          'a.py': exampleRevision({ id: 'aaaa' }),
          'b.py': exampleRevision({ id: 'bbbb', down: '"aaaa"' }),
          'c.py': exampleRevision({ id: 'cccc', down: '"aaaa"' }),
        },
        messages: [
          "2 heads: 'bbbb' and 'cccc'. 'alembic upgrade head' fails until they are merged.",
          "2 heads: 'bbbb' and 'cccc'. 'alembic upgrade head' fails until they are merged.",
        ],
      },
      {
        files: {
          'a.py': exampleRevision({ id: 'aaaa', labels: '("accounts",)' }),
          'b.py': exampleRevision({ id: 'bbbb', labels: '("orders",)' }),
        },
        messages: [
          "2 heads, each on a branch of its own: 'aaaa' and 'bbbb'. Upgrade with 'heads' or '<label>@head'.",
          "2 heads, each on a branch of its own: 'aaaa' and 'bbbb'. Upgrade with 'heads' or '<label>@head'.",
        ],
      },
    ],
  },
  check(input) {
    const { chain } = input;
    // A copy of an id that has children counts among Alembic's heads; no merge would mend that.
    const heads = [...new Set(chain.map.heads)].filter((id) => chain.map.revisions.get(id)?.isHead);
    if (heads.length < 2 || !endsAreKnown(input)) return [];
    const meant = branchesAreMeant(chain, heads);
    const message = meant
      ? `${heads.length} heads, each on a branch of its own: ${listIds(heads)}. Upgrade with 'heads' or '<label>@head'.`
      : `${heads.length} heads: ${listIds(heads)}. 'alembic upgrade head' fails until they are merged.`;
    const scripts = heads.flatMap((id) => chain.map.revisions.get(id)?.script ?? []);
    return scripts.map((script) => ({
      file: script.path,
      range: factRange(documentOf(input, script).head.revision),
      message,
      ...(meant ? { severity: 'hint' as const } : {}),
      related: scripts
        .filter((other) => other !== script)
        .slice(0, 10)
        .map((other) => idPlace(input, other, `Another head: ${describe(other)}`)),
      data: { heads },
    }));
  },
};
