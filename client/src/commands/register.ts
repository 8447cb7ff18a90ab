import * as vscode from 'vscode';
import { REVISIONS_VIEW, type RevisionsView } from '../tree/revisionsView';
import type { Parts } from '../parts';
import { readArguments } from './arguments';
import { copyRevisionId, openFile, openRevision, openRevisionById, revealParent } from './revisions';
import { refresh, showCurrent } from './state';
import { run, upgradeToHead } from './run';

const TRUST = 'workbench.trust.manage';
const INTERPRETER_SETTING = 'alembicWorkbench.python.interpreter';

/** Every command of package.json. Each takes its answers as one argument and asks for what is missing. */
export function registerCommands(parts: Parts, view: RevisionsView): void {
  const { context, log } = parts;
  const commands: Readonly<Record<string, (argument: unknown) => unknown>> = {
    // The two names of a run differ in the menu only: with a target given both mean the same.
    upgrade: (argument) => run(parts, 'upgrade', readArguments(argument)),
    upgradeTo: (argument) => run(parts, 'upgrade', readArguments(argument)),
    downgrade: (argument) => run(parts, 'downgrade', readArguments(argument)),
    downgradeTo: (argument) => run(parts, 'downgrade', readArguments(argument)),
    stamp: (argument) => run(parts, 'stamp', readArguments(argument)),
    stampTo: (argument) => run(parts, 'stamp', readArguments(argument)),
    upgradeToHead: (argument) => upgradeToHead(parts, readArguments(argument)),
    showCurrent: (argument) => showCurrent(parts, readArguments(argument)),
    refresh: () => refresh(parts),
    openRevision: (argument) => openRevision(parts, readArguments(argument)),
    openRevisionById: (argument) => openRevisionById(parts, readArguments(argument)),
    openFile: (argument) => openFile(parts, readArguments(argument)),
    copyRevisionId: (argument) => copyRevisionId(readArguments(argument)),
    revealParent: (argument) => revealParent(parts, view, readArguments(argument)),
    showOutput: () => {
      log.show();
    },
    selectInterpreter: () => vscode.commands.executeCommand('workbench.action.openSettings', INTERPRETER_SETTING),
    manageTrust: () => vscode.commands.executeCommand(TRUST),
    showView: () => vscode.commands.executeCommand(`${REVISIONS_VIEW}.focus`),
  };
  for (const [name, command] of Object.entries(commands)) {
    context.subscriptions.push(vscode.commands.registerCommand(`alembicWorkbench.${name}`, command));
  }
}
