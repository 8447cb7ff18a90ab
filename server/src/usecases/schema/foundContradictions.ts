import { nearest } from '../../common/nearest';
import { LineIndex } from '../../common/lineIndex';
import type { FoundContradiction } from '../../lint/input';
import type { Contradiction } from '../../operations/applied';
import type { Operation } from '../../operations/operation';
import { tableAt } from '../../schema/lookup';
import type { RevisionReplay } from './schemaReplay';
import { oneByOne } from './touched';
import { triedParts } from '../../python/triedParts';

/** Contradictions of one revision file. */
export interface FileContradictions {
  readonly replay: RevisionReplay;
  readonly contradictions: readonly FoundContradiction[];
}

/**
 * What is surely wrong in replayed revisions, by file. A table that no revision makes may have been made by something else:
 * that it is missing is told only where a revision dropped or renamed it, or one of nearly the same name is there. What may
 * fail because the file catches it is not told.
 */
export function foundContradictions(replayed: readonly RevisionReplay[]): ReadonlyMap<string, FileContradictions> {
  const found = new Map<string, FileContradictions>();
  const made = new Set<string>();
  for (const replay of replayed) {
    const told = meantIn(replay, made);
    const text = told.length === 0 ? '' : (replay.document.text() ?? '');
    const tried = triedParts(text);
    const meant = told.filter(({ place }) => !tried.some(({ from, to }) => from <= place.from && place.to <= to));
    if (meant.length > 0) {
      const lines = new LineIndex(text);
      const contradictions = meant.map(({ code, message, place }) => ({
        code,
        message,
        range: lines.range(place.from, place.to),
      }));
      found.set(replay.document.path, { replay, contradictions });
    }
  }
  return found;
}

/** @param made names of tables that revisions made so far; this one's are added. */
function meantIn(replay: RevisionReplay, made: Set<string>): readonly Contradiction[] {
  const { reading, contradictions, before } = replay;
  const there = new Set([...before.tables.values()].flatMap(({ table }) => table?.name ?? []));
  const meant: Contradiction[] = contradictions.filter(
    (one) => one.code !== 'no-such-table' && (one.code !== 'no-such-constraint' || namesAreSaid(one, replay)),
  );
  for (const operation of oneByOne(reading.operations)) {
    const missing = contradictions.filter(({ code, place }) => code === 'no-such-table' && place === operation.place);
    const names = missing.length === 0 ? [] : tableNames(operation).filter((name) => !there.has(name));
    if (names.some((name) => made.has(name) || nearest(name, there) !== undefined)) meant.push(...missing);
    if (operation.kind === 'createTable') {
      made.add(operation.table);
      there.add(operation.table);
    }
    if (operation.kind === 'dropTable') there.delete(operation.table);
    if (operation.kind !== 'renameTable') continue;
    there.delete(operation.table);
    there.add(operation.newName);
    made.add(operation.table).add(operation.newName);
  }
  return meant;
}

/**
 * Whether all constraints of the table have names that a revision says. The others may have those of a naming convention that
 * env.py takes from a package we do not look into.
 */
function namesAreSaid({ place }: Contradiction, { reading, before, after }: RevisionReplay): boolean {
  const tables = oneByOne(reading.operations).flatMap((one) => (one.place === place ? tableNames(one) : []));
  const states = [before, after].flatMap((schema) =>
    tables.flatMap((name) => tableAt(schema, name, null)?.table ?? []),
  );
  return states.every(({ constraints }) =>
    constraints.every(({ kind, name }) => kind === 'primaryKey' || name?.assigned !== true),
  );
}

/** The tables that an operation needs. */
function tableNames(operation: Operation): readonly string[] {
  const own = 'table' in operation && typeof operation.table === 'string' ? [operation.table] : [];
  return operation.kind === 'createForeignKey' ? [...own, operation.referredTable] : own;
}
