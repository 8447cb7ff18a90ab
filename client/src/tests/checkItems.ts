import * as vscode from 'vscode';
import type { ProjectInfo, RevisionRow } from '../../../server/src/protocol/data';
import type { CheckInfo } from '../../../server/src/protocol/rehearsal';
import type { Projects } from '../projects';
import { messageOf } from '../tree/rowText';
import { shortIds } from '../tree/shortId';

/** What stands behind an item of the Test Explorer. */
export interface ItemCheck {
  readonly projectId: string;
  /** Undefined: it only holds others. */
  readonly check?: CheckInfo;
}

/** Milliseconds without a change of the projects before the items follow it. */
const QUIET = 1_000;

/** The items of the Test Explorer: each project with what can be verified of it. */
export class CheckItems implements vscode.Disposable {
  readonly #checks = new WeakMap<vscode.TestItem, ItemCheck>();
  readonly #following: vscode.Disposable;
  #filling: Promise<void> = Promise.resolve();
  #isAsked = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly controller: vscode.TestController,
    private readonly projects: Projects,
  ) {
    // Nobody may ever look: what is not asked for is not listed, and typing does not list it again at once.
    controller.resolveHandler = async (item) => {
      if (item === undefined) await this.fill();
    };
    this.#following = projects.onDidChange(() => {
      if (!this.#isAsked) return;
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => void this.fill(), QUIET);
    });
    controller.refreshHandler = () => this.fill();
  }

  /** Items as the projects are now; those that stay keep what they were verified to be. */
  fill(): Promise<void> {
    this.#isAsked = true;
    this.#filling = this.#filling.then(() => this.#fill());
    return this.#filling;
  }

  async #fill(): Promise<void> {
    const items: vscode.TestItem[] = [];
    for (const project of this.projects.list) {
      const item = this.#item(this.controller.items, project.id, project.name, project.configUri, {
        projectId: project.id,
      });
      item.children.replace(this.#ofProject(item, project, await this.projects.rows(project.id)));
      items.push(item);
    }
    this.controller.items.replace(items);
  }

  /** What stands behind an item. */
  of(item: vscode.TestItem): ItemCheck | undefined {
    return this.#checks.get(item);
  }

  /** The items of checks; the project's own without a list. */
  async find(projectId: string, checks: readonly CheckInfo[] | undefined): Promise<vscode.TestItem[]> {
    await this.fill();
    const project = this.controller.items.get(projectId);
    if (project === undefined) return [];
    if (checks === undefined) return [project];
    const trips = project.children.get(ROUND_TRIPS)?.children;
    return checks.flatMap(
      (check) => (check.kind === 'roundTrip' ? trips?.get(check.revision) : project.children.get(check.kind)) ?? [],
    );
  }

  /** All below an item that can be verified, in its order, the item itself included. */
  leaves(item: vscode.TestItem): readonly vscode.TestItem[] {
    const below = [...item.children].flatMap(([, child]) => this.leaves(child));
    return this.of(item)?.check === undefined ? below : [item, ...below];
  }

  #ofProject(
    item: vscode.TestItem,
    { id: projectId, configUri }: ProjectInfo,
    rows: readonly RevisionRow[],
  ): vscode.TestItem[] {
    const make = (id: string, label: string, check?: CheckInfo): vscode.TestItem =>
      this.#item(item.children, id, label, configUri, { projectId, ...(check && { check }) });
    const trips = make(ROUND_TRIPS, 'Round trips');
    const short = shortIds(rows.map(({ id }) => id));
    // As they run: the oldest first.
    const revisions = rows.filter(({ status }) => status !== 'broken').toReversed();
    trips.children.replace(revisions.map((row, at) => this.#trip(trips, projectId, row, short, at)));
    return [
      make('singleHead', 'Single head', { kind: 'singleHead' }),
      make('upgradeFromBase', 'Upgrade from base', { kind: 'upgradeFromBase' }),
      trips,
    ].map((one, at) => sorted(one, at));
  }

  #trip(
    trips: vscode.TestItem,
    projectId: string,
    row: RevisionRow,
    short: (id: string) => string,
    at: number,
  ): vscode.TestItem {
    const { id, uri } = row;
    // Not as a description: a screen reader would be told that in the place of the label.
    const label = `${messageOf(row)} (${short(id)})`;
    return sorted(
      this.#item(trips.children, id, label, uri, { projectId, check: { kind: 'roundTrip', revision: id } }),
      at,
    );
  }

  /** The one that is there already, as far as it can be changed. */
  #item(
    among: vscode.TestItemCollection,
    id: string,
    label: string,
    uri: string | undefined,
    check: ItemCheck,
  ): vscode.TestItem {
    const there = among.get(id);
    const item =
      there?.uri?.toString() === (uri === undefined ? undefined : vscode.Uri.parse(uri).toString()) && there
        ? there
        : this.controller.createTestItem(id, label, uri === undefined ? undefined : vscode.Uri.parse(uri));
    item.label = label;
    this.#checks.set(item, check);
    return item;
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#following.dispose();
  }
}

const ROUND_TRIPS = 'roundTrips';

function sorted(item: vscode.TestItem, at: number): vscode.TestItem {
  item.sortText = String(at).padStart(6, '0');
  return item;
}
