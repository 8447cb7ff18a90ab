import { describe, expect, test } from 'vitest';
import { type Look, looksLikeAlembic, namesAlembic } from '../../../client/src/looksLikeAlembic';

/** A look at files given as path -> text; patterns are matched by their last part. */
function look(files: Readonly<Record<string, string>>): Look<string> {
  const paths = Object.keys(files);
  return {
    find: async (pattern) => Promise.resolve(paths.filter((path) => path.endsWith(`/${pattern.replace('**/', '')}`))),
    read: async (file) => {
      const text = files[file];
      return text === undefined || text === 'UNREADABLE'
        ? Promise.reject(new Error('unreadable'))
        : Promise.resolve(text);
    },
    hasSibling: async (file, name) => {
      const folder = file.slice(0, file.lastIndexOf('/'));
      return Promise.resolve(
        paths.some((path) => path === `${folder}/${name}` || path.startsWith(`${folder}/${name}/`)),
      );
    },
  };
}

const found = async (files: Readonly<Record<string, string>>, configFiles: readonly string[] = []) =>
  looksLikeAlembic(look(files), configFiles);

describe('the first look at a folder', () => {
  test.each([
    ['alembic.ini', { '/w/db/alembic.ini': '' }],
    ['env.py beside versions', { '/w/m/env.py': '', '/w/m/versions/a.py': '' }],
    ['env.py beside script.py.mako', { '/w/m/env.py': '', '/w/m/script.py.mako': '' }],
    ['pyproject.toml', { '/w/pyproject.toml': '[tool.alembic]\nscript_location = "m"' }],
  ])('knows %s', async (_name, files) => {
    expect(await found(files)).toBe(true);
  });

  test('costs nothing where there is no Alembic', async () => {
    expect(await found({ '/w/app/env.py': '', '/w/pyproject.toml': '[tool.black]', '/w/a.py': '' })).toBe(false);
    expect(await found({ '/w/pyproject.toml': 'UNREADABLE' })).toBe(false);
  });

  test('looks for the names that settings give', async () => {
    const files = { '/w/db.ini': '' };
    expect(await found(files)).toBe(false);
    expect(await found(files, ['**/db.ini'])).toBe(true);
  });
});

test.each([
  ['[tool.alembic]', true],
  ['  [ tool . "alembic" ]', true],
  ['[[tool.alembic.post_write_hooks]]', true],
  ["[tool]\nalembic.script_location = 'm'", true],
  ['tool.alembic.script_location = "m"', true],
  ['[tool.alembic-utils]', false],
  ['# [tool.alembic]', false],
  ['dependencies = ["alembic"]', false],
])('%j names Alembic: %s', (toml, expected) => {
  expect(namesAlembic(toml)).toBe(expected);
});
