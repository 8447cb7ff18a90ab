import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { testVsix } from '../support/packages';
import { findPython, venvProgram } from '../support/python';
import { repositoryRoot } from '../support/repository';
import { skipFor } from '../support/missing';
import { desktopCommand, installAlembic, openInBrowserEdition, shopFolder } from '../support/startParts';
import { needEditor } from './support/screen';

let temporary: string;
let told: string[];
const tell = (line: string): void => {
  told.push(line);
};

beforeEach(() => {
  temporary = realpathSync(mkdtempSync(join(tmpdir(), 'aw-start-')));
  told = [];
});
afterEach(() => {
  rmSync(temporary, { recursive: true, force: true, maxRetries: 3 });
});

describe('npm start', () => {
  test('copies the shop once, and keeps what was made in the copy', async () => {
    const folder = await shopFolder(temporary, tell);
    expect(told).toEqual([`Copied examples/shop to ${folder}`]);
    const original = readFileSync(join(repositoryRoot, 'examples/shop/alembic.ini'), 'utf8');
    expect(readFileSync(join(folder, 'alembic.ini'), 'utf8')).toBe(original);
    writeFileSync(join(folder, 'alembic.ini'), 'mine');
    expect(await shopFolder(temporary, tell)).toBe(folder);
    expect(readFileSync(join(folder, 'alembic.ini'), 'utf8')).toBe('mine');
    expect(told[1]).toContain('Using the shop of an earlier start');
  });

  test('gives the copy an Alembic that runs there, once', async () => {
    const python = findPython(8);
    if (python === undefined) skipFor(new Error('needs a Python 3 with venv'));
    const folder = await shopFolder(temporary, tell);
    installAlembic(folder, tell, python);
    const heads = execFileSync(venvProgram(join(folder, '.venv'), 'alembic'), ['heads'], {
      cwd: folder,
      encoding: 'utf8',
    });
    expect(heads).toContain('03b8d5ce71f9');
    told = [];
    installAlembic(folder, tell, python);
    expect(told).toEqual([]);
  });

  test('goes on when Alembic cannot be installed, and says so', async () => {
    const folder = await shopFolder(temporary, tell);
    installAlembic(folder, tell, join(temporary, 'no-python'));
    expect(told.at(-1)).toMatch(/^That failed, so upgrades of the shop are run by the native engine/);
    expect(existsSync(join(folder, '.venv'))).toBe(false);
  });

  test('opens VS Code where there are one and a display, and the browser edition otherwise', () => {
    expect(desktopCommand(true, '/bin/code')).toBe('/bin/code');
    expect(desktopCommand(false, '/bin/code')).toBeUndefined();
    expect(desktopCommand(true, undefined)).toBeUndefined();
  });

  test('prints an address at which the editor answers, until it is ended', async () => {
    needEditor();
    const folder = await shopFolder(temporary, tell);
    const dataFolder = join(temporary, 'data');
    const { editor, url } = await openInBrowserEdition(folder, { vsix: testVsix(), dataFolder, tell });
    try {
      expect(told.at(-1)).toBe(`\nThe editor is at\n  ${url}\nCtrl+C ends it.`);
      expect(new URL(url).searchParams.get('folder')).toBe(folder);
      const page = await fetch(url);
      expect(page.status).toBe(200);
      expect(await page.text()).toContain('workbench');
    } finally {
      await editor.stop();
    }
    await expect(fetch(url)).rejects.toThrow();
  });
});
