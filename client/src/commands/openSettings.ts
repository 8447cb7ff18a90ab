import * as vscode from 'vscode';
import { SECTION } from '../settings';

/** What the button is called that leads to a setting. */
export const OPEN_SETTINGS = 'Open Settings';

/** Opens the settings editor at one of ours: `targets`. */
export async function openSettings(name: string): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.openSettings', `${SECTION}.${name}`);
}

/** Says something that a setting mends, with a button that leads there. */
export async function offerSettings(message: string, name: string): Promise<void> {
  const chosen = await vscode.window.showInformationMessage(message, OPEN_SETTINGS);
  if (chosen !== undefined) await openSettings(name);
}
