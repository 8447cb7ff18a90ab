import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { RunnerClient } from '../../../server/src/engine/runnerClient';
import { skipReason } from '../../oracle/support/venv';
import { createMariadbDatabase, mariadbSkipReason } from '../../support/mariadb';
import { createTestDatabase } from '../../support/postgres';
import { AlembicProject, type EnvPy } from '../support/alembicProject';
import { startRunner } from '../support/engines';
import { WarmPython } from '../support/warmPython';
import { Reference } from './reference';
import { rowsOf, UseCases } from './useCases';
import { skipping } from '../../support/missing';

interface Place {
  readonly url: string;
  readonly drop: () => Promise<void> | void;
}

const noMariadb = await mariadbSkipReason();

const PLACES: readonly (readonly [kind: string, open: () => Promise<Place> | Place, skip: string | null])[] = [
  ['SQLite', () => ({ url: 'sqlite:///shop.db', drop: () => undefined }), null],
  ['PostgreSQL', createTestDatabase, null],
  ['MariaDB', createMariadbDatabase, noMariadb],
];

/** In the order of an upgrade; `b2` and `b3` branch, `b4` joins them. */
const CHAIN = ['b1', 'b2', 'b3', 'b4'] as const;
const BRANCHES: readonly string[] = ['b2', 'b3'];

interface Truth {
  readonly rows: readonly string[];
  readonly tables: readonly string[];
}

/** A revision that a cancel is to meet waits for it. */
const LONG = 2;
const SHORT = 0.3;

/** Writes the revisions; `seconds`: how long each of them takes. */
function fill(project: AlembicProject, seconds: (id: string) => number = () => 0): void {
  const upgrade = (id: string): string =>
    `op.create_table("t_${id}", sa.Column("id", sa.Integer))\ntime.sleep(${seconds(id)})`;
  project.revision({ id: 'b1', upgrade: upgrade('b1') });
  project.revision({ id: 'b2', down: 'b1', upgrade: upgrade('b2') });
  project.revision({ id: 'b3', down: 'b1', upgrade: upgrade('b3') });
  project.revision({ id: 'b4', down: ['b2', 'b3'], upgrade: upgrade('b4') });
}

/** For an env.py that is not the same each time it runs. */
const HELPERS = [
  'import os, time',
  'here = os.path.dirname(os.path.abspath(__file__))',
  'def marked(name):',
  '    """Whether this was asked before."""',
  '    path = os.path.join(here, name)',
  '    if os.path.exists(path): return True',
  '    open(path, "w").close()',
  'def leave(step, **more):',
  '    if step.up_revision_id == "b2": os._exit(3)',
].join('\n');

/** What is wrong with an env.py, and the message of the run; null where it succeeds. */
const FAULTS: readonly (readonly [what: string, env: EnvPy, message: RegExp | null])[] = [
  ['prints JSON', { start: 'print(\'{"kind": "end", "error": null, "done": 4}\', flush=True)' }, null],
  ['changes directory', { start: 'os.chdir(here)' }, null],
  ['raises the second time', { connected: 'if marked("asked"): raise ValueError("no luck today")' }, /no luck today/],
  ['ends the process in the middle', { configure: 'on_version_apply=leave' }, /exit code 3/],
  [
    'opens another database the second time',
    {
      url: '"sqlite:///other.db" if marked("asked") else context.config.get_main_option("sqlalchemy.url")',
    },
    /other\.db/,
  ],
];

describe('what is shown is what the database holds', skipping(skipReason()), () => {
  let reference: Reference;
  let runner: RunnerClient;
  let python: WarmPython;
  beforeAll(async () => {
    reference = new Reference();
    python = new WarmPython();
    runner = await startRunner();
  });
  afterAll(() => {
    reference.close();
    python.close();
    runner.dispose();
  });
  const cleanups: (() => Promise<void> | void)[] = [];
  afterEach(async () => {
    for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
  });

  async function setUp(open: () => Promise<Place> | Place, fault?: EnvPy): Promise<UseCases> {
    const place = await open();
    cleanups.push(() => place.drop());
    const project = new AlembicProject(place.url);
    cleanups.push(() => {
      project.remove();
    });
    // An env.py that changes directory loses the scripts of a relative place.
    const url = place.url.replaceAll('%', '%%');
    project.write('alembic.ini', `[alembic]\nscript_location = %(here)s/migrations\nsqlalchemy.url = ${url}\n`);
    fill(project);
    project.env(fault ?? {});
    // What an env.py does to its process is tried on one that is started as in use.
    return new UseCases(project, runner, fault === undefined ? python : undefined);
  }

  /** The rows and the tables of ours that a driver finds. */
  async function truth({ project }: UseCases, folder = project.root): Promise<Truth> {
    const { rows, catalogue } = await reference.look(project.url, folder);
    const tables = new Set(catalogue.flatMap((line) => [...line.matchAll(/\bt_(b\d)\b/g)].map(([, id = '']) => id)));
    return { rows: rows ?? [], tables: [...tables].sort() };
  }

  describe.each(PLACES)('on %s', (_, open, skip) => {
    beforeEach((context) => {
      if (skip !== null) context.skip(skip);
    });
    const moments = CHAIN.flatMap((__, step) => (['starting', 'applied'] as const).map((phase) => ({ phase, step })));

    it.each(moments)('after a cancel at step $step of an upgrade, $phase', async ({ phase, step }) => {
      const ours = await setUp(open);
      const meeting = CHAIN[phase === 'applied' ? step + 1 : step] ?? '';
      // Which branch comes first is not the same in each process.
      const waiting = BRANCHES.includes(meeting) ? BRANCHES : [meeting];
      fill(ours.project, (id) => (waiting.includes(id) ? LONG : 0));
      const plan = await ours.planned('upgrade', 'head');
      const cancel = new AbortController();
      ours.onProgress = (progress) => {
        if (progress.phase === phase && progress.done === (phase === 'applied' ? step + 1 : step)) cancel.abort();
      };
      const outcome = await ours.execute(plan, cancel.signal);
      const last = phase === 'applied' && step === CHAIN.length - 1;
      // After the last step there is nothing left to cancel.
      if (!last) expect(outcome.error?.code).toBe('cancelled');
      const { rows } = await truth(ours);
      expect(rowsOf(outcome.state)).toEqual(rows);
      expect(rowsOf(await ours.read())).toEqual(rows);
      fill(ours.project);
      // What was left can be gone on from, or its reason is said and nothing changes.
      const again = await ours.run('upgrade', 'head');
      const after = await truth(ours);
      expect(rowsOf(await ours.read())).toEqual(after.rows);
      if (again === null) expect(after).toEqual({ rows: ['b4'], tables: [...CHAIN] });
      else expect([again.message, after.rows]).toEqual([expect.stringMatching(/already exists/), rows]);
    });

    it('after two windows have run the same plan at once', async () => {
      const one = await setUp(open);
      fill(one.project, () => SHORT);
      const other = new UseCases(one.project, runner, python);
      const plans = await Promise.all([one.planned('upgrade', 'head'), other.planned('upgrade', 'head')]);
      const outcomes = await Promise.all([one.execute(plans[0]), other.execute(plans[1])]);
      const { rows, tables } = await truth(one);
      expect(outcomes.filter(({ error }) => error === null).length).toBeLessThanOrEqual(1);
      expect(rowsOf(await one.read())).toEqual(rows);
      expect(rowsOf(await other.read())).toEqual(rows);
      if (outcomes.some(({ error }) => error === null))
        expect({ rows, tables }).toEqual({ rows: ['b4'], tables: [...CHAIN] });
    });

    it('after another program has changed the rows between the plan and the run', async () => {
      const ours = await setUp(open);
      const plan = await ours.planned('upgrade', 'b2');
      expect(await new UseCases(ours.project, runner, python).run('upgrade', 'b3')).toBeNull();
      const outcome = await ours.execute(plan);
      expect(outcome.error?.code).toBe('changedDatabase');
      expect(await truth(ours)).toEqual({ rows: ['b3'], tables: ['b1', 'b3'] });
      expect(rowsOf(outcome.state)).toEqual(['b3']);
    });

    it.each(FAULTS)('under an env.py that %s', async (what, fault, message) => {
      const ours = await setUp(open, { ...fault, start: `${HELPERS}\n${fault.start ?? ''}` });
      // A relative file is then one of that folder.
      const folder = join(ours.project.root, what === 'changes directory' ? 'migrations' : '.');
      const error = await ours.run('upgrade', 'head');
      const { rows, tables } = await truth(ours, folder);
      if (message === null) expect([error, rows, tables]).toEqual([null, ['b4'], [...CHAIN]]);
      else expect(`${error?.message ?? ''} ${error?.details ?? ''}`).toMatch(message);
      // Without a driver of ours env.py is asked, which has to run.
      if (what.startsWith('raises')) ours.project.env({});
      const shown = rowsOf(await ours.read());
      // Asked again, env.py leads to another database, which is not there yet.
      if (what.startsWith('opens another')) expect(shown).toMatch(/^databaseMissing: .*other\.db/);
      else if (rows.length === 0 && ours.project.url.startsWith('sqlite')) expect(shown).toMatch(/^databaseMissing: /);
      else expect(shown).toEqual(rows);
      expect(existsSync(join(ours.project.root, 'other.db'))).toBe(false);
    });

    it('after a cancel while env.py hangs', async () => {
      const connected = 'if marked("asked") and not marked("hung"): time.sleep(600)';
      const ours = await setUp(open, { start: HELPERS, connected });
      const plan = await ours.planned('upgrade', 'head');
      const cancel = new AbortController();
      const executed = ours.execute(plan, cancel.signal);
      await vi.waitUntil(() => existsSync(join(ours.project.root, 'migrations/hung')), { timeout: 60_000 });
      cancel.abort();
      const outcome = await executed;
      expect(outcome.error?.code).toBe('cancelled');
      expect(await truth(ours)).toEqual({ rows: [], tables: [] });
      // The next question is answered.
      if (ours.project.url.startsWith('sqlite')) expect(rowsOf(outcome.state)).toMatch(/^databaseMissing: /);
      else expect(rowsOf(outcome.state)).toEqual([]);
    });
  });
});
