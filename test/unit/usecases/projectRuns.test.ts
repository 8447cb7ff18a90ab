import { spawn } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import type { EngineResult, OpenedConnection } from '../../../server/src/engine/engine';
import { NO_OPTIONS } from '../../../server/src/engine/environmentOptions';
import type { BridgeDatabase } from '../../../server/src/engine/alembic/bridgeMessages';
import type { StateReading } from '../../../server/src/dialect/liveDialect';
import { DEFAULT_SETTINGS } from '../../../server/src/protocol/settings';
import { ProjectRuns } from '../../../server/src/usecases/projectRuns';
import type { EngineContext } from '../../../server/src/usecases/engineContext';
import type { ProjectState } from '../../../server/src/workspace/snapshot';
import { memoryFileSystem } from '../../support/memoryFileSystem';
import { PROJECT_ROOT, projectOf, revisionText } from '../../support/project';
import { NO_MIGRATION } from '../../support/noMigration';

const FILE = '/somewhere/shop.db';
const OTHER_FILE = '/somewhere/other.db';
const DATABASE: BridgeDatabase = {
  name: null,
  dialect: 'sqlite',
  url: 'sqlite:///shop.db',
  host: null,
  port: null,
  database: 'shop.db',
  file: FILE,
  fileMissing: false,
  versionTable: 'alembic_version',
  versionTableSchema: null,
  versionTableExists: true,
  rows: [],
  inTransaction: false,
  transactionalDdl: false,
  live: null,
};
/** What env.py was seen to open. */
function seenAt(file: string): OpenedConnection {
  return {
    database: {
      identity: { dialect: 'sqlite', url: DATABASE.url, label: 'shop.db', key: `sqlite:${file}` },
      name: null,
      rows: [],
      versionTableExists: true,
      fileMissing: false,
      inTransaction: false,
      transactionalDdl: false,
      facts: {},
    },
    url: DATABASE.url,
    versionTable: { name: 'alembic_version', schema: null },
    live: null,
  };
}
const END = { kind: 'end', error: null, stopped: null, cancelled: false, contexts: 1, done: 0 };
/** Stands for Python: an env.py that opens the database and ends well, whatever it is asked. */
const PYTHON = [{ kind: 'database', database: DATABASE }, END]
  .map((message) => `console.log(${JSON.stringify(JSON.stringify(message))})`)
  .join(';');

/** Runs over a project with one revision. Each reading of the database waits until the test answers it. */
async function bench({ seen = FILE, python = PYTHON }: { readonly seen?: string; readonly python?: string } = {}) {
  const { project } = await projectOf({ 'a.py': revisionText({ id: 'aaaa' }) });
  const { id } = project.config;
  const states = new Map<string, ProjectState>();
  const readings: ((rows: readonly string[]) => void)[] = [];
  const context: EngineContext = {
    host: {
      spawn: (_command, _args, { env }) => spawn(process.execPath, ['-e', python], { env }),
      fs: memoryFileSystem({ '/python': '' }),
      environment: {},
      platform: process.platform,
      bridgeProgram: '',
    },
    runner: {
      ...NO_MIGRATION,
      request: () =>
        new Promise<EngineResult<StateReading>>((resolve) => {
          readings.push((rows) => {
            const database = { dialect: 'sqlite', url: DATABASE.url, label: 'shop.db', key: `sqlite:${seen}` };
            resolve({ ok: true, value: { database, rows, versionTableExists: true, live: null } });
          });
        }),
    },
    trusted: true,
    python: { ...DEFAULT_SETTINGS.python, interpreter: '/python' },
    options: NO_OPTIONS,
    memory: { stamp: () => '', recall: () => [seenAt(seen)], remember: () => undefined, distrust: () => undefined },
    workspaceFolder: PROJECT_ROOT,
    output: () => undefined,
  };
  const runs = new ProjectRuns({
    project: () => project,
    state: (of) => states.get(of),
    setState: (of, state) => states.set(of, state),
    context: () => context,
    unsaved: () => [],
    stateInfo: () => ({ kind: 'unknown' }),
    progress: () => undefined,
    outcome: () => undefined,
    ended: () => undefined,
    log: () => undefined,
  });
  const signal = new AbortController().signal;
  const answer = async (index: number, ...rows: string[]): Promise<void> => {
    await expect.poll(() => readings.length).toBeGreaterThan(index);
    readings[index]?.(rows);
  };
  const plan = () => runs.plan({ projectId: id, command: 'upgrade', targets: ['head'] }, signal);
  const rows = (): readonly string[] | string => {
    const state = states.get(id);
    return state?.kind === 'read' && state.state.kind === 'known'
      ? state.state.databases[0].rows
      : (state?.kind ?? 'none');
  };
  const key = (): string | null => {
    const state = states.get(id);
    return state?.kind === 'read' && state.state.kind === 'known' ? state.state.databases[0].identity.key : null;
  };
  return { runs, id, signal, answer, plan, rows, key };
}

async function planId(plan: Awaited<ReturnType<typeof bench>>['plan']): Promise<string> {
  const planned = await plan();
  if (!planned.ok) throw new Error(planned.failure.message);
  return planned.plan.planId;
}

describe('ProjectRuns', () => {
  it('does not let a reading that began before a run have the last word', async () => {
    const { runs, id, signal, answer, plan, rows } = await bench();
    const reading = runs.refresh(id, signal);
    const run = runs.execute(await planId(plan), signal);
    await answer(1, 'aaaa');
    expect((await run).ok).toBe(true);
    expect(rows()).toEqual(['aaaa']);
    await answer(0);
    await reading;
    expect(rows()).toEqual(['aaaa']);
  });

  it('plans nothing and starts nothing while a run of the project has not ended', async () => {
    const { runs, signal, answer, plan, rows } = await bench();
    const id = await planId(plan);
    const run = runs.execute(id, signal);
    expect(rows()).toBe('running');
    expect(await plan()).toMatchObject({ ok: false, failure: { code: 'busy' } });
    expect(await runs.execute(id, signal)).toMatchObject({ ok: false, failure: { code: 'planGone' } });
    await answer(0, 'aaaa');
    await run;
    expect((await plan()).ok).toBe(true);
  });

  it('plans nothing where env.py opens another database than the one shown, and shows that one from then on', async () => {
    const { runs, id, signal, answer, plan, key } = await bench({ seen: OTHER_FILE });
    const reading = runs.refresh(id, signal);
    await answer(0);
    await reading;
    expect(key()).toBe(`sqlite:${OTHER_FILE}`);
    expect(await plan()).toMatchObject({ ok: false, failure: { code: 'changedDatabase' } });
    expect(key()).toBe(`sqlite:${FILE}`);
    expect((await plan()).ok).toBe(true);
  });

  it('that is planning can be cancelled', async () => {
    const waiting = 'process.stdin.resume().on("end", () => process.exit(1))';
    const { runs, id, rows } = await bench({ python: waiting });
    const cancel = new AbortController();
    const planned = runs.plan({ projectId: id, command: 'upgrade', targets: ['head'] }, cancel.signal);
    cancel.abort();
    expect(await planned).toMatchObject({ ok: false, failure: { code: 'cancelled' } });
    expect(rows()).toBe('none');
  });
});
