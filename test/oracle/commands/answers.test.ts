import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Printed, Reference } from '../../database/projects/reference';
import { engineHost } from '../../database/support/engines';
import { repositoryRoot } from '../../support/repository';
import { canonical } from '../chain/cli/canonical';
import { type Ended, terminal } from '../chain/cli/terminal';
import { oraclePython, skipReason } from '../support/venv';
import { skipping } from '../../support/missing';

/** Both sides walk their sets in one order: that of the reference. */
const ENVIRONMENT = { PYTHONHASHSEED: '1', PYTHONIOENCODING: 'utf-8' };

function ours(cwd: string, args: readonly string[]): Promise<Ended> {
  return terminal([...args, '--python', oraclePython()], cwd, { engine: engineHost(ENVIRONMENT) });
}

/** Every file below a folder, but databases and what Python leaves, with its text. */
function files(folder: string): Readonly<Record<string, string>> {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /\.(py|ini|toml|mako|sql)$|README$/.test(name),
  );
  return Object.fromEntries(
    names.sort().map((name) => [name, readFileSync(join(folder, name), 'utf8').replace(/^Create Date: .*$/gm, '')]),
  );
}

describe('the answers of commands', skipping(skipReason()), () => {
  let folder: string;
  let reference: Reference;
  let copies = 0;
  beforeAll(() => {
    reference = new Reference();
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'aw-commands-')));
  });
  afterAll(() => {
    reference.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const alembic = (cwd: string, ...words: readonly string[]): Promise<Printed> =>
    reference.run({ words, cwd, variables: {}, application: null });

  /** A project of a template with three revisions, two of them heads. */
  async function project(template: string): Promise<string> {
    const made = join(folder, `${template}-${copies++}`);
    cpSync(repositoryTemplate(), made, { recursive: true });
    expect((await alembic(made, 'init', '-t', template, 'migrations')).code).toBe(0);
    const ini = join(made, 'alembic.ini');
    const driver = template.endsWith('async') ? 'sqlite+aiosqlite' : 'sqlite';
    let text = readFileSync(ini, 'utf8').replace(/^sqlalchemy\.url = .*$/gm, `sqlalchemy.url = ${driver}:///one.db`);
    text = text.replace(
      `[engine2]\nsqlalchemy.url = ${driver}:///one.db`,
      `[engine2]\nsqlalchemy.url = ${driver}:///two.db`,
    );
    writeFileSync(ini, text);
    const revision = async (...args: readonly string[]): Promise<void> => {
      expect((await alembic(made, 'revision', ...args)).code).toBe(0);
    };
    await revision('--rev-id', 'aaaa1', '-m', 'first');
    await revision('--rev-id', 'bbbb1', '-m', 'second', '--branch-label', 'left');
    await revision('--rev-id', 'cccc1', '-m', 'third', '--head', 'aaaa1', '--splice');
    return made;
  }
  const repositoryTemplate = (): string => {
    const empty = join(folder, 'empty');
    if (!existsSync(empty)) cpSync(join(repositoryRoot, 'test/projects/numbered/src'), empty, { recursive: true });
    return empty;
  };

  const READING: readonly string[] = [
    'current',
    'current -v',
    'current --check-heads',
    'current -cv',
    'history',
    'history -v',
    'history -i',
    'history -vi',
    'history -r current:',
    'history -r aaaa1:current -i',
    'history -r=-1:',
    'heads',
    'heads -v --resolve-dependencies',
    'branches -v',
    'show heads',
    'show aaaa',
    'show current',
    'show left@head',
    'show nope',
    'check',
    'list_templates',
    'upgrade heads --sql',
    'upgrade --sql aaaa1:bbbb1 --tag x',
    'downgrade --sql left@head:base',
    'stamp --sql aaaa1',
    'stamp --sql aaaa1:bbbb1 aaaa1:cccc1',
    'ensure_version --sql',
    'upgrade --sql nope',
    'revision --sql',
    'revision --sql --autogenerate',
    'revision --head nope',
    'merge nope',
    'history -r aaaa1',
    'downgrade --sql base',
    'stamp --sql --purge heads',
    'upgrade aaaa1:bbbb1',
  ];

  /** What depends on env.py. */
  const BY_ENVIRONMENT = READING.filter((line) =>
    /^current|^check|^show current|-vi?$|--sql [a-z]*1|^ensure/.test(line),
  );

  const UNASKED = expect.stringMatching(/^Nothing was written: .*engine1\.sql, .*engine2\.sql would/m) as string;

  it.each<[string, readonly string[]]>([
    ['generic', READING],
    ['async', BY_ENVIRONMENT],
    ['pyproject', BY_ENVIRONMENT],
    ['multidb', BY_ENVIRONMENT],
  ])('are those of alembic, in a project of the template %s', async (template, lines) => {
    const made = await project(template);
    expect((await alembic(made, 'upgrade', 'bbbb1')).code).toBe(0);
    for (const line of lines) {
      const args = line.split(' ');
      const theirs = await alembic(made, ...args);
      const before = files(made);
      // An env.py for several databases writes its SQL to files; Alembic has just written them.
      const writes = theirs.code === 0 && line.includes('--sql') && template === 'multidb';
      if (writes) expect(await ours(made, args)).toMatchObject({ code: 2, out: '', err: UNASKED });
      const our = await ours(made, writes ? [...args, '--yes'] : args);
      const reason = /FAILED: (.*)/.exec(theirs.out)?.[1]?.trim();
      expect({ line, failed: our.code !== 0 }, our.err).toEqual({ line, failed: theirs.code !== 0 });
      if (theirs.code === 0) expect(canonical(our.out), line).toBe(canonical(theirs.out));
      else if (reason !== undefined) expect(flat(our.err), line).toContain(flat(reason));
      expect(files(made), line).toEqual(before);
      expect(our.err.match(/^Written: .*engine\d\.sql$/gm) ?? [], line).toHaveLength(writes ? 2 : 0);
    }
  });

  it.each([
    ['revision', '-m', 'next', '--rev-id', 'dddd1', '--head', 'left@head'],
    ['revision', '-m', 'Ünïcode “x”', '--rev-id=dddd1', '--head=cccc1', '--depends-on=bbbb1', '--depends-on=aaaa1'],
    [
      'revision',
      '--rev-id',
      'dddd1',
      '--head',
      'base',
      '--branch-label',
      'new',
      '--version-path',
      'migrations/versions',
    ],
    ['revision', '--rev-id', 'dddd1', '--head', 'aaaa1', '--splice'],
    ['merge', '-m', 'both', 'heads', '--rev-id', 'dddd1', '--branch-label', 'joined'],
    ['merge', '--rev-id=dddd1', '--splice', 'aaaa1', 'cccc1'],
  ])('are files as alembic writes them: %s %s %s %s', async (...args) => {
    const [left, right] = [await project('generic'), await project('generic')];
    const theirs = await alembic(left, ...args);
    const our = await ours(right, args);
    expect(our.code === 0, our.err).toBe(theirs.code === 0);
    expect(files(right)).toEqual(files(left));
    if (our.code !== 0) return;
    const [path, ...more] = our.out.trim().split('\n');
    expect(more).toEqual([]);
    expect(readFileSync(path ?? '', 'utf8')).toContain("revision: str = 'dddd1'");
  });

  it('take -x, -n and a section of another name to env.py', async () => {
    const made = await project('generic');
    const ini = join(made, 'alembic.ini');
    writeFileSync(
      ini,
      `${readFileSync(ini, 'utf8')}\n[other]\nscript_location = migrations\nsqlalchemy.url = sqlite:///n.db\n`,
    );
    const env = join(made, 'migrations', 'env.py');
    writeFileSync(
      env,
      `import sys\n${readFileSync(env, 'utf8')}\nprint("x:", context.get_x_argument(), file=sys.stderr)\n`,
    );
    const { code, out, err } = await ours(made, ['-x', 'a=1', '-n', 'other', 'current', '-v', '-x', 'b']);
    expect([code, out]).toEqual([0, 'Current revision(s) for sqlite:///n.db:\n']);
    expect(err).toContain("x: ['a=1', 'b']");
  });

  it('open the files of the revisions in the editor', async () => {
    const made = await project('generic');
    expect((await alembic(made, 'upgrade', 'bbbb1')).code).toBe(0);
    const opened: [string, readonly string[]][] = [];
    const open = (editor: string, paths: readonly string[]): Promise<number> => {
      opened.push([editor, paths.map((path) => basename(path))]);
      return Promise.resolve(opened.length === 3 ? 7 : 0);
    };
    const edit = (word: string): Promise<Ended> =>
      terminal(['edit', word, '--python', oraclePython()], made, {
        engine: engineHost({ ...ENVIRONMENT, EDITOR: 'code --wait', VISUAL: 'vi' }),
        open,
      });
    expect((await edit('heads')).code).toBe(0);
    expect((await edit('current')).code).toBe(0);
    expect(await edit('aaaa')).toMatchObject({ code: 1, err: 'error: The editor (code --wait) ended with 7.\n' });
    expect((await edit('base')).err).toContain("No revision files indicated by symbol 'base'");
    expect(opened).toEqual([
      ['code --wait', ['bbbb1_second.py', 'cccc1_third.py']],
      ['code --wait', ['bbbb1_second.py']],
      ['code --wait', ['aaaa1_first.py']],
    ]);
  });

  it('go on with the number of a numbered project', async () => {
    const made = join(folder, `numbered-${copies++}`);
    cpSync(repositoryTemplate(), made, { recursive: true });
    expect((await alembic(made, 'init', 'migrations')).code).toBe(0);
    expect((await alembic(made, 'revision', '--rev-id', '0001', '-m', 'first')).code).toBe(0);
    const { code, out, err } = await ours(made, ['revision', '-m', 'second']);
    expect([code, out]).toEqual([0, `${join(made, 'migrations/versions/0002_second.py')}\n`]);
    expect(err).toContain('note: The revisions of this project are numbered: the new one was given the id 0002.\n');
    expect((await ours(made, ['revision', '-m', 'aside', '--head', '0001', '--splice'])).code).toBe(0);
    const merged = await ours(made, ['merge', 'heads', '-m', 'both']);
    expect([merged.code, merged.out]).toEqual([0, `${join(made, 'migrations/versions/0004_both.py')}\n`]);
    expect(merged.err).toContain('the new one was given the id 0004.\n');
    expect((await ours(made, ['revision', '--rev-id', 'x1'])).err).not.toContain('note:');
  });

  it.each([
    ['init', 'migrations'],
    ['init', '-t', 'async', 'db/scripts', '--package'],
    ['init', '--template=multidb', 'x'],
    ['init', '-t', 'pyproject', 'src/shop/migrations'],
    ['init', '-t', 'pyproject_async', 'migrations'],
    ['init', '-t', 'nope', 'migrations'],
  ])('are projects as alembic makes them: %s %s %s %s', async (...args) => {
    const [left, right] = ['left', 'right'].map((name) => {
      const made = join(folder, `init-${copies++}-${name}`);
      cpSync(repositoryTemplate(), made, { recursive: true });
      writeFileSync(join(made, 'pyproject.toml'), '[project]\nname = "shop"\n');
      return made;
    });
    if (left === undefined || right === undefined) throw new Error('two were made');
    const theirs = await alembic(left, ...args);
    const our = await ours(right, args);
    expect(our.code === 0, our.err).toBe(theirs.code === 0);
    expect(files(right)).toEqual(files(left));
    for (const path of our.out.trim().split('\n')) if (our.code === 0) expect(existsSync(path), path).toBe(true);
    const again = await ours(right, args);
    expect(again.code, again.err).toBe(1);
    expect(files(right)).toEqual(files(left));
  });
});

/** Alembic wraps its messages at terminals; ours may end in a full stop. */
function flat(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/\.$/, '');
}
