import { readOperations, type ReadOptions } from '../../operations/readOperations';
import { planUpgrade } from '../../revision/plans';
import { getRevisions } from '../../revision/resolve';
import { asRevision, related } from '../../revision/traverse';
import type { Context } from '../../schema/context';
import { emptySchema, type Schema } from '../../schema/schema';
import type { ProjectSnapshot } from '../../workspace/snapshot';
import { afterReading } from '../schema/schemaReplay';

/**
 * What revisions leave in a database whose version table holds these rows: all of them and what they follow, in the order an
 * upgrade runs them.
 * @returns null where they cannot be put in order, or a file is gone.
 */
export function startSchema(
  { chain: { map }, documents }: Pick<ProjectSnapshot, 'chain' | 'documents'>,
  rows: readonly string[],
  context: Context,
  options: ReadOptions,
): Schema | null {
  const all = planUpgrade(map, [], 'heads');
  if (!all.ok || rows.some((row) => !map.revisions.has(row))) return null;
  const applied = related(map, 'ancestors', getRevisions(map, rows).map(asRevision));
  const ids = new Set([...applied].map(({ id }) => id));
  let schema = emptySchema(context.dialect);
  for (const { revision } of all.value) {
    if (revision === null || !ids.has(revision)) continue;
    const text = documents.get(map.revisions.get(revision)?.script.path ?? '')?.text() ?? null;
    if (text === null) return null;
    const { engines, ...reading } = readOperations(text, 'upgrade', context, { ...options, schema });
    if (engines !== null) return null;
    ({ schema } = afterReading(schema, reading, context, revision));
  }
  return schema;
}
