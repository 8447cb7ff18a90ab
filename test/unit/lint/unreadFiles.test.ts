import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { exampleRevision } from '../../../server/src/lint/example';
import type { SeveritySettings } from '../../../server/src/lint/lintProject';
import type { MemoryEntry } from '../../support/memoryFileSystem';
import { lintExample, root, versions } from './support';

const files = {
  'a.py': exampleRevision({ id: 'aaaa' }),
  'b.py': exampleRevision({ id: 'bbbb', down: '"aaaa"' }),
  'c.py': exampleRevision({ id: 'cccc', down: '"gone"', dependsOn: '"gone"' }),
};
const codes = async (others: Readonly<Record<string, MemoryEntry>>, known: Record<string, string> = files) =>
  (await lintExample({ files: known }, {}, others)).map(({ code }) => code);

describe('a revision that cannot be read', () => {
  it('may be the one that seems to be missing', async () => {
    expect(await codes({})).toEqual(['unknown-down-revision', 'unknown-depends-on']);
    expect(await codes({ [join(versions, 'x.py')]: { error: 'EACCES', kind: 'file' } })).toEqual([
      'unloadable-revision',
    ]);
    expect(await codes({ [join(versions, 'x.py')]: { link: 'x.py' } })).toEqual(['unloadable-revision']);
  });

  it('is told of as the setting says, and not where a comment silences it', async () => {
    const hidden = { [join(versions, 'x.py')]: { error: 'EACCES', kind: 'file' } } as const;
    const severities = async (settings: SeveritySettings) =>
      (await lintExample({ files: {} }, settings, hidden)).map(({ severity }) => severity);
    expect(await severities({})).toEqual(['error']);
    expect(await severities({ 'unloadable-revision': 'hint' })).toEqual(['hint']);
    expect(await severities({ 'unloadable-revision': 'off' })).toEqual([]);
    const twice = (comment: string) =>
      lintExample({
        files: {
          ...files,
          'alembic.ini': `[alembic]\nscript_location = migrations\npath_separator = os\n${comment}version_locations = migrations/versions:migrations/versions\n`,
        },
      });
    const reported = async (comment: string) => (await twice(comment)).map(({ subCode }) => subCode);
    expect(await reported('')).toContain('twice');
    expect(await reported('# alembic-lint: ignore[unloaded-revision-file]\n')).not.toContain('twice');
  });

  it('may be there in compiled form only', async () => {
    const ini = '[alembic]\nscript_location = migrations\nsourceless = true\npath_separator = os\n';
    const compiled = { [join(root, 'alembic.ini')]: ini, [join(versions, 'x.pyc')]: new Uint8Array() };
    expect(await codes(compiled)).toEqual(['unloadable-revision']);
  });

  it('may merge the heads and join the bases', async () => {
    const apart = { 'a.py': exampleRevision({ id: 'aaaa' }), 'b.py': exampleRevision({ id: 'bbbb' }) };
    expect(await codes({}, apart)).toContain('multiple-heads');
    expect(await codes({ [join(versions, 'x.py')]: { error: 'EACCES', kind: 'file' } }, apart)).toEqual([
      'unloadable-revision',
    ]);
  });
});

describe('a revision that is not loaded', () => {
  it('is silenced by a comment of its own', async () => {
    const beside = join(root, 'migrations', 'x.py');
    const text = exampleRevision({ id: 'xxxx', down: '"aaaa"' });
    expect(await codes({ [beside]: text }, { 'a.py': files['a.py'] })).toEqual(['unloaded-revision-file']);
    const silenced = `# alembic-lint: ignore[unloaded-revision-file]\n${text}`;
    expect(await codes({ [beside]: silenced }, { 'a.py': files['a.py'] })).toEqual([]);
    const other = `# alembic-lint: ignore[multiple-heads]\n${text}`;
    expect(await codes({ [beside]: other }, { 'a.py': files['a.py'] })).toEqual([
      'unloaded-revision-file',
      'unused-suppression',
    ]);
  });
});
