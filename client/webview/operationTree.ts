import type { ReviewRow } from '../../server/src/protocol/autogenerate';
import { element } from './element';
import { groupTick, lossText, type RowGroup, type Ticks } from './reviewModel';

/** What the list tells the page. */
export interface TreeListener {
  /** A row or group was ticked or unticked by the user. */
  toggled(keys: readonly string[], ticked: boolean): void;
  /** The cursor is on an operation, or on a group: null. */
  focused(row: ReviewRow | null): void;
}

interface Item {
  readonly node: HTMLLIElement;
  readonly keys: readonly string[];
  readonly group: RowGroup;
  readonly row: ReviewRow | null;
}

/**
 * The operations as a tree of tables, by the pattern "tree view" of the ARIA Authoring Practices: arrows move, left and
 * right close and open a table, Space ticks.
 */
export class OperationTree {
  readonly #items: Item[] = [];
  #ticks: Ticks = new Set();

  constructor(
    private readonly root: HTMLElement,
    groups: readonly RowGroup[],
    private readonly listener: TreeListener,
    private readonly readOnly: boolean,
  ) {
    root.replaceChildren(...groups.map((group) => this.#groupItem(group)));
    root.addEventListener('keydown', (event) => {
      this.#key(event);
    });
    this.#items[0]?.node.setAttribute('tabindex', '0');
  }

  focus(): void {
    this.root.querySelector<HTMLElement>('[tabindex="0"]')?.focus();
  }

  /** Shows which rows are ticked. */
  show(ticks: Ticks): void {
    this.#ticks = ticks;
    if (this.readOnly) return;
    for (const { node, row, group } of this.#items) {
      node.setAttribute('aria-checked', row === null ? groupTick(group, ticks) : String(ticks.has(row.key)));
    }
  }

  #groupItem(group: RowGroup): HTMLLIElement {
    const rows = element('ul', { role: 'group' });
    const count = group.rows.length === 1 ? '1 operation' : `${group.rows.length} operations`;
    const node = element(
      'li',
      {
        role: 'treeitem',
        'aria-expanded': 'true',
        'aria-level': '1',
        tabindex: '-1',
        'aria-label': `${group.title}, ${count}`,
      },
      element(
        'div',
        { class: 'line' },
        element('span', { class: 'twistie', 'aria-hidden': 'true' }),
        ...this.#box(),
        element('span', { class: 'name' }, group.title),
        element('span', { class: 'count' }, count),
      ),
      rows,
    );
    this.#add({ node, keys: group.rows.map(({ key }) => key), group, row: null });
    rows.append(...group.rows.map((row) => this.#rowItem(group, row)));
    return node;
  }

  #rowItem(group: RowGroup, row: ReviewRow): HTMLLIElement {
    const loss = lossText(row);
    const said = [row.label, ...(loss === undefined ? [] : [loss]), ...(row.note === undefined ? [] : [row.note])];
    const node = element(
      'li',
      { role: 'treeitem', 'aria-level': '2', tabindex: '-1', 'aria-label': said.join('. ') },
      element(
        'div',
        { class: 'line' },
        ...this.#box(),
        element('span', { class: 'name' }, row.label),
        ...(loss === undefined ? [] : [element('span', { class: 'danger' }, loss)]),
      ),
      ...(row.note === undefined ? [] : [element('div', { class: 'note' }, row.note)]),
    );
    this.#add({ node, keys: [row.key], group, row });
    return node;
  }

  #box(): readonly HTMLElement[] {
    return this.readOnly ? [] : [element('span', { class: 'box', 'aria-hidden': 'true' })];
  }

  #add(item: Item): void {
    this.#items.push(item);
    const { node, row } = item;
    node.addEventListener('focus', () => {
      this.listener.focused(row);
    });
    node.firstElementChild?.addEventListener('click', (event) => {
      this.#moveTo(item);
      const isTwistie = event.target instanceof Element && event.target.classList.contains('twistie');
      if (isTwistie) this.#expand(item, !isExpanded(item));
      else this.#toggle(item);
    });
  }

  #toggle({ keys, row, group }: Item): void {
    if (this.readOnly) return;
    const ticked = row === null ? groupTick(group, this.#ticks) === 'true' : this.#ticks.has(row.key);
    this.listener.toggled(keys, !ticked);
  }

  #key(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const at = this.#items.findIndex(({ node }) => node === document.activeElement);
    const item = this.#items[at];
    if (item === undefined) return;
    const visible = this.#items.filter((one) => one.row === null || isExpanded(this.#headOf(one)));
    const step = (by: number): void => {
      this.#moveTo(visible[visible.indexOf(item) + by]);
    };
    const keys: Readonly<Record<string, () => void>> = {
      ArrowDown: () => {
        step(1);
      },
      ArrowUp: () => {
        step(-1);
      },
      Home: () => {
        this.#moveTo(visible[0]);
      },
      End: () => {
        this.#moveTo(visible.at(-1));
      },
      ArrowRight: () => {
        if (item.row !== null) return;
        if (isExpanded(item)) step(1);
        else this.#expand(item, true);
      },
      ArrowLeft: () => {
        if (item.row !== null) this.#moveTo(this.#headOf(item));
        else this.#expand(item, false);
      },
      ' ': () => {
        this.#toggle(item);
      },
      Enter: () => {
        this.#toggle(item);
      },
    };
    const action = keys[event.key];
    if (action === undefined) return;
    event.preventDefault();
    action();
  }

  #headOf({ group }: Item): Item | undefined {
    return this.#items.find((one) => one.group === group && one.row === null);
  }

  #expand({ node, row }: Item, expanded: boolean): void {
    if (row === null) node.setAttribute('aria-expanded', String(expanded));
  }

  #moveTo(item: Item | undefined): void {
    if (item === undefined) return;
    for (const { node } of this.#items) node.setAttribute('tabindex', node === item.node ? '0' : '-1');
    item.node.focus();
  }
}

function isExpanded(item: Item | undefined): boolean {
  return item?.node.getAttribute('aria-expanded') === 'true';
}
