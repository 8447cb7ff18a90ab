import * as vscode from 'vscode';
import type { Settings } from '../../server/src/protocol/settings';
import { usableSettings, usableTargets } from '../../server/src/protocol/usableSettings';
import { OPEN_SETTINGS, openSettings } from './commands/openSettings';
import type { Parts } from './parts';
import { readSettings, SECTION } from './settings';

const SHAPE =
  'A target has a name, and may have project, section and envFile (texts), x (a list of texts) and environment (an object of texts).';

/** Says which settings cannot be used as they stand: what is left out would otherwise just not happen. */
export function warnOfSettings({ context }: Pick<Parts, 'context'>): void {
  let told = '';
  const check = async (): Promise<void> => {
    const message = settingFaults(readSettings()).join(' ');
    if (message === told) return;
    told = message;
    if (message === '') return;
    if ((await vscode.window.showWarningMessage(message, OPEN_SETTINGS)) !== undefined) await openSettings('');
  };
  void check();
  context.subscriptions.push(
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration(SECTION)) void check();
    }),
  );
}

/** What is wrong with the settings, of any workspace folder, in sentences. */
export function settingFaults({ folders = {}, ...settings }: Settings): string[] {
  const faults = [settings, ...Object.values(folders)].flatMap((one) => [
    ...(usableSettings(one).faults ?? []),
    ...targetFaults(one.targets),
  ]);
  return [...new Set(faults)];
}

/** What is wrong with the setting `targets`, in sentences: entries are left out as a whole. */
function targetFaults(targets: unknown): string[] {
  if (targets === undefined || targets === null) return [];
  const setting = 'alembicWorkbench.targets';
  if (!Array.isArray(targets)) return [`The setting ${setting} is not used: it has to be a list. ${SHAPE}`];
  const entries: readonly unknown[] = targets;
  const unusable = entries.flatMap((entry, index) =>
    usableTargets([entry]).length === 0 ? [entryName(entry, index)] : [],
  );
  if (unusable.length === 0) return [];
  return [`Of ${setting}, ${unusable.join(' and ')} ${unusable.length === 1 ? 'is' : 'are'} not used. ${SHAPE}`];
}

function entryName(entry: unknown, index: number): string {
  const name = typeof entry === 'object' && entry !== null && 'name' in entry ? entry.name : undefined;
  const place = `entry ${index + 1}`;
  return typeof name === 'string' && name !== '' ? `${place} (${name})` : place;
}
