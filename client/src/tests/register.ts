import * as vscode from 'vscode';
import type { CheckInfo } from '../../../server/src/protocol/rehearsal';
import type { Parts } from '../parts';
import { SECTION } from '../settings';
import { CheckItems } from './checkItems';
import { CheckRunner, type Verdicts } from './checkRunner';

/** Verifies what the Test Explorer shows. */
export interface MigrationTests {
  /** Runs these checks of a project; all of them without a list. */
  run(projectId: string, checks?: readonly CheckInfo[]): Promise<Verdicts>;
}

/** The Test Explorer's part: one head, an upgrade from base, and the round trip of each revision. */
export function registerMigrationTests(parts: Parts): MigrationTests {
  const controller = vscode.tests.createTestController(SECTION, 'Alembic Migrations');
  const items = new CheckItems(controller, parts.projects);
  const runner = new CheckRunner(parts, controller, items);
  const verify = async (request: vscode.TestRunRequest, token: vscode.CancellationToken): Promise<void> => {
    await runner.run(request, token);
  };
  parts.context.subscriptions.push(
    controller,
    items,
    controller.createRunProfile('Verify Migrations', vscode.TestRunProfileKind.Run, verify, true),
  );
  return {
    run: async (projectId, checks) => {
      const include = await items.find(projectId, checks);
      const source = new vscode.CancellationTokenSource();
      try {
        return await runner.run(new vscode.TestRunRequest(include), source.token);
      } finally {
        source.dispose();
      }
    },
  };
}
