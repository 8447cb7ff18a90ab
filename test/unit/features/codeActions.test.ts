import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { CodeAction } from 'vscode-languageserver';
import { pathToUri } from '../../../server/src/common/fileUri';
import { codeActions, fileActions } from '../../../server/src/features/codeActions';
import type { Problem } from '../../../server/src/common/problem';
import { EMPTY_SNAPSHOT, type OpenDocument } from '../../../server/src/workspace/snapshot';
import { applyEdit } from '../../support/applyEdit';
import { projectOf, revisionText, VERSIONS } from '../../support/project';

const ANYWHERE = { start: { line: 0, character: 0 }, end: { line: 1000, character: 0 } };

type Files = Readonly<Record<string, string>>;

interface Offered {
  readonly titles: string[];
  readonly actions: readonly CodeAction[];
  /** File name -> text after the action with this title. */
  readonly after: (title: string) => Record<string, string>;
}

/** The fixes of a problem with `code` shown in the file `name`. */
async function fixes(
  files: Files,
  name: string,
  code: string,
  extra: { open?: OpenDocument; mako?: string } = {},
): Promise<Offered> {
  const { project, document } = await projectOf(files);
  const path = join(VERSIONS, name);
  const { revision } = document(name).head;
  if (revision.kind !== 'known') throw new Error('no revision');
  const problem: Problem = { code, severity: 'error', file: path, range: revision.range, message: 'wrong' };
  const environment = {
    newRevisionId: () => '0123456789ab',
    now: () => new Date(2026, 0, 2, 3, 4, 5),
    readText: () => extra.mako ?? null,
  };
  const open = new Map(extra.open && [[extra.open.path, extra.open]]);
  const actions = codeActions({ ...EMPTY_SNAPSHOT, open }, project, [problem], ANYWHERE, environment);
  return {
    titles: actions.map(({ title }) => title),
    actions,
    after: (title) => {
      const found = actions.find((action) => action.title === title);
      const result = applyEdit(found?.edit ?? {}, (file) => files[file.slice(VERSIONS.length + 1)] ?? '');
      return Object.fromEntries(Object.entries(result).map(([file, text]) => [file.slice(VERSIONS.length + 1), text]));
    },
  };
}

const documented = (id: string, down: string | null): string =>
  `"""message\n\nRevision ID: ${id}\nRevises: ${down ?? ''}\n"""\nrevision = "${id}"\ndown_revision = ${
    down === null ? 'None' : `"${down}"`
  }\n`;

describe('a new id for a copy', () => {
  it('changes value, docstring and file name, and keeps the quotes', async () => {
    const files = { 'aaaa_first.py': documented('aaaa', null), 'aaaa_copy.py': documented('aaaa', null) };
    const { titles, after } = await fixes(files, 'aaaa_copy.py', 'duplicate-revision-id');
    expect(titles).toEqual(["Give this file the new id '0123456789ab'"]);
    expect(after(titles[0] ?? '')).toEqual({ '0123456789ab_copy.py': documented('0123456789ab', null) });
  });

  it('leaves those that follow, or takes them along', async () => {
    const files = {
      'first.py': documented('aaaa', null),
      'copy.py': documented('aaaa', null),
      'child.py': documented('bbbb', 'aaaa'),
    };
    const { titles, after } = await fixes(files, 'copy.py', 'duplicate-revision-id');
    expect(titles).toEqual([
      "Give only this file the new id '0123456789ab'",
      "Give this file the new id '0123456789ab', and the revision that follows with it",
    ]);
    expect(after(titles[0] ?? '')).toEqual({ 'copy.py': documented('0123456789ab', null) });
    expect(after(titles[1] ?? '')).toEqual({
      'copy.py': documented('0123456789ab', null),
      'child.py': documented('bbbb', '0123456789ab'),
    });
  });

  it('takes an id in a file name only for a whole word', async () => {
    const files = {
      'a1.py': revisionText({ id: '1' }),
      'x10_1.py': revisionText({ id: '1' }),
      'x11.py': revisionText({ id: '1' }),
    };
    const first = await fixes(files, 'x10_1.py', 'duplicate-revision-id');
    expect(Object.keys(first.after(first.titles[0] ?? ''))).toEqual(['x10_1.py']);
    const second = await fixes(files, 'x11.py', 'duplicate-revision-id');
    expect(Object.keys(second.after(second.titles[0] ?? ''))).toEqual(['x11.py']);
  });

  it('is not offered for an id that is no literal', async () => {
    const files = { 'a.py': revisionText({ id: 'aaaa' }), 'b.py': "revision = 'aa' + 'aa'\ndown_revision = None\n" };
    expect((await fixes(files, 'b.py', 'duplicate-revision-id')).titles).toEqual([]);
  });
});

const HEADS = {
  'a.py': documented('aaaa', null),
  'b.py': documented('bbbb', 'aaaa'),
  'c.py': documented('cccc', 'aaaa'),
  'd.py': documented('dddd', 'cccc'),
};
const MERGE = 'Merge the two heads in a new revision';

describe('several heads', () => {
  it("are merged in a new file by the project's template", async () => {
    const mako = '"""${message}"""\nrevision = ${repr(up_revision)}\ndown_revision = ${repr(down_revision)}\n';
    const { after } = await fixes(HEADS, 'b.py', 'multiple-heads', { mako });
    expect(after(MERGE)).toEqual({
      '0123456789ab_merge_bbbb_and_dddd.py': `"""merge bbbb and dddd"""\nrevision = '0123456789ab'\ndown_revision = ('bbbb', 'dddd')\n`,
    });
  });

  it('are not merged through a template that needs Alembic: the fix says so', async () => {
    const { actions } = await fixes(HEADS, 'b.py', 'multiple-heads', { mako: '% if x:\n' });
    const merge = actions.find(({ title }) => title === MERGE);
    expect(merge?.edit).toBeUndefined();
    expect(merge?.disabled?.reason).toBe('script.py.mako needs Alembic to fill it in: line 1 is a Mako control line.');
  });

  it('are put behind each other, from the start of the branch', async () => {
    const behind = await fixes(HEADS, 'b.py', 'multiple-heads');
    expect(behind.after("Put this revision behind 'dddd'")).toEqual({ 'b.py': documented('bbbb', 'dddd') });
    const branch = await fixes(HEADS, 'd.py', 'multiple-heads');
    expect(branch.titles).toEqual([MERGE, "Put this branch, from 'cccc' on, behind 'bbbb'"]);
    expect(branch.after(branch.titles[1] ?? '')).toEqual({ 'c.py': documented('cccc', 'bbbb') });
  });

  it('are not put behind each other where a branch or a merge makes it unclear what moves', async () => {
    const forked = { ...HEADS, 'e.py': documented('eeee', 'cccc') };
    const { titles } = await fixes(forked, 'd.py', 'multiple-heads');
    expect(titles).toEqual(['Merge the 3 heads in a new revision', "Put this revision behind 'eeee'"]);
    const bases = { 'a.py': documented('aaaa', null), 'b.py': documented('bbbb', null) };
    expect((await fixes(bases, 'b.py', 'multiple-heads')).titles).toEqual([MERGE]);
  });

  it('edit an open file in the version they were computed for', async () => {
    const path = join(VERSIONS, 'b.py');
    const { actions } = await fixes(HEADS, 'b.py', 'multiple-heads', { open: { path, version: 7, text: '' } });
    const versions = actions.flatMap(({ edit }) =>
      (edit?.documentChanges ?? []).flatMap((change) => ('kind' in change ? [] : [change.textDocument.version])),
    );
    expect(versions).toEqual([null, 7]);
  });
});

describe('fixes a rule has written down', () => {
  it('are offered as they are, for problems at the cursor only', async () => {
    const { project } = await projectOf(HEADS);
    const range = { start: { line: 3, character: 4 }, end: { line: 3, character: 8 } };
    const file = join(VERSIONS, 'b.py');
    const problem: Problem = {
      code: 'any-rule',
      severity: 'warning',
      file,
      range,
      message: 'wrong',
      fixes: [{ title: 'Mend it', edits: [{ file, range, newText: 'x' }], preferred: true }],
    };
    const environment = { newRevisionId: () => '', now: () => new Date(), readText: () => null };
    const at = (line: number): CodeAction[] =>
      codeActions(
        EMPTY_SNAPSHOT,
        project,
        [problem],
        { start: { line, character: 8 }, end: { line, character: 8 } },
        environment,
      );
    expect(at(3)).toMatchObject([{ title: 'Mend it', isPreferred: true, kind: 'quickfix' }]);
    expect(at(4)).toEqual([]);
  });
});

describe('heads that only a second file with the same id makes', () => {
  const files = {
    'a.py': documented('aaaa', null),
    'copy.py': documented('aaaa', null),
    'b.py': documented('bbbb', 'aaaa'),
    'c.py': documented('cccc', 'aaaa'),
  };

  it('are neither merged nor followed', async () => {
    const { titles, after } = await fixes(files, 'b.py', 'multiple-heads');
    expect(titles).toEqual(['Merge the two heads in a new revision', "Put this revision behind 'cccc'"]);
    const [merge = ''] = Object.values(after(titles[0] ?? ''));
    expect(merge).toContain("down_revision = ('bbbb', 'cccc')");
    const { 'c.py': _, ...linear } = files;
    expect((await fixes(linear, 'b.py', 'multiple-heads')).titles).toEqual([]);
  });
});

describe('a downgrade from the upgrade', () => {
  const path = join(VERSIONS, 'a.py');
  const command = { command: 'alembicWorkbench.generateDowngrade', arguments: [{ uri: pathToUri(path) }] };

  it.each(['missing-downgrade', 'downgrade-missing-op'])('is a fix of %s', async (code) => {
    const { actions } = await fixes({ 'a.py': documented('aaaa', null) }, 'a.py', code);
    expect(actions).toMatchObject([{ title: "Generate 'downgrade' from 'upgrade'", kind: 'quickfix', command }]);
  });

  it('is offered inside of downgrade(), whatever is wrong there', async () => {
    const text = `${documented('aaaa', null)}\ndef upgrade():\n    pass\n\ndef downgrade():\n    pass\n`;
    const { project } = await projectOf({ 'a.py': text });
    const environment = { newRevisionId: () => '', now: () => new Date(), readText: () => null };
    const at = (word: string): CodeAction[] => {
      const start = { line: text.slice(0, text.indexOf(word)).split('\n').length - 1, character: 5 };
      const snapshot = { ...EMPTY_SNAPSHOT, projects: [project] };
      return fileActions(snapshot, () => new Map(), path, { start, end: start }, environment);
    };
    expect(at('def downgrade')).toMatchObject([
      { title: "Replace 'downgrade' by what undoes 'upgrade'", kind: 'refactor.rewrite', command },
    ]);
    expect(at('def upgrade')).toEqual([]);
  });
});
