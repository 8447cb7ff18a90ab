import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawn, spawnSync } from 'node:child_process';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RunProgress, RunReport } from '../../../../server/src/engine/engine';
import { follow } from '../../../../server/src/engine/keeper/follow';
import type { JournalEvent, RunDescription } from '../../../../server/src/engine/keeper/journal';
import { ownMark } from '../../../../server/src/engine/keeper/liveness';
import { RunFolder } from '../../../../server/src/engine/keeper/runFolder';
import { RunKeeper } from '../../../../server/src/engine/keeper/runKeeper';

let root: string;
beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'aw-runs-')));
});
afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

const description: RunDescription = {
  runId: 'one',
  projectId: '/p/alembic.ini',
  command: 'upgrade',
  databases: [{ label: 'shop.db', dialect: 'sqlite', key: 'sqlite:/p/shop.db' }],
  begunAt: 0,
};
const progress: RunProgress = { phase: 'applied', step: { kind: 'upgrade', revision: 'aaaa' }, done: 1, total: 2 };
const PATIENCE = { start: 300, silence: 300, orphan: 300 };
const BEGUN: JournalEvent = { kind: 'begun', keeper: ownMark() };
const DONE: RunReport = { error: null, done: 2 };

/** The id of a process that has ended. */
function endedProcess(): number {
  return spawnSync(process.execPath, ['-e', '0']).pid;
}

/** A run in the middle, and somebody who follows it. */
function started(...events: JournalEvent[]) {
  const folder = new RunFolder(join(root, 'run'));
  mkdirSync(folder.path);
  folder.begin(description);
  for (const event of events) folder.append(event);
  const heard: string[] = [];
  const cancel = new AbortController();
  const force = new AbortController();
  const end = follow(
    folder,
    {
      progress: ({ step, done }) => heard.push(`${step.revision} ${done}`),
      output: (text) => heard.push(text),
      cancelled: () => heard.push('cancelled'),
    },
    { cancel: cancel.signal, force: force.signal },
    PATIENCE,
  );
  return { folder, heard, cancel, force, end };
}

describe('a follower', () => {
  it('hears what happened before it came and what happens then, to the end', async () => {
    const { folder, heard, end } = started(BEGUN, { kind: 'output', text: 'ünï' }, { kind: 'progress', progress });
    await expect.poll(() => heard).toEqual(['ünï', 'aaaa 1']);
    folder.append({ kind: 'output', text: 'more' });
    folder.append({ kind: 'ended', report: DONE });
    expect(await end).toEqual(DONE);
    expect(heard).toEqual(['ünï', 'aaaa 1', 'more']);
  });

  it('passes over half a line that a full disk left', async () => {
    const { folder, heard, end } = started(BEGUN);
    appendFileSync(join(folder.path, 'events.jsonl'), '{"kind":"output","te');
    folder.append({ kind: 'output', text: 'whole' });
    folder.append({ kind: 'ended', report: DONE });
    await end;
    expect(heard).toEqual(['whole']);
  });

  it('asks the keeper, and hears of whoever else asks', async () => {
    const { folder, heard, cancel, force, end } = started(BEGUN);
    cancel.abort();
    expect(folder.asked('cancel')).toBe(true);
    expect(folder.asked('force')).toBe(false);
    force.abort();
    expect(folder.asked('force')).toBe(true);
    await expect.poll(() => heard).toEqual(['cancelled']);
    folder.append({ kind: 'ended', report: DONE });
    await end;
  });

  it('knows a keeper that is gone, and what it did; everybody else then knows it from the journal', async () => {
    const gone = { pid: endedProcess(), machine: hostname() };
    const { folder, end } = started({ kind: 'begun', keeper: gone }, { kind: 'progress', progress });
    const report = await end;
    expect(report).toMatchObject({ done: 1, error: { code: 'processFailed' } });
    expect(folder.hasEnded()).toBe(true);
  });

  it('waits for a Python that its keeper has left, and names it when it stays', async () => {
    const python = spawn(process.execPath, ['-e', 'setInterval(() => 0, 1000)']);
    const pid = python.pid ?? 0;
    try {
      const keeper = { pid: endedProcess(), machine: hostname() };
      const begun = performance.now();
      const { end } = started({ kind: 'begun', keeper }, { kind: 'python', pid });
      expect((await end)?.error?.message).toContain(`process ${pid}`);
      expect(performance.now() - begun).toBeGreaterThan(PATIENCE.orphan - 50);
    } finally {
      python.kill('SIGKILL');
    }
  });

  it('takes a keeper on another machine for gone once it gives no sign of life, not before', async () => {
    const { folder, end } = started({ kind: 'begun', keeper: { pid: endedProcess(), machine: 'elsewhere' } });
    let ended = false;
    void end.then(() => (ended = true));
    for (let beat = 0; beat < 8; beat++) {
      await new Promise((resolve) => setTimeout(resolve, 80));
      utimesSync(join(folder.path, 'alive'), 1, 1000 + beat);
    }
    expect(ended).toBe(false);
    expect(await end).toMatchObject({ error: { code: 'processFailed' } });
  });

  it('forbids a keeper to begin that it has not waited for', async () => {
    const { folder, end } = started();
    expect((await end)?.error?.message).toContain('nothing was run');
    expect(folder.claim('start')).toBe(false);
  });

  it('waits on for a keeper that had just begun', async () => {
    const { folder, end } = started();
    expect(folder.claim('start')).toBe(true);
    await new Promise((resolve) => setTimeout(resolve, 2 * PATIENCE.start));
    folder.append(BEGUN);
    folder.append({ kind: 'ended', report: DONE });
    expect(await end).toEqual(DONE);
  });

  it('waits for a journal that cannot be read for a moment, and says when that does not pass', async () => {
    const { folder, end } = started(BEGUN);
    const beats = setInterval(() => {
      folder.beat();
    }, 50);
    const journal = join(folder.path, 'events.jsonl');
    const aside = join(folder.path, 'aside');
    const hide = (): void => {
      renameSync(journal, aside);
      mkdirSync(journal);
    };
    hide();
    await new Promise((resolve) => setTimeout(resolve, PATIENCE.silence / 2));
    rmSync(journal, { recursive: true });
    renameSync(aside, journal);
    folder.append({ kind: 'progress', progress });
    await new Promise((resolve) => setTimeout(resolve, PATIENCE.silence));
    hide();
    void end.finally(() => {
      clearInterval(beats);
    });
    expect(await end).toMatchObject({
      done: 1,
      error: { message: expect.stringContaining('cannot be read') as string },
    });
  });

  it('says nothing of a run whose end somebody else has seen', async () => {
    const { folder, end } = started(BEGUN);
    rmSync(folder.path, { recursive: true });
    expect(await end).toBeNull();
  });
});

describe('the place of runs', () => {
  const keeper = () =>
    new RunKeeper(join(root, 'runs'), { spawn, program: '', node: process.execPath, environment: {} }, PATIENCE);
  const folderOf = (): RunFolder => {
    const [name = ''] = readdirSync(join(root, 'runs'));
    return new RunFolder(join(root, 'runs', name));
  };

  it('is one for a project until its run has ended, over all windows', () => {
    const [ours, others] = [keeper(), keeper()];
    expect(ours.find(description.projectId)).toBeNull();
    expect(ours.claim(description)).toBe(true);
    expect(others.claim({ ...description, runId: 'two' })).toBe(false);
    expect(others.claim({ ...description, runId: 'three', projectId: 'another' })).toBe(true);
    expect(others.find(description.projectId)).toEqual({ description, ended: false });
  });

  it('is free again after the end, which is told once', () => {
    const [ours, others] = [keeper(), keeper()];
    ours.claim(description);
    folderOf().append({ kind: 'ended', report: DONE });
    expect(others.find(description.projectId)?.ended).toBe(true);
    expect(others.claimTelling(description.projectId)).toBe(true);
    expect(ours.claimTelling(description.projectId)).toBe(false);
    const next = { ...description, runId: 'two' };
    expect(others.claim(next)).toBe(true);
    expect(ours.find(description.projectId)).toEqual({ description: next, ended: false });
    expect(ours.claimTelling(description.projectId)).toBe(true);
  });

  it('is one for a project that two windows open by different paths', () => {
    const [ours, others] = [keeper(), keeper()];
    mkdirSync(join(root, 'shop#1'));
    writeFileSync(join(root, 'shop#1', 'alembic.ini'), '');
    symlinkSync(join(root, 'shop#1'), join(root, 'link'), 'junction');
    for (const section of ['', '#tenants']) {
      const linked = join(root, 'link', `alembic.ini${section}`);
      const begun = { ...description, projectId: join(root, 'shop#1', `alembic.ini${section}`) };
      expect(ours.claim(begun)).toBe(true);
      expect(others.find(linked)).toEqual({ description: { ...begun, projectId: linked }, ended: false });
      expect(others.claim({ ...begun, runId: 'two', projectId: linked })).toBe(false);
    }
  });

  it('is given back when nothing was started', () => {
    const ours = keeper();
    ours.claim(description);
    ours.release(description.projectId);
    expect(ours.find(description.projectId)).toBeNull();
    expect(readdirSync(join(root, 'runs'))).toEqual([]);
  });

  it('says when another window begins a run', async () => {
    const [ours, others] = [keeper(), keeper()];
    let changes = 0;
    ours.watch(() => changes++);
    others.claim(description);
    await expect.poll(() => changes).toBeGreaterThan(0);
    ours.dispose();
  });

  it('is cleaned of what is two weeks old, and of nothing that gives a sign of life', () => {
    const ours = keeper();
    ours.claim(description);
    const days = (count: number): number => Date.now() + count * 24 * 60 * 60 * 1000;
    ours.cleanUp(days(13));
    expect(ours.find(description.projectId)).not.toBeNull();
    utimesSync(folderOf().path, 1, 1);
    ours.cleanUp(days(13));
    expect(ours.find(description.projectId)).not.toBeNull();
    ours.cleanUp(days(15));
    expect(readdirSync(join(root, 'runs'))).toEqual([]);
  });

  it('tells of a program that cannot be started, and runs nothing', async () => {
    const ours = new RunKeeper(
      join(root, 'runs'),
      { spawn, program: join(root, 'none.js'), node: process.execPath, environment: process.env },
      PATIENCE,
    );
    ours.claim(description);
    const never = new AbortController().signal;
    const report = await ours.start(
      description.projectId,
      // Never read: there is no program.
      {} as Parameters<RunKeeper['start']>[1],
      { progress: () => undefined, output: () => undefined, cancelled: () => undefined },
      { cancel: never, force: never },
    );
    expect(report?.error?.message).toMatch(/could not be started[\s\S]*Nothing was run/);
  });
});
