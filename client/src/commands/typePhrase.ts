import * as vscode from 'vscode';
import type { RunPlan } from '../../../server/src/protocol/data';
import { COMMAND_WORDS } from './runText';

/** Lets the user type the name of a protected database. Undefined: the user gave up. */
export async function typePhrase({ command, target }: RunPlan, phrase: string): Promise<string | undefined> {
  const { button } = COMMAND_WORDS[command];
  return vscode.window.showInputBox({
    title: `${button}: ${phrase} is protected${target === undefined ? '' : ` (target ${target})`}`,
    prompt: `Type ${phrase} to go on.`,
    placeHolder: phrase,
    ignoreFocusOut: true,
    validateInput: (text) => (text.trim() === phrase ? undefined : `Type ${phrase}, or press Escape: nothing runs.`),
  });
}
