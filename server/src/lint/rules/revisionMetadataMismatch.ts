import type { DocstringFacts, Identifiers } from '../../revision/facts';
import { exampleRevision } from '../example';
import type { FileInput } from '../input';
import { baseName, listIds } from '../places';
import type { Finding, Rule } from '../rule';

/**
 * The ids of a `Revises:` line: comma list, with or without the brackets and quotes of a tuple; empty for a base.
 * Undefined for prose and placeholders (`<previous_rev_id or None>`), which claim nothing.
 */
function claimedParents(text: string): readonly string[] | undefined {
  const ids = text
    .replace(/^[[(]|[\])]$/g, '')
    .split(',')
    .map((part) => part.trim().replace(/^u?(['"])(.*)\1$/, '$2'))
    .filter((part) => part !== '');
  if (ids.some((id) => !/^[\w.]+$/u.test(id))) return undefined;
  return ids.length === 1 && (ids[0] === 'None' || ids[0] === 'base') ? [] : ids;
}

function ofDocstring(path: string, docstring: DocstringFacts, id: string, parents: Identifiers | null): Finding[] {
  const findings: Finding[] = [];
  const claimed = docstring.revisionId;
  if (claimed && claimed.value !== id && /^[\w.]+$/u.test(claimed.value)) {
    findings.push({
      file: path,
      range: claimed.range,
      subCode: 'docstring-id',
      message: `The docstring says revision '${claimed.value}', the code says '${id}'.`,
      fixes: [
        { title: `Change to '${id}'`, edits: [{ file: path, range: claimed.range, newText: id }], preferred: true },
      ],
    });
  }
  const revises = docstring.revises;
  const stated = revises && parents && claimedParents(revises.value);
  if (!revises || !parents || !stated) return findings;
  const actual = [...new Set(parents.items.map((item) => item.value))];
  if (stated.length === actual.length && stated.every((one) => actual.includes(one))) return findings;
  const newText = actual.join(', ');
  findings.push({
    file: path,
    range: revises.range,
    subCode: 'docstring-revises',
    message: `The docstring says it revises ${stated.length > 0 ? listIds(stated) : 'nothing'}, down_revision says ${actual.length > 0 ? listIds(actual) : 'None'}.`,
    fixes: [
      {
        title: newText ? `Change to '${newText}'` : 'Remove the id',
        // An empty `Revises:` has its range right behind the colon.
        edits: [{ file: path, range: revises.range, newText: revises.value === '' ? ` ${newText}` : newText }],
        preferred: true,
      },
    ],
  });
  return findings;
}

export const revisionMetadataMismatch: Rule<FileInput> = {
  id: 'revision-metadata-mismatch',
  severity: 'warning',
  documentation: {
    summary: 'The docstring or the file name names another revision than the code.',
    why: "Reviewers read the header. After a rebase or a copy it tells them something that is not so. Placeholders and prose are left alone. A file name is only reported when it begins with an id of 12 hex digits that is not the file's own.",
    fix: 'Bring the header, or the name, in line with the code.',
    valid: [
      {
        files: {
          'a.py': exampleRevision({
            id: 'aaaa',
            docstring: 'users\n\nRevision ID: aaaa\nRevises: <previous_rev_id or None>\n',
          }),
        },
      },
      {
        files: {
          'a.py': exampleRevision({ id: 'aaaa', docstring: 'users\n\nRevision ID: aaaa\nRevises: \n' }),
          'b.py': exampleRevision({ id: 'bbbb', down: '"aaaa"', docstring: 'b\n\nRevision ID: bbbb\nRevises: aaaa\n' }),
        },
      },
    ],
    invalid: [
      {
        files: {
          'a.py': exampleRevision({ id: 'aaaa', docstring: 'users\n\nRevision ID: cccc\nRevises: bbbb\n' }),
        },
        messages: [
          "The docstring says revision 'cccc', the code says 'aaaa'.",
          "The docstring says it revises 'bbbb', down_revision says None.",
        ],
      },
      {
        files: { '1975ea83b712_users.py': exampleRevision({ id: 'ae1027a6acf0' }) },
        messages: ["The file name begins with '1975ea83b712', the revision is 'ae1027a6acf0'."],
      },
    ],
  },
  check({ document }) {
    const { head, path } = document;
    if (head.revision.kind !== 'known') return [];
    const id = head.revision.value;
    const parents = head.downRevision.kind === 'known' ? head.downRevision.value : null;
    const findings = head.docstring ? ofDocstring(path, head.docstring, id, parents) : [];
    const named = /^([0-9a-f]{12})[_.]/.exec(baseName(path))?.[1];
    if (named !== undefined && named !== id) {
      findings.push({
        file: path,
        range: head.revision.range,
        subCode: 'filename',
        severity: 'hint',
        message: `The file name begins with '${named}', the revision is '${id}'.`,
      });
    }
    return findings;
  },
};
