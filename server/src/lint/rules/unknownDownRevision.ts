import { nearest } from '../../common/nearest';
import type { ProblemFix } from '../../common/problem';
import { exampleRevision } from '../example';
import type { ChainInput, LintDocument } from '../input';
import {
  documentOf,
  findReference,
  idsAreKnown,
  type ReferenceAttribute,
  referenceRange,
  replaceString,
} from '../places';
import type { Finding, Rule } from '../rule';

/**
 * The finding for one reference that names no revision: shared by `unknown-down-revision` and `unknown-depends-on`.
 * `abbreviationOf` is the one id it is a prefix of, if there is exactly one.
 */
export function unknownReference(
  document: LintDocument,
  attribute: ReferenceAttribute,
  id: string,
  abbreviationOf: string | undefined,
  candidates: Iterable<string>,
): Finding {
  const meant = abbreviationOf ?? nearest(id, candidates);
  const edits = meant === undefined ? [] : replaceString(document.path, findReference(document, attribute, id), meant);
  const fixes: readonly ProblemFix[] =
    edits.length === 0 ? [] : [{ title: `Change to '${meant ?? ''}'`, edits, preferred: abbreviationOf !== undefined }];
  const place = { file: document.path, range: referenceRange(document, attribute, id), fixes };
  if (abbreviationOf !== undefined) {
    return {
      ...place,
      subCode: 'abbreviated',
      message: `'${id}' abbreviates '${abbreviationOf}': Alembic takes abbreviations on the command line, not in files. Write the whole id.`,
    };
  }
  const hint = meant === undefined ? '' : ` Did you mean '${meant}'?`;
  return { ...place, message: `No revision '${id}' in this project: every Alembic command fails.${hint}` };
}

export const unknownDownRevision: Rule<ChainInput> = {
  id: 'unknown-down-revision',
  severity: 'error',
  documentation: {
    summary: '`down_revision` names a revision that is not there.',
    why: 'Alembic warns, then every command ends in a bare `KeyError`, with no file named. Usually the parent was deleted, renamed, or is on another git branch.',
    fix: 'Write the id of the revision this one follows, or bring the missing file back. Abbreviated ids work on the command line only.',
    valid: [
      {
        files: {
          '1_users.py': exampleRevision({ id: '1975ea83b712' }),
          '2_orders.py': exampleRevision({ id: 'ae1027a6acf0', down: '"1975ea83b712"' }),
        },
      },
      // The first one may have that id.
      {
        files: {
          '1_users.py': `import ids\n\n${exampleRevision({ id: '' }).replace('""', 'ids.USERS')}`,
          '2_orders.py': exampleRevision({ id: 'ae1027a6acf0', down: '"1975ea83b712"' }),
        },
      },
    ],
    invalid: [
      {
        files: {
          '1_users.py': exampleRevision({ id: '1975ea83b712' }),
          '2_orders.py': exampleRevision({ id: 'ae1027a6acf0', down: '"1975ea83b721"' }),
        },
        messages: [
          "No revision '1975ea83b721' in this project: every Alembic command fails. Did you mean '1975ea83b712'?",
        ],
      },
      {
        files: {
          '1_users.py': exampleRevision({ id: '1975ea83b712' }),
          '2_orders.py': exampleRevision({ id: 'ae1027a6acf0', down: '"1975ea"' }),
        },
        messages: [
          "'1975ea' abbreviates '1975ea83b712': Alembic takes abbreviations on the command line, not in files. Write the whole id.",
        ],
      },
    ],
  },
  check(input) {
    if (!idsAreKnown(input)) return [];
    return input.chain.defects.flatMap((defect) =>
      defect.kind === 'unknownParent' && defect.id !== ''
        ? [
            unknownReference(
              documentOf(input, defect.script),
              'downRevision',
              defect.id,
              defect.abbreviationOf,
              input.chain.map.revisions.keys(),
            ),
          ]
        : [],
    );
  },
};
