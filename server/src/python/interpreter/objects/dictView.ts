import { pySet, pyTuple } from '../make';
import type { PyDict, PyValue, Site } from '../value';
import { combine } from '../values/sets';
import { findKey } from '../values/dict';
import { equal } from '../values/equal';
import { repr } from '../values/repr';
import { OwnObject } from './own';

/** `d.keys()`, `d.values()`, `d.items()`: what the dictionary holds at any moment. */
export class DictView extends OwnObject {
  constructor(
    readonly typeName: 'dict_keys' | 'dict_values' | 'dict_items',
    readonly dict: PyDict,
  ) {
    super();
  }

  /** What it shows of an entry. */
  itemOf({ key, value }: { key: PyValue; value: PyValue }): PyValue {
    if (this.typeName === 'dict_items') return pyTuple([key, value]);
    return this.typeName === 'dict_keys' ? key : value;
  }

  get items(): PyValue[] {
    return this.dict.entries.map((entry) => this.itemOf(entry));
  }

  override iterate(): readonly PyValue[] {
    return this.items;
  }

  override truth(): boolean {
    return this.dict.entries.length > 0;
  }

  override contains(item: PyValue, site: Site): PyValue | undefined {
    if (this.typeName !== 'dict_keys') return undefined;
    const place = findKey(this.dict, item, site);
    return place === undefined ? undefined : { kind: 'boolean', value: place >= 0 };
  }

  override binary(operator: string, other: PyValue, reflected: boolean, site: Site): PyValue | undefined {
    const items = other instanceof DictView ? other.items : 'items' in other ? other.items : undefined;
    if (this.typeName === 'dict_values' || items === undefined) return undefined;
    if (operator === '==' || operator === '!=') {
      if (other.kind !== 'set' && !(other instanceof DictView)) return undefined;
      const same = equal(pySet(this.items), pySet([...items]), site);
      return same === undefined ? undefined : { kind: 'boolean', value: same === (operator === '==') };
    }
    const [a, b] = reflected ? [items, this.items] : [this.items, items];
    const members = combine(operator, a, b, site);
    return members && pySet(members);
  }

  override repr(site: Site): string | undefined {
    const items = repr({ kind: 'list', items: this.items }, site);
    return items && `${this.typeName}(${items})`;
  }

  override children(): Iterable<PyValue> {
    return [this.dict];
  }
}
