import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fc } from '../../support/random';
import { afterAll, describe, expect, it } from 'vitest';
import { nodeFileSystem } from '../../../server/src/common/nodeFileSystem';
import { evaluateConfig } from '../../../server/src/project/config';
import { listRevisionFiles } from '../../../server/src/project/versionFiles';
import { oraclePython, skipReason } from '../support/venv';
import { testSeed } from '../../support/seed';
import { skipping } from '../../support/missing';

const root = realpathSync(mkdtempSync(join(tmpdir(), 'aw-files-')));
afterAll(() => {
  rmSync(root, { recursive: true, force: true });
});

const REVISION = 'revision = "a"\ndown_revision = None\n';
const name = fc.constantFrom(
  ...[
    'a.py',
    'b.py',
    'B.py',
    '10.py',
    '9.py',
    'ä.py',
    '😀.py',
    '\uff5e.py',
    '.#a.py',
    '.a.py',
    '__init__.py',
    '__init__x.py',
  ],
  ...['_x.py', 'x.py~', 'x.txt', 'x.pyc', 'x.PY', 'a.b.py', 'py', '.py', 'README'],
);
const folder = fc.constantFrom(
  '',
  '',
  '',
  'sub/',
  'Sub/',
  'sub/deep/',
  'a/',
  '__pycache__/',
  'my__pycache__/',
  '.hidden/',
  'x.py/',
);
const location = fc.constantFrom('v', 'v', 'w', 'v/sub', 'gone', 'linked');
const tree = fc.record({
  files: fc.uniqueArray(
    fc.tuple(fc.constantFrom('v/', 'v/', 'w/'), folder, name).map((parts) => parts.join('')),
    {
      minLength: 5,
      maxLength: 18,
    },
  ),
  links: fc.uniqueArray(
    fc.tuple(
      fc
        .tuple(fc.constantFrom('v/', 'w/', 'v/sub/'), fc.constantFrom('l.py', 'l.txt', '0.py', 'dir'))
        .map((p) => p.join('')),
      fc.constantFrom('v/a.py', 'w/b.py', 'w', 'w/sub', 'nowhere', 'outside/real.py', 'outside/real.txt'),
    ),
    { maxLength: 3, selector: ([path]) => path },
  ),
  locations: fc.option(fc.array(location, { minLength: 1, maxLength: 3 }), { nil: null }),
  recursive: fc.boolean(),
});
type Tree = typeof tree extends fc.Arbitrary<infer T> ? T : never;

/** Names that a file and a folder want at once are left to the one that came first. */
function tryTo(make: () => void): void {
  try {
    make();
  } catch {
    // The path is taken.
  }
}

function lay(top: string, { files, links, locations, recursive }: Tree): string {
  const write = (path: string, text: string): void => {
    tryTo(() => {
      mkdirSync(dirname(join(top, path)), { recursive: true });
      writeFileSync(join(top, path), text, { flag: 'wx' });
    });
  };
  for (const folder of ['v', 'w', 'outside', 'versions']) mkdirSync(join(top, folder), { recursive: true });
  for (const outside of ['outside/real.py', 'outside/real.txt']) write(outside, REVISION);
  for (const file of files) write(file, REVISION);
  for (const [path, target] of links) {
    // What the target of a broken link is called, which decides for Alembic, our file systems do not tell.
    if (!existsSync(join(top, target)) && (target.endsWith('.py') || path.endsWith('.py'))) continue;
    tryTo(() => {
      mkdirSync(dirname(join(top, path)), { recursive: true });
      symlinkSync(join(top, target), join(top, path));
    });
  }
  tryTo(() => {
    symlinkSync(join(top, 'w'), join(top, 'linked'));
  });
  const lines = [
    '[alembic]',
    'script_location = %(here)s',
    'path_separator = newline',
    `recursive_version_locations = ${recursive}`,
  ];
  if (locations !== null) lines.push('version_locations =', ...locations.map((one) => `  %(here)s/${one}`));
  write('alembic.ini', `${lines.join('\n')}\n`);
  return join(top, 'alembic.ini');
}

describe('revision files', skipping(process.platform === 'win32' ? 'Windows has no such names' : skipReason()), () => {
  it('are those Alembic loads, in its order', () => {
    const seed = testSeed();
    const trees = fc.sample(tree, { seed, numRuns: 150 });
    const inis = trees.map((one, index) => lay(join(root, String(index)), one));
    const output = execFileSync(oraclePython(), [resolve(import.meta.dirname, 'alembicConfig.py')], {
      input: inis.map((ini) => JSON.stringify({ ini, section: 'alembic', cwd: dirname(ini), list: true })).join('\n'),
      encoding: 'utf8',
      maxBuffer: 1 << 26,
      env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1' },
    });
    const answers = output
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { files?: readonly string[] });
    const loaded = answers.reduce((sum, { files }) => sum + (files?.length ?? 0), 0);
    console.log(`revision files: seed ${seed}, ${loaded} files loaded in ${trees.length} trees`);
    expect(loaded).toBeGreaterThan(trees.length);
    for (const [index, ini] of inis.entries()) {
      const config = evaluateConfig(nodeFileSystem, { ini, section: 'alembic', bare: false }, { name: '' });
      const { files } = listRevisionFiles(nodeFileSystem, config);
      const shorten = (path: string): string => path.slice(dirname(ini).length + 1);
      expect({ tree: trees[index], files: files.map(shorten) }).toEqual({
        tree: trees[index],
        files: answers[index]?.files?.map(shorten),
      });
    }
  });
});
