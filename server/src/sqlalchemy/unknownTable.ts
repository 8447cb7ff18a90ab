import { type PyValue, unknownData } from '../python/interpreter/value';
import { beginning, UnknownChange } from './dml';
import { LibraryFunction } from './notKnown';
import { LibraryObject } from './objects';
import { UnknownSelect } from './selectable';

/** What describes a table, or is a clause of its rows. */
const DATA = new Set(
  (
    'c columns primary_key foreign_keys foreign_key_constraints indexes constraints comment key schema info alias join ' +
    'outerjoin exported_columns description'
  ).split(' '),
);

/** A table of which only the name is known, or not even that: its rows can be read and written all the same. */
export class UnknownTable extends LibraryObject {
  readonly typeName = 'Table';

  constructor(
    readonly name: string | null,
    readonly reason: string,
  ) {
    super();
  }

  protected override readonly isData = false;

  protected override member(name: string): PyValue | undefined {
    if (name === 'insert' || name === 'update' || name === 'delete') {
      return new LibraryFunction(name, () => unknownChange(name, this.name, this.reason), true);
    }
    if (name === 'select') return new LibraryFunction(name, () => new UnknownSelect(this.reason), true);
    if (name === 'name') return this.name === null ? unknownData(this.reason) : { kind: 'string', value: this.name };
    return DATA.has(name) ? unknownData(this.reason) : undefined;
  }
}

/** `insert`, `update`, `delete` of a table that is not known. */
export function unknownChange(kind: 'insert' | 'update' | 'delete', table: string | null, reason: string): PyValue {
  const typeName = { insert: 'Insert', update: 'Update', delete: 'Delete' }[kind];
  const reference = { name: table ?? '', schema: null, columns: [], alias: null };
  return new UnknownChange(typeName, beginning(kind, reference), reason);
}
