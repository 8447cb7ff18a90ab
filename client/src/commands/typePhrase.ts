import * as vscode from 'vscode';

/**
 * Lets the user type the name of a protected database. Undefined: the user gave up.
 * @param what What is about to be done: `Upgrade`.
 * @param target The target that is chosen.
 */
export async function typePhrase(what: string, phrase: string, target?: string): Promise<string | undefined> {
  return vscode.window.showInputBox({
    title: `${what}: ${phrase} is protected${target === undefined ? '' : ` (target ${target})`}`,
    prompt: `Type ${phrase} to go on.`,
    placeHolder: phrase,
    ignoreFocusOut: true,
    validateInput: (text) => (text.trim() === phrase ? undefined : `Type ${phrase}, or press Escape: nothing runs.`),
  });
}
