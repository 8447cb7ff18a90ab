import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Problem } from '../../../server/src/common/problem';
import { LineIndex } from '../../../server/src/common/lineIndex';
import { exampleRevision } from '../../../server/src/lint/example';
import { lintExample, versions } from './support';

/** The file after the first fix of a problem. */
async function mended(text: string, problem: Partial<Problem> = { subCode: 'down-revision' }): Promise<string> {
  const problems = await lintExample({ files: { 'a.py': text } });
  const found = problems.find(({ code, subCode }) =>
    problem.code === undefined ? subCode === problem.subCode : code === problem.code,
  );
  const [edit] = found?.fixes?.[0]?.edits ?? [];
  if (edit === undefined) throw new Error('no fix');
  const lines = new LineIndex(text);
  return text.slice(0, lines.offset(edit.range.start)) + edit.newText + text.slice(lines.offset(edit.range.end));
}

const FUNCTIONS = 'def upgrade():\n    pass\n\n\ndef downgrade():\n    pass\n';

describe('the fix that adds down_revision', () => {
  it('keeps a declared encoding in the first two lines', async () => {
    const top = '#!/usr/bin/env python\n# -*- coding: utf-8 -*-\n';
    expect(await mended(`${top}revision = "a"\n${FUNCTIONS}`)).toBe(
      `${top}down_revision = None\nrevision = "a"\n${FUNCTIONS}`,
    );
  });

  it('begins a line of its own where the file ends without one', async () => {
    expect(await mended('"""doc"""; revision = "a"')).toBe('"""doc"""; revision = "a"\ndown_revision = None\n');
  });
});

describe('the fix that adds downgrade', () => {
  const head = 'revision = "a"\ndown_revision = None\n';
  const added = '\n\n\ndef downgrade():\n    raise NotImplementedError("This revision cannot be downgraded.")';

  it.each([
    ['def upgrade():\n    op.x()  # why', ''],
    ['def upgrade(): op.x(); op.y();', '\n'],
    ['def upgrade():\n\top.x(\n\t)', '\n\n\nX = 1\n'],
    ['def upgrade():\r\n    pass # 😀', '\r\n'],
  ])('leaves the line that ends upgrade as it is: %j', async (upgrade, rest) => {
    expect(await mended(head + upgrade + rest, { code: 'missing-downgrade' })).toBe(head + upgrade + added + rest);
  });
});

describe('an id that two files have', () => {
  it('is no second head where it has children', async () => {
    const files = {
      'a.py': exampleRevision({ id: 'aaaa' }),
      'b.py': exampleRevision({ id: 'bbbb', down: '"aaaa"' }),
      'c.py': exampleRevision({ id: 'aaaa' }),
    };
    const codes = (await lintExample({ files })).map(({ code }) => code);
    expect(codes).toEqual(['duplicate-revision-id', 'duplicate-revision-id']);
  });
});

describe('a file in another encoding', () => {
  it('has that one problem', async () => {
    const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(`revision = "a"\n${FUNCTIONS}`, 'utf16le')]);
    const problems = await lintExample({ files: {} }, {}, { [join(versions, 'a.py')]: new Uint8Array(utf16) });
    expect(problems.map(({ subCode, severity }) => [subCode, severity])).toContainEqual(['encoding', 'error']);
    expect(problems.filter(({ code }) => code === 'missing-revision-attrs')).toEqual([]);
  });
});

describe('a revision with megabytes of rows', () => {
  it('is claimed nothing about, and found quickly', async () => {
    const rows = '        {"id": 1, "name": "a name"},\n'.repeat(80_000);
    const upgrade = `op.bulk_insert(t, [\n${rows}    ])`;
    const problems = await lintExample({ files: { 'a.py': exampleRevision({ id: 'aaaa', upgrade }) } });
    expect(problems.map(({ code }) => code)).toEqual([]);
  });
});
