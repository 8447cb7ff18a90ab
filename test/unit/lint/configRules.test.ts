import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Problem } from '../../../server/src/common/problem';
import { lintConfig } from '../../../server/src/lint/lintProject';
import { evaluateConfig } from '../../../server/src/project/config';
import { configInput } from '../../../server/src/project/configInput';
import { discoverProjects } from '../../../server/src/project/discover';
import { DEFAULT_SETTINGS } from '../../../server/src/protocol/settings';
import { applyEdits } from '../../support/textEdits';
import { memoryFileSystem } from '../../support/memoryFileSystem';

const ROOT = '/project';
const LAYOUT = { [`${ROOT}/migrations/env.py`]: '', [`${ROOT}/migrations/versions`]: { folder: true as const } };

/** Problems of configuration files in a folder beside `migrations`. */
function lint(
  files: Readonly<Record<string, string>>,
  extra: Parameters<typeof memoryFileSystem>[0] = LAYOUT,
): readonly Problem[] {
  const placed = Object.fromEntries(Object.entries(files).map(([name, text]) => [`${ROOT}/${name}`, text]));
  const fs = memoryFileSystem({ ...extra, ...placed });
  const { projects } = discoverProjects(fs, [ROOT], DEFAULT_SETTINGS);
  return projects.flatMap((config) => {
    const input = configInput(fs, config);
    return input === null ? [] : lintConfig(input);
  });
}

const messages = (problems: readonly Problem[]): readonly string[] => problems.map(({ message }) => message);

describe('fixes', () => {
  const INI = '[alembic]\nscript_location = %(here)s/migrations\n';
  it.each([
    ['config-unknown-key', `${INI}file_templat = x\n`, `${INI}file_template = x\n`],
    ['config-inline-comment', `${INI}timezone = UTC  # always\n`, `${INI}# always\ntimezone = UTC\n`],
    [
      'config-inline-comment',
      `${INI}path_separator = newline\nversion_locations =\n  migrations/versions # one\n`,
      `${INI}path_separator = newline\nversion_locations =\n# one\n  migrations/versions\n`,
    ],
    [
      'config-url-percent',
      `${INI}sqlalchemy.url = x://a:%40%%b%c@h/d\n`,
      `${INI}sqlalchemy.url = x://a:%%40%%b%%c@h/d\n`,
    ],
    ['config-url-percent', `${INI}file_template = %(rev)s_%(slug)s\n`, `${INI}file_template = %%(rev)s_%(slug)s\n`],
    ['config-missing-folder', '[alembic]\nscript_location = alembic\n', '[alembic]\nscript_location = migrations\n'],
    [
      'config-missing-folder',
      '[alembic]\nscript_location = /nowhere/alembic\n',
      '[alembic]\nscript_location = %(here)s/migrations\n',
    ],
    ['config-legacy-key', `${INI}version_path_separator = os\n`, `${INI}path_separator = os\n`],
    ['config-legacy-key', `${INI}path_separator = os\nversion_path_separator = ;\n`, `${INI}path_separator = os\n`],
  ])('%s mends its file', (code, before, after) => {
    const [problem] = lint({ 'alembic.ini': before }).filter((one) => one.code === code);
    const [fix] = problem?.fixes ?? [];
    expect(applyEdits(before, fix?.edits ?? [])).toBe(after);
  });

  it('do not change what prepend_sys_path means', () => {
    const [problem] = lint({ 'alembic.ini': `${INI}prepend_sys_path = a b\nversion_path_separator = os\n` });
    expect(problem).toMatchObject({ code: 'config-legacy-key', fixes: [] });
  });

  it('name the folder of pyproject.toml in quotes', () => {
    const before = '[tool.alembic]\nscript_location = "alembic"\n';
    const [problem] = lint({ 'pyproject.toml': before });
    expect(applyEdits(before, problem?.fixes?.[0]?.edits ?? [])).toBe(
      '[tool.alembic]\nscript_location = "migrations"\n',
    );
  });
});

it('finds exactly three things in the alembic.ini of a tutorial, whose comment says where the values come from', () => {
  const text = readFileSync(new URL('../../projects/copied-ini/alembic.ini', import.meta.url), 'utf8');
  const found = lint({ 'alembic.ini': text });
  expect(found.map(({ code }) => code).sort()).toEqual([
    'config-inline-comment',
    'config-legacy-key',
    'config-missing-folder',
  ]);
  expect(found.find(({ code }) => code === 'config-missing-folder')).toMatchObject({
    range: { start: { line: 5, character: 18 } },
    data: { folders: ['/project/migrations'] },
  });
});

it('says nothing of a key that env.py reads', () => {
  const ini = '[alembic]\nscript_location = migrations\nversion_location = x\n';
  expect(lint({ 'alembic.ini': ini })).toHaveLength(1);
  const extra = { ...LAYOUT, [`${ROOT}/migrations/env.py`]: 'config.get_main_option("version_location")' };
  expect(lint({ 'alembic.ini': ini }, extra)).toEqual([]);
});

it('never shows a password', () => {
  const url = 'postgresql://app:hunter2%21x@db.example.com/shop';
  const found = lint({ 'alembic.ini': `[alembic]\nscript_location = migrations\nsqlalchemy.url = ${url}\n` });
  expect(found.map(({ code }) => code)).toEqual(['config-url-percent']);
  expect(JSON.stringify(found)).not.toContain('hunter2');
});

it('reports a configuration file that cannot be read', () => {
  const fs = memoryFileSystem({ '/p/alembic.ini': { error: 'EACCES', kind: 'file' } });
  const config = evaluateConfig(fs, { ini: '/p/alembic.ini', section: 'alembic', bare: false }, { name: 'p' });
  expect(messages(config.problems)).toEqual([
    'alembic.ini cannot be read: permission denied. Allow yourself to read it.',
  ]);
});
