import { sequenceOptions } from '../../dialect/sequenceOptions';
import type { Statement } from '../../dialect/statement';
import type { Column, Identity, Table } from '../../schema/model';
import type { Sequence } from '../../schema/schema';
import { TERMINATOR } from '../sql/eachRevision';
import { quotedName } from './tableSql';

/** PostgreSQL cuts names that are longer, in bytes (NAMEDATALEN). */
const LONGEST = 63;

/** A table without the identities whose sequences are called otherwise than PostgreSQL calls them by itself. */
export function withoutOddNumbering(table: Table, sequences: readonly Sequence[]): Table {
  const odd = oddNumbering(table, sequences);
  if (odd.length === 0) return table;
  const columns = table.columns.map((column): Column =>
    odd.some(({ name }) => name === column.name) ? { ...column, serverDefault: null, autoincrement: false } : column,
  );
  return { ...table, columns };
}

/** What makes these identities afterwards, with the names of their sequences (PostgreSQL's manual, ALTER TABLE). */
export function numberingSql(table: Table, sequences: readonly Sequence[]): readonly Statement[] {
  return oddNumbering(table, sequences).map(({ name, identity, sequence }) => {
    const { data_type: _, ...options } = identity.sequence;
    const said = [`SEQUENCE NAME ${quotedName(sequence.name, sequence.schema)}`, sequenceOptions(options)].join(' ');
    const kind = identity.always === true ? 'ALWAYS' : 'BY DEFAULT';
    const column = `ALTER TABLE ${quotedName(table.name, table.schema)} ALTER COLUMN ${quotedName(name, null)}`;
    return `${column} ADD GENERATED ${kind} AS IDENTITY (${said.trim()})${TERMINATOR}`;
  });
}

interface OddNumbering {
  /** Of the column. */
  readonly name: string;
  readonly identity: Identity;
  readonly sequence: Sequence;
}

/** Of a table that has been renamed, or whose name is cut. */
function oddNumbering(table: Table, sequences: readonly Sequence[]): readonly OddNumbering[] {
  return table.columns.flatMap(({ name, serverDefault }) => {
    if (serverDefault?.kind !== 'identity') return [];
    const sequence = sequences.find(
      ({ ownedBy }) => ownedBy?.table === table.name && ownedBy.schema === table.schema && ownedBy.column === name,
    );
    const usual = `${table.name}_${name}_seq`;
    if (sequence === undefined || (sequence.name === usual && Buffer.byteLength(usual) <= LONGEST)) return [];
    return [{ name, identity: serverDefault, sequence }];
  });
}
