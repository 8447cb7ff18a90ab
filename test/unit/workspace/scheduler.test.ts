import { describe, expect, it } from 'vitest';
import { Breather, inTurns, Scheduler, type Timers } from '../../../server/src/workspace/scheduler';

/** A clock that stands until it is told to go on. */
class Clock implements Timers {
  #now = 0;
  readonly #waiting = new Map<number, { readonly at: number; readonly callback: () => void }>();
  #next = 0;

  set(callback: () => void, milliseconds: number): number {
    this.#waiting.set(++this.#next, { at: this.#now + milliseconds, callback });
    return this.#next;
  }

  clear(handle: unknown): void {
    this.#waiting.delete(handle as number);
  }

  go(milliseconds: number): void {
    this.#now += milliseconds;
    for (const [id, { at, callback }] of [...this.#waiting]) {
      if (at > this.#now) continue;
      this.#waiting.delete(id);
      callback();
    }
  }
}

function setUp(): { clock: Clock; errors: unknown[]; scheduler: Scheduler } {
  const clock = new Clock();
  const errors: unknown[] = [];
  return { clock, errors, scheduler: new Scheduler((error) => errors.push(error), clock) };
}

describe('Scheduler', () => {
  it('runs only the last of several tasks, a pause after it', () => {
    const { clock, scheduler } = setUp();
    const ran: string[] = [];
    scheduler.schedule('key', 100, () => void ran.push('first'));
    clock.go(99);
    scheduler.schedule('key', 100, () => void ran.push('second'));
    clock.go(99);
    expect(ran).toEqual([]);
    clock.go(1);
    expect(ran).toEqual(['second']);
  });

  it('keeps keys apart', () => {
    const { clock, scheduler } = setUp();
    const ran: string[] = [];
    scheduler.schedule('a', 10, () => void ran.push('a'));
    scheduler.schedule('b', 20, () => void ran.push('b'));
    clock.go(20);
    expect(ran).toEqual(['a', 'b']);
  });

  it('aborts what still runs when the next task comes', () => {
    const { clock, scheduler } = setUp();
    let seen: AbortSignal | undefined;
    scheduler.schedule('key', 0, async (signal) => {
      seen = signal;
      await new Promise(() => undefined);
    });
    clock.go(0);
    expect(seen?.aborted).toBe(false);
    scheduler.schedule('key', 0, () => undefined);
    expect(seen?.aborted).toBe(true);
  });

  it('tells errors, and not those of what was aborted', async () => {
    const { clock, errors, scheduler } = setUp();
    scheduler.schedule('a', 0, () => Promise.reject(new Error('told')));
    scheduler.schedule('b', 0, async (signal) => {
      await Promise.resolve();
      signal.throwIfAborted();
    });
    clock.go(0);
    scheduler.cancel('b');
    await new Promise(setImmediate);
    expect(errors).toEqual([new Error('told')]);
  });

  it('drops everything when it is disposed', () => {
    const { clock, scheduler } = setUp();
    let ran = false;
    scheduler.schedule('key', 5, () => void (ran = true));
    scheduler.dispose();
    clock.go(10);
    expect(ran).toBe(false);
  });
});

describe('Breather', () => {
  it('gives the event loop a turn once its time is over', async () => {
    const breather = new Breather(undefined, 0);
    let turns = 0;
    setImmediate(() => turns++);
    await breather.breathe();
    expect(turns).toBe(1);
  });

  it('asks for no turn before', () => {
    expect(new Breather(undefined, 10_000).breathe()).toBeUndefined();
  });

  it('stops with the signal, before and during a turn', async () => {
    const controller = new AbortController();
    const breather = new Breather(controller.signal, 0);
    const turn = breather.breathe();
    controller.abort(new Error('enough'));
    await expect(turn).rejects.toThrow('enough');
    expect(() => breather.breathe()).toThrow('enough');
  });
});

describe('inTurns', () => {
  function* job(): Generator<undefined, string> {
    for (let step = 0; step < 5; step++) yield;
    return 'done';
  }

  it('gives what the job returns', async () => {
    expect(await inTurns(job())).toBe('done');
  });

  it('stops with the signal', async () => {
    await expect(inTurns(job(), AbortSignal.abort(new Error('enough')))).rejects.toThrow('enough');
  });
});
