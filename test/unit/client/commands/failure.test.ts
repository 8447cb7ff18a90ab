import { beforeEach, expect, it, vi } from 'vitest';
import { showFailure } from '../../../../client/src/commands/failure';
import type { Parts } from '../../../../client/src/parts';

const terminal = vi.hoisted(() => ({
  made: 0,
  show: vi.fn(),
  sendText: vi.fn(),
  chosen: undefined as string | undefined,
  offered: [] as string[],
}));

vi.mock('vscode', () => ({
  window: {
    showErrorMessage: (_: string, ...titles: string[]) => {
      terminal.offered = titles;
      return Promise.resolve(terminal.chosen);
    },
    createTerminal: () => {
      terminal.made++;
      return terminal;
    },
  },
  commands: { executeCommand: vi.fn() },
}));

beforeEach(() => {
  terminal.made = 0;
  vi.clearAllMocks();
});

const install = '/w/.venv/bin/python -m pip install alembic';
const failure = { code: 'alembicMissing', message: 'has no Alembic.', install };
const parts = { log: { error: vi.fn() } } as unknown as Parts;

it('types what installs a missing package into a terminal, and leaves running it to the user', async () => {
  terminal.chosen = 'Install in Terminal';
  await showFailure(parts, 'Upgrade', failure);
  expect(terminal.offered).toEqual(['Install in Terminal', 'Select Interpreter', 'Show Log']);
  expect(terminal.show).toHaveBeenCalledOnce();
  expect(terminal.sendText.mock.calls).toEqual([[install, false]]);
});

it('opens no terminal unasked', async () => {
  terminal.chosen = undefined;
  await showFailure(parts, 'Upgrade', failure);
  expect(terminal.made).toBe(0);
  await showFailure(parts, 'Upgrade', { code: 'commandFailed', message: 'no' });
  expect(terminal.offered).not.toContain('Install in Terminal');
});
