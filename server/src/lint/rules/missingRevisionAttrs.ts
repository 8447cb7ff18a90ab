import { mayDefine } from '../../revision/functions';
import type { FileInput } from '../input';
import { baseName } from '../places';
import type { Finding, Rule } from '../rule';
import { exampleRevision } from '../example';

export const missingRevisionAttrs: Rule<FileInput> = {
  id: 'missing-revision-attrs',
  severity: 'error',
  documentation: {
    summary: 'A revision file without `revision`, `down_revision` or a working `upgrade()`.',
    why: 'Every Python file of a versions folder is loaded as a revision. One without `revision` or `down_revision` stops every Alembic command; without `upgrade()` the run stops when its turn comes; an `upgrade()` that needs arguments stops it too, unless env.py gives them to `run_migrations()`; an `async def upgrade()` is never awaited, yet the revision counts as applied.',
    fix: 'Add what is missing. A helper module belongs outside the versions folder. Write `def`, not `async def`.',
    valid: [{ files: { 'a.py': exampleRevision({ id: 'aaaa' }) } }],
    invalid: [
      {
        files: { 'helpers.py': 'def slug(text):\n    return text.lower()\n' },
        messages: [
          "No 'revision' in helpers.py, and its name holds no id: every Alembic command fails. Add it, or move the file out of the versions folder.",
          "No 'down_revision': every Alembic command fails.",
          "No function 'upgrade': running this revision fails.",
        ],
      },
      {
        files: {
          'a.py':
            'revision = "aaaa"\ndown_revision = None\n\n\nasync def upgrade():\n    pass\n\n\ndef downgrade():\n    pass\n',
        },
        messages: ["'async def upgrade' is never awaited: nothing runs, yet the revision counts as applied."],
      },
    ],
  },
  check({ document, environment }) {
    const { head, path, script } = document;
    const body = document.body();
    // Bytes that were read in the wrong encoding say nothing.
    if (body.faults.some(({ kind }) => kind === 'encoding')) return [];
    const findings: Finding[] = [];
    const place = { file: path, range: head.insertPosition };
    const newLine = head.insertPosition.start.character === 0 ? '' : '\n';
    const insert = (text: string) => [{ file: path, range: head.insertPosition, newText: newLine + text }];
    if (head.revision.kind === 'absent' && script === null && !mayDefine(body, 'revision')) {
      findings.push({
        ...place,
        subCode: 'revision',
        message: `No 'revision' in ${baseName(path)}, and its name holds no id: every Alembic command fails. Add it, or move the file out of the versions folder.`,
      });
    }
    if (head.downRevision.kind === 'absent' && !mayDefine(body, 'down_revision')) {
      findings.push({
        ...place,
        subCode: 'down-revision',
        message: "No 'down_revision': every Alembic command fails.",
        fixes: [{ title: "Add 'down_revision = None'", edits: insert('down_revision = None\n') }],
      });
    }
    const upgrade = body.functions.findLast((one) => one.name === 'upgrade');
    if (!upgrade && body.faults.length === 0 && !mayDefine(body, 'upgrade')) {
      findings.push({ ...place, subCode: 'upgrade', message: "No function 'upgrade': running this revision fails." });
    }
    const last = ['upgrade', 'downgrade'].flatMap((name) => body.functions.findLast((one) => one.name === name) ?? []);
    for (const { name, nameRange, requiredParameters } of last) {
      if (requiredParameters === 0 || environment.handsNothing !== true || mayDefine(body, name)) continue;
      findings.push({
        file: path,
        range: nameRange,
        subCode: 'parameters',
        message: `Alembic calls '${name}' without arguments, for env.py hands it none: running this revision fails.`,
      });
    }
    for (const one of body.functions) {
      if (!one.isAsync || (one.name !== 'upgrade' && one.name !== 'downgrade')) continue;
      findings.push({
        file: path,
        range: one.nameRange,
        subCode: 'async',
        message: `'async def ${one.name}' is never awaited: nothing runs, yet the revision counts as ${one.name === 'upgrade' ? 'applied' : 'undone'}.`,
      });
    }
    return findings;
  },
};
