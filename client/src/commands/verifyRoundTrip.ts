import * as vscode from 'vscode';
import type { Parts } from '../parts';
import type { MigrationTests } from '../tests/register';
import type { CommandArguments } from './arguments';
import { pickProject } from './pickProject';

/**
 * Verifies that each revision of a project, or the one given, leads up, down and up again to the same schema.
 * @returns how many checks came out how; undefined: nothing was verified.
 */
export async function verifyRoundTrip(
  parts: Parts,
  tests: MigrationTests,
  given: CommandArguments,
): Promise<string | undefined> {
  const project = await pickProject(parts, given);
  if (project === undefined) return undefined;
  const { id } = given;
  const { passed, failed, skipped } = await tests.run(
    project.id,
    id === undefined ? undefined : [{ kind: 'roundTrip', revision: id }],
  );
  if (passed + failed + skipped === 0) return undefined;
  const text = `${project.name}: ${passed} passed, ${failed} failed, ${skipped} skipped.`;
  const RESULTS = 'Show Results';
  const told = failed === 0 ? vscode.window.showInformationMessage : vscode.window.showWarningMessage;
  void told(`Verify Round Trip: ${text}`, RESULTS).then((chosen) => {
    if (chosen === RESULTS) void vscode.commands.executeCommand('workbench.panel.testResults.view.focus');
  });
  return text;
}
