import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { LineIndex } from '../../../server/src/common/lineIndex';
import { lintExample, versions } from './support';

/** The file after the fix that adds `down_revision`. */
async function mended(text: string): Promise<string> {
  const problems = await lintExample({ files: { 'a.py': text } });
  const [edit] = problems.find(({ subCode }) => subCode === 'down-revision')?.fixes?.[0]?.edits ?? [];
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

describe('a file in another encoding', () => {
  it('has that one problem', async () => {
    const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(`revision = "a"\n${FUNCTIONS}`, 'utf16le')]);
    const problems = await lintExample({ files: {} }, {}, { [join(versions, 'a.py')]: new Uint8Array(utf16) });
    expect(problems.map(({ subCode, severity }) => [subCode, severity])).toContainEqual(['encoding', 'error']);
    expect(problems.filter(({ code }) => code === 'missing-revision-attrs')).toEqual([]);
  });
});
