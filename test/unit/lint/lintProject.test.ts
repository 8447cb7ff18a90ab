import { describe, expect, it } from 'vitest';
import { exampleRevision } from '../../../server/src/lint/example';
import { lintExample } from './support';

const orphan = (comment: string): string =>
  exampleRevision({ id: 'bbbb', down: '"nowhere"' }).replace(
    'down_revision = "nowhere"',
    `down_revision = "nowhere"${comment}`,
  );
const codes = async (text: string, settings = {}): Promise<readonly string[]> =>
  (await lintExample({ files: { 'b.py': text } }, settings)).map(({ code, severity }) => `${code} ${severity}`);

describe('suppression comments', () => {
  it('silence the rule they name, on their line', async () => {
    expect(await codes(orphan(''))).toEqual(['unknown-down-revision error']);
    expect(await codes(orphan('  # alembic-lint: ignore[unknown-down-revision]'))).toEqual([]);
  });

  it('silence every rule without brackets', async () => {
    expect(await codes(orphan('  # alembic-lint: ignore'))).toEqual([]);
  });

  it('silence the next line when they stand alone, and the file at its top', async () => {
    const text = orphan('');
    expect(
      await codes(text.replace('down_revision', '# alembic-lint: ignore[unknown-down-revision]\ndown_revision')),
    ).toEqual([]);
    expect(await codes(`# alembic-lint: ignore[unknown-down-revision]\n${text}`)).toEqual([]);
  });

  it('are reported when they silence nothing or name no rule', async () => {
    expect(await codes(orphan('  # alembic-lint: ignore[multiple-heads]'))).toEqual([
      'unknown-down-revision error',
      'unused-suppression hint',
    ]);
    const problems = await lintExample({ files: { 'b.py': orphan('  # alembic-lint: ignore[no-such-rule]') } });
    expect(problems.map(({ message }) => message)).toContain("There is no rule 'no-such-rule'.");
  });
});

describe('suppression comments of the configuration', () => {
  const ini = async (text: string): Promise<readonly string[]> =>
    (await lintExample({ files: { 'alembic.ini': text } })).map(({ code, range }) => `${code} ${range.start.line}`);

  it('silence the next line of alembic.ini', async () => {
    const legacy = (comment: string): string =>
      `[alembic]\nscript_location = migrations\n${comment}version_path_separator = os\n`;
    expect(await ini(legacy(''))).toEqual(['config-legacy-key 2']);
    expect(await ini(legacy('# alembic-lint: ignore[config-legacy-key]\n'))).toEqual([]);
    expect(await ini(legacy('# alembic-lint: ignore[config-unknown-key]\n'))).toEqual([
      'config-legacy-key 3',
      'unused-suppression 2',
    ]);
  });

  it('silence all of alembic.ini before its first section, and nothing where they are part of a value', async () => {
    const text = '[alembic]\nscript_location = migrations\nfile_templat = x\n';
    expect(await ini(`# Ours.\n# alembic-lint: ignore[config-unknown-key]\n${text}`)).toEqual([]);
    expect(await ini(text.replace('= x', '= x # alembic-lint: ignore'))).toContain('config-unknown-key 2');
  });

  it('silence their own line of pyproject.toml', async () => {
    const text = '[tool.alembic]\nscript_location = "migrations"\nfile_templat = "x"\n';
    const toml = (files: Record<string, string>) => lintExample({ files });
    expect((await toml({ 'pyproject.toml': text })).map(({ code }) => code)).toEqual(['config-unknown-key']);
    const silenced = text.replace('"x"', '"x" # alembic-lint: ignore[config-unknown-key]');
    expect(await toml({ 'pyproject.toml': silenced })).toEqual([]);
  });
});

describe('severity settings', () => {
  it('change a rule or switch it off', async () => {
    expect(await codes(orphan(''), { 'unknown-down-revision': 'hint' })).toEqual(['unknown-down-revision hint']);
    expect(await codes(orphan(''), { 'unknown-down-revision': 'off' })).toEqual([]);
  });
});

describe('what is half typed', () => {
  it('is no reason to report heads, bases or children of a revision whose parent is not known yet', async () => {
    const problems = await lintExample({
      files: {
        'a.py': exampleRevision({ id: 'aaaa' }),
        'b.py': exampleRevision({ id: 'bbbb', down: '"aaaa" +' }),
        'c.py': exampleRevision({ id: 'cccc', down: '"bbbb"' }),
      },
    });
    const found = problems.map(({ code }) => code);
    expect(found).not.toContain('unknown-down-revision');
    expect(found).not.toContain('multiple-heads');
    expect(found).not.toContain('suspicious-topology');
  });
});
