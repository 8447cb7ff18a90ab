import type { Fact } from '../../revision/facts';
import { exampleRevision } from '../example';
import type { ChainInput } from '../input';
import { documentOf, factRange, idPlace, PYTHON_NAME, referenceRange, findReference } from '../places';
import type { Finding, Rule } from '../rule';

type InvalidFact = Extract<Fact<unknown>, { kind: 'invalid' }>;

/** Names Alembic reads as something else than an id (script/revision.py, symbolic names). */
const SYMBOLIC = new Set(['head', 'heads', 'base', 'current']);

function ofChain(input: ChainInput): readonly Finding[] {
  return input.chain.defects.flatMap((defect): Finding[] => {
    if (defect.kind === 'illegalId') {
      const document = documentOf(input, defect.script);
      const characters = [...defect.characters].map((character) => `'${character}'`).join(', ');
      return [
        {
          file: document.path,
          range: factRange(document.head.revision),
          subCode: 'characters',
          message: `Revision id '${defect.id}' must not contain ${characters}: every Alembic command fails.`,
          data: { id: defect.id },
        },
      ];
    }
    if (defect.kind === 'unknownParent' && defect.id === '') {
      const document = documentOf(input, defect.script);
      const range = referenceRange(document, 'downRevision', '');
      const fact = document.head.downRevision;
      const fixable =
        fact.kind === 'known' && fact.value.form === 'string' && findReference(document, 'downRevision', '');
      return [
        {
          file: document.path,
          range,
          subCode: 'empty-parent',
          message:
            "An empty string is no revision id: every Alembic command fails. A revision without a parent has 'None'.",
          fixes: fixable
            ? [{ title: "Change to 'None'", edits: [{ file: document.path, range, newText: 'None' }], preferred: true }]
            : [],
        },
      ];
    }
    return [];
  });
}

function ofFiles(input: ChainInput): readonly Finding[] {
  const findings: Finding[] = [];
  const { documents, withoutScript, chain } = input;
  const isSymbolic = [...SYMBOLIC].some((id) => chain.map.revisions.has(id));
  // A file with a script has a string for an id and strings for parents.
  for (const { path, head } of (isSymbolic ? documents : withoutScript).values()) {
    const { revision, downRevision } = head;
    if (revision.kind === 'invalid') findings.push(ofType(path, 'revision', revision));
    if (downRevision.kind === 'invalid') findings.push(ofType(path, 'downRevision', downRevision));
    if (revision.kind === 'known' && SYMBOLIC.has(revision.value)) {
      findings.push({
        file: path,
        range: revision.range,
        subCode: 'symbolic',
        message: `'${revision.value}' has a meaning of its own on the command line: this revision can't be named there.`,
        data: { id: revision.value },
      });
    }
  }
  return findings;
}

/** Ids that others begin with: where all are of one length, as Alembic makes them, there are none. */
function prefixes(input: ChainInput): readonly Finding[] {
  const { revisions } = input.chain.map;
  const lengths = new Set<number>();
  for (const id of revisions.keys()) lengths.add(id.length);
  if (lengths.size < 2) return [];
  const longer = new Map<string, string>();
  for (const id of revisions.keys()) {
    for (const length of lengths) {
      const start = length > 0 && length < id.length ? id.slice(0, length) : '';
      if (start !== '' && revisions.has(start) && !longer.has(start)) longer.set(start, id);
    }
  }
  return [...longer].flatMap(([id, other]): Finding[] => {
    const script = revisions.get(id)?.script;
    const longerScript = revisions.get(other)?.script;
    if (script === undefined || longerScript === undefined) return [];
    return [
      {
        file: script.path,
        range: factRange(documentOf(input, script).head.revision),
        subCode: 'ambiguous-prefix',
        severity: 'hint',
        message: `'${other}' begins with '${id}' too: '${id}' never abbreviates it on the command line.`,
        related: [idPlace(input, longerScript, 'The longer id')],
        data: { id, other },
      },
    ];
  });
}

function ofType(file: string, attribute: 'revision' | 'downRevision', { range, repr, typeName }: InvalidFact): Finding {
  const others = attribute === 'downRevision' ? ', a tuple of strings or None' : '';
  const message = `${PYTHON_NAME[attribute]} is ${repr}, of type ${typeName}; Alembic needs a string${others}.`;
  return { file, range, subCode: 'type', message };
}

export const invalidRevisionId: Rule<ChainInput> = {
  id: 'invalid-revision-id',
  severity: 'error',
  documentation: {
    summary: 'A revision id that Alembic refuses or cannot address.',
    why: "The characters `@ - + :` have a meaning in revision arguments, and Alembic refuses ids that hold one. `head`, `heads`, `base` and `current` load, but never mean the revision. An id that isn't a string fails with a bare `TypeError`, an empty `down_revision` with a bare `KeyError`. An id that another one begins with is shown as a hint: it never abbreviates the other.",
    fix: 'Use letters, digits and underscores. A revision without a parent has `down_revision = None`.',
    valid: [
      { files: { 'a.py': exampleRevision({ id: '0001_users' }) } },
      {
        files: {
          'a.py': exampleRevision({ id: '0001' }),
          'b.py': exampleRevision({ id: '00002', down: '"0001"' }),
        },
      },
    ],
    invalid: [
      {
        files: { 'a.py': exampleRevision({ id: 'add-users' }) },
        messages: ["Revision id 'add-users' must not contain '-': every Alembic command fails."],
      },
      {
        files: { 'a.py': exampleRevision({ id: 'head' }) },
        messages: ["'head' has a meaning of its own on the command line: this revision can't be named there."],
      },
      {
        files: { 'a.py': exampleRevision({ id: 'aaaa', down: '""' }) },
        messages: [
          "An empty string is no revision id: every Alembic command fails. A revision without a parent has 'None'.",
        ],
      },
      {
        files: {
          'a.py': 'revision = 5\ndown_revision = None\n\n\ndef upgrade():\n    pass\n\n\ndef downgrade():\n    pass\n',
        },
        messages: ['revision is 5, of type int; Alembic needs a string.'],
      },
      {
        files: {
          'a.py': exampleRevision({ id: '1' }),
          'b.py': exampleRevision({ id: '10', down: '"1"' }),
        },
        messages: ["'10' begins with '1' too: '1' never abbreviates it on the command line."],
      },
    ],
  },
  check(input) {
    return [...ofChain(input), ...ofFiles(input), ...prefixes(input)];
  },
};
