import { readOperations, type ReadOptions } from '../../../server/src/operations/readOperations';
import { planUpgrade } from '../../../server/src/revision/plans';
import { getRevisions } from '../../../server/src/revision/resolve';
import { asRevision, related } from '../../../server/src/revision/traverse';
import type { Context } from '../../../server/src/schema/context';
import { emptySchema, type Schema } from '../../../server/src/schema/schema';
import type { ProjectSnapshot } from '../../../server/src/workspace/snapshot';
import { afterReading } from '../../../server/src/usecases/schema/schemaReplay';

/**
 * What revisions leave in a database whose version table holds these rows: all of them and what they follow, in the order an
 * upgrade runs them.
 * @throws Error where they cannot be put in order, or a file is gone.
 */
export function startSchema(
  { chain: { map }, documents }: Pick<ProjectSnapshot, 'chain' | 'documents'>,
  rows: readonly string[],
  context: Context,
  options: ReadOptions,
): Schema {
  const all = planUpgrade(map, [], 'heads');
  if (!all.ok || rows.some((row) => !map.revisions.has(row))) throw new Error('no order');
  const applied = related(map, 'ancestors', getRevisions(map, rows).map(asRevision));
  const ids = new Set([...applied].map(({ id }) => id));
  let schema = emptySchema(context.dialect);
  for (const { revision } of all.value) {
    if (revision === null || !ids.has(revision)) continue;
    const text = documents.get(map.revisions.get(revision)?.script.path ?? '')?.text() ?? null;
    if (text === null) throw new Error(`no file of ${revision}`);
    const { engines, ...reading } = readOperations(text, 'upgrade', context, { ...options, schema });
    if (engines !== null) throw new Error('several databases');
    ({ schema } = afterReading(schema, reading, context, revision));
  }
  return schema;
}
