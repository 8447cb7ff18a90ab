import { execFileSync } from 'node:child_process';
import { afterEach, describe, expect, it } from 'vitest';
import { terminal } from '../oracle/chain/cli/terminal';
import { oraclePython, skipReason } from '../oracle/support/venv';
import { skipping } from '../support/missing';
import { AlembicProject } from './support/alembicProject';
import { WatchedEngine } from './support/engines';
import { allVersions } from './support/versions';

const MAIN = 'from alembic.config import main; main(prog="alembic")';

const cleanups: (() => void)[] = [];
afterEach(() => {
  for (const cleanup of cleanups.splice(0)) cleanup();
});

/** A project whose env.py prints what it sees. */
function seeing(expression: string): AlembicProject {
  const made = new AlembicProject('sqlite:///shop.db');
  made.chain('a', 'b');
  made.env({ start: `print("SEEN", ${expression})` });
  cleanups.push(() => {
    made.remove();
  });
  return made;
}

const seen = (lines: readonly string[]): string | undefined => lines.findLast((line) => line.startsWith('SEEN'));

/** What env.py prints under the real `alembic`. */
function seenByAlembic({ root }: AlembicProject, args: readonly string[], python = oraclePython()): string | undefined {
  return seen(execFileSync(python, ['-c', MAIN, ...args], { cwd: root, encoding: 'utf8' }).split('\n'));
}

it('env.py is given the arguments of the command line', async () => {
  const made = seeing(
    'context.config.cmd_opts.cmd[0].__name__, sorted(vars(context.config.cmd_opts)), sys.argv[1:], context.config.config_file_name',
  );
  const watched = new WatchedEngine(made);
  await watched.run('upgrade', 'a', ['a']);
  expect(seen(watched.output)).toBe(seenByAlembic(made, ['-c', 'alembic.ini', 'upgrade', 'a']));
});

it('-q leaves SQL to be printed, and silences the rest', skipping(skipReason()), async () => {
  const made = seeing('1');
  const quiet = (...args: readonly string[]): ReturnType<typeof terminal> =>
    terminal(['-q', ...args, '--python', oraclePython()], made.root);
  const byAlembic = execFileSync(oraclePython(), ['-c', MAIN, '-q', 'upgrade', 'head', '--sql'], {
    cwd: made.root,
    encoding: 'utf8',
  });
  const { code, out, err } = await quiet('upgrade', 'head', '--sql');
  expect(code, err).toBe(0);
  expect(out).toContain('CREATE TABLE t_a');
  expect(out).toBe(byAlembic.replace(/^SEEN.*\n/m, ''));
  expect(await quiet('history')).toMatchObject({ code: 0, out: '' });
});

/** `quiet` came after Alembic 1.8. */
const FLAGS = 'getattr(context.config.cmd_opts, "quiet", None), context.config.cmd_opts.raiseerr';

describe.each([{ name: 'the reference', python: oraclePython, reason: skipReason() }, ...allVersions()])(
  'what is given to the terminal command, with $name',
  ({ python, reason }) => {
    it.for([
      { name: 'nothing', flags: [] },
      { name: '-q --raiseerr', flags: ['-q', '--raiseerr'] },
    ])('$name', skipping(reason), async ({ flags }) => {
      const made = seeing(FLAGS);
      const ours = async (...args: readonly string[]): Promise<string | undefined> => {
        const { code, err } = await terminal([...flags, ...args, '--python', python()], made.root);
        expect(code, err).toBe(0);
        return seen(err.split('\n'));
      };
      const knowsQuiet = execFileSync(python(), ['-c', MAIN, '--help'], { encoding: 'utf8' }).includes('--quiet');
      const known = flags.filter((flag) => knowsQuiet || flag === '--raiseerr');
      for (const args of [['upgrade', 'a'], ['current']]) {
        const answers = args.length === 2 ? ['--yes'] : [];
        expect(await ours(...args, ...answers), args.join(' ')).toBe(
          seenByAlembic(made, [...known, ...args], python()),
        );
      }
    });
  },
);
