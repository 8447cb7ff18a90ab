import * as vscode from 'vscode';
import type { Failure } from '../../../server/src/protocol/data';
import type { CheckInfo, VerdictInfo } from '../../../server/src/protocol/rehearsal';
import { showFailure } from '../commands/failure';
import type { Parts } from '../parts';
import type { CheckItems } from './checkItems';
import { runChecks } from './runChecks';

/** How many checks came out how. */
export type Verdicts = Readonly<Record<VerdictInfo['kind'], number>>;

/** Runs what the Test Explorer asks for. */
export class CheckRunner {
  /** Databases on whose server the user lets others be made, while the window lasts. */
  readonly #agreed = new Set<string>();

  constructor(
    private readonly parts: Parts,
    private readonly controller: vscode.TestController,
    private readonly items: CheckItems,
  ) {}

  async run(request: vscode.TestRunRequest, token: vscode.CancellationToken): Promise<Verdicts> {
    const run = this.controller.createTestRun(request);
    const count = { passed: 0, failed: 0, skipped: 0 };
    const source = new vscode.CancellationTokenSource();
    const cancel = (): void => {
      source.cancel();
    };
    const asked = [token.onCancellationRequested(cancel), run.token.onCancellationRequested(cancel)];
    try {
      for (const [projectId, checked] of this.#byProject(request)) {
        if (source.token.isCancellationRequested) break;
        await this.#project(projectId, checked, run, source.token, count);
      }
      return count;
    } finally {
      vscode.Disposable.from(...asked, source).dispose();
      run.end();
    }
  }

  async #project(
    projectId: string,
    checked: ReadonlyMap<string, vscode.TestItem>,
    run: vscode.TestRun,
    token: vscode.CancellationToken,
    count: Record<VerdictInfo['kind'], number>,
  ): Promise<void> {
    const project = this.parts.projects.find(projectId);
    if (project === undefined) return;
    const open = new Map(checked);
    for (const item of open.values()) run.enqueued(item);
    const checks = [...checked.values()].flatMap((item) => this.items.of(item)?.check ?? []);
    const failure = await runChecks(
      this.parts,
      project,
      checks,
      this.#agreed,
      {
        started: (check) => {
          const item = open.get(keyOf(check));
          if (item !== undefined) run.started(item);
        },
        done: (check, verdict) => {
          const item = open.get(keyOf(check));
          if (item === undefined) return;
          open.delete(keyOf(check));
          count[verdict.kind] += 1;
          report(run, item, verdict);
        },
      },
      token,
    );
    if (failure === undefined || failure.code === 'cancelled') return;
    for (const item of open.values()) run.errored(item, new vscode.TestMessage(failure.message));
    await showFailure(this.parts, 'Verify Migrations', failure);
  }

  /** The leaves that are asked for, by project. */
  #byProject({ include, exclude = [] }: vscode.TestRunRequest): Map<string, Map<string, vscode.TestItem>> {
    const roots = include ?? [...this.controller.items].map(([, item]) => item);
    const left = new Set(exclude.flatMap((item) => this.items.leaves(item)));
    const found = new Map<string, Map<string, vscode.TestItem>>();
    for (const item of roots.flatMap((root) => this.items.leaves(root))) {
      const { projectId, check } = this.items.of(item) ?? {};
      if (projectId === undefined || check === undefined || left.has(item)) continue;
      const checks = found.get(projectId) ?? new Map<string, vscode.TestItem>();
      found.set(projectId, checks.set(keyOf(check), item));
    }
    return found;
  }
}

function keyOf(check: CheckInfo): string {
  return check.kind === 'roundTrip' ? `${check.kind} ${check.revision}` : check.kind;
}

function report(run: vscode.TestRun, item: vscode.TestItem, verdict: VerdictInfo): void {
  switch (verdict.kind) {
    case 'passed':
      run.passed(item, verdict.milliseconds);
      break;
    case 'skipped':
      run.skipped(item);
      run.appendOutput(`${verdict.reason.replaceAll(/\r?\n/g, '\r\n')}\r\n`, undefined, item);
      break;
    case 'failed':
      run.failed(item, messageOf(verdict, item), verdict.milliseconds);
  }
}

function messageOf(
  { failure, before, after }: Extract<VerdictInfo, { readonly kind: 'failed' }>,
  item: vscode.TestItem,
): vscode.TestMessage {
  const message =
    before === undefined || after === undefined
      ? new vscode.TestMessage(failure.message)
      : vscode.TestMessage.diff(failure.message, before, after);
  const location = placeOf(failure, item);
  if (location !== undefined) message.location = location;
  return message;
}

function placeOf({ place }: Failure, { uri }: vscode.TestItem): vscode.Location | undefined {
  if (place !== undefined) return new vscode.Location(vscode.Uri.parse(place.uri), new vscode.Position(place.line, 0));
  return uri && new vscode.Location(uri, new vscode.Position(0, 0));
}
