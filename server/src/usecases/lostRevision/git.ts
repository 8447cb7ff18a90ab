import { err, ok } from '../../common/result';
import type { EngineResult } from '../../engine/engine';
import type { EngineHost } from '../../engine/host';
import { runProgram } from '../../engine/program';

/** A history of many years takes git some seconds. */
const DEADLINE_MS = 60_000;

/** Nothing of the user's configuration may start programs or change what is printed. */
const PLAIN = [
  '-c',
  'core.fsmonitor=false',
  '-c',
  'core.quotePath=false',
  '-c',
  'log.showSignature=false',
  '--no-pager',
];

/** git in a folder, for reading only. */
export class Git {
  constructor(
    private readonly host: EngineHost,
    private readonly folder: string,
    private readonly signal: AbortSignal,
  ) {}

  /** What git printed; `commandFailed` with its own words. */
  async read(...args: readonly string[]): Promise<EngineResult<string>> {
    const outcome = await runProgram(this.host, {
      command: 'git',
      args: [...PLAIN, ...args],
      workingDirectory: this.folder,
      variables: { GIT_OPTIONAL_LOCKS: '0', GIT_TERMINAL_PROMPT: '0', LC_ALL: 'C' },
      deadline: DEADLINE_MS,
      signal: this.signal,
    });
    switch (outcome.kind) {
      case 'notStarted':
        return err({
          code: 'unsupported',
          message: 'git was not found, so its history cannot be searched. Install git.',
        });
      case 'stopped':
        return this.signal.aborted
          ? err({ code: 'cancelled', message: 'The search was cancelled.' })
          : err({ code: 'timeout', message: 'git did not answer in time. Try again when the machine is less busy.' });
      case 'ended':
        if (outcome.code === 0) return ok(outcome.output);
        return err({ code: 'commandFailed', message: `git: ${outcome.errors.trim().split('\n')[0] ?? ''}` });
    }
  }
}
