import type { Fact } from '../../revision/facts';
import { exampleRevision } from '../example';
import type { ChainInput } from '../input';
import { documentOf, factRange, PYTHON_NAME, referenceRange, findReference } from '../places';
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
    why: "The characters `@ - + :` have a meaning in revision arguments, and Alembic refuses ids that hold one. `head`, `heads`, `base` and `current` load, but never mean the revision. An id that isn't a string fails with a bare `TypeError`, an empty `down_revision` with a bare `KeyError`.",
    fix: 'Use letters, digits and underscores. A revision without a parent has `down_revision = None`.',
    valid: [{ files: { 'a.py': exampleRevision({ id: '0001_users' }) } }],
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
    ],
  },
  check(input) {
    return [...ofChain(input), ...ofFiles(input)];
  },
};
