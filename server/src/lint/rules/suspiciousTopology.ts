import type { Revision, RevisionMap } from '../../revision/model';
import { exampleRevision } from '../example';
import type { ChainInput } from '../input';
import { describe, documentOf, endsAreKnown, factRange, folderName, idPlace, referenceRange } from '../places';
import type { Finding, Rule } from '../rule';

/** True when `ancestor` is an ancestor of `from` by `down_revision`. Looks no further down than `ancestor` stands. */
function isAncestor({ revisions }: RevisionMap, ancestor: string, from: string): boolean {
  const floor = revisions.get(ancestor)?.depth ?? 0;
  const seen = new Set<string>();
  const open = [...(revisions.get(from)?.down ?? [])];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (id === ancestor) return true;
    const revision = revisions.get(id);
    if (!revision || revision.depth <= floor || seen.has(id)) continue;
    seen.add(id);
    open.push(...revision.down);
  }
  return false;
}

function redundantParents(input: ChainInput): readonly Finding[] {
  const { map } = input.chain;
  const merges: Revision[] = [];
  for (const revision of map.revisions.values()) if (revision.isMergePoint) merges.push(revision);
  return merges.flatMap(({ down, script }) => {
    const redundant = down.flatMap((id, index) => {
      const below = down.find((other) => other !== id && isAncestor(map, id, other));
      if (below !== undefined) return [{ id, reason: `is already an ancestor of '${below}'` }];
      return down.indexOf(id) < index ? [{ id, reason: 'is named twice' }] : [];
    });
    const document = documentOf(input, script);
    return redundant.map(({ id, reason }) => ({
      file: script.path,
      range: referenceRange(document, 'downRevision', id),
      subCode: 'redundant-parent',
      message: `Parent '${id}' ${reason}: the merge does not need it.`,
    }));
  });
}

function mergesWithOperations(input: ChainInput): readonly Finding[] {
  const findings: Finding[] = [];
  for (const { isMergePoint, script } of input.chain.map.revisions.values()) {
    if (!isMergePoint) continue;
    const upgrade = documentOf(input, script)
      .body()
      .functions.findLast(({ name }) => name === 'upgrade');
    if (upgrade?.body !== 'code') continue;
    findings.push({
      file: script.path,
      range: upgrade.nameRange,
      subCode: 'merge-with-ops',
      severity: 'information',
      message: 'This merge does more than merge: a revision of its own behind it is easier to find and to undo.',
    });
  }
  return findings;
}

function extraBases(input: ChainInput): readonly Finding[] {
  const { map } = input.chain;
  const bases = [...new Set(map.bases)].flatMap((id) => map.revisions.get(id) ?? []);
  const [first] = bases;
  if (!first || bases.length < 2 || !endsAreKnown(input)) return [];
  const folders = new Set([folderName(first.script.path)]);
  return bases.slice(1).flatMap((base) => {
    const ownFolder = !folders.has(folderName(base.script.path));
    folders.add(folderName(base.script.path));
    if (base.script.branchLabels.length > 0 || ownFolder) return [];
    return [
      {
        file: base.script.path,
        range: factRange(documentOf(input, base.script).head.downRevision),
        subCode: 'extra-base',
        message: `A second base beside ${describe(first.script)}, without a branch label: if it should follow another revision, set down_revision.`,
        related: [idPlace(input, first.script, 'The first base')],
      },
    ];
  });
}

export const suspiciousTopology: Rule<ChainInput> = {
  id: 'suspicious-topology',
  severity: 'warning',
  documentation: {
    summary: 'A chain that loads, but whose shape is hardly meant.',
    why: 'A second base without a branch label or a folder of its own is usually a forgotten `down_revision`: it runs on live databases as if they were empty. A merge that names an ancestor of its other parent, or a parent twice, does not need it. What a merge does besides is easily missed in a review (shown as information).',
    fix: 'Set the right parent, give the branch a label, or take the needless parent out.',
    valid: [
      {
        files: {
          'a.py': exampleRevision({ id: 'aaaa' }),
          'b.py': exampleRevision({ id: 'bbbb', labels: '("orders",)' }),
          'c.py': exampleRevision({ id: 'cccc', down: '("aaaa", "bbbb")' }),
        },
      },
      // The second one says that it follows another.
      {
        files: {
          'a.py': exampleRevision({ id: 'aaaa' }),
          'b.py': exampleRevision({ id: 'bbbb', down: '"aaa1"' }),
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
          'c.py': exampleRevision({ id: 'cccc', down: '("aaaa", "bbbb")' }),
        },
        messages: ["Parent 'aaaa' is already an ancestor of 'bbbb': the merge does not need it."],
      },
      {
        files: {
          'a.py': exampleRevision({ id: 'aaaa' }),
          'b.py': exampleRevision({ id: 'bbbb' }),
          'c.py': exampleRevision({ id: 'cccc', down: '("aaaa", "bbbb")' }),
        },
        messages: [
          "A second base beside 'aaaa', without a branch label: if it should follow another revision, set down_revision.",
        ],
      },
      {
        files: {
          'a.py': exampleRevision({ id: 'aaaa' }),
          'b.py': exampleRevision({ id: 'bbbb', down: '"aaaa"' }),
          'c.py': exampleRevision({ id: 'cccc', down: '"aaaa"' }),
          'd.py': exampleRevision({ id: 'dddd', down: '("bbbb", "cccc")', upgrade: 'op.drop_table("t")' }),
        },
        messages: ['This merge does more than merge: a revision of its own behind it is easier to find and to undo.'],
      },
    ],
  },
  check(input) {
    return [...redundantParents(input), ...mergesWithOperations(input), ...extraBases(input)];
  },
};
