import { err, ok } from '../../common/result';
import type { Comparison, WrittenRevision } from '../../engine/alembic/comparison';
import type { ReadingListener } from '../../engine/alembic/compareModels';
import type { EngineResult, OpenedDatabase } from '../../engine/engine';
import type { PreviewFile, ReviewRow } from '../../protocol/autogenerate';
import { type RevisionOptions, revisionWords } from '../../protocol/commandWords';
import type { ProjectSnapshot } from '../../workspace/snapshot';
import { nextRevisionId } from '../commands/numberedRevisions';
import { type EngineContext, openEngine } from '../engineContext';
import { tableOrigin } from './createdTables';
import { emptyReasons } from './emptyReasons';
import { fileText } from './fileText';
import { reviewRows } from './reviewRows';

/** What was found by one comparison, and how the file was asked for: what a review shows and what is written of it. */
export interface ReviewedModels {
  readonly comparison: Comparison;
  readonly databases: readonly OpenedDatabase[];
  readonly rows: readonly ReviewRow[];
  readonly reasons: readonly string[];
  /** Of `alembic revision`. */
  readonly options: readonly string[];
}

/**
 * Compares a project's models with its database through its own env.py; writes nothing. A numbered project goes on with its
 * next number unless an id is given.
 * @param check Whether only the differences are wanted, as by `alembic check`: no file is planned then where none can be.
 * @returns Alembic's refusals as `commandFailed`: a database that is not at the head, a parent that is no head.
 */
export async function compareForReview(
  project: ProjectSnapshot,
  options: RevisionOptions,
  context: EngineContext,
  reading: ReadingListener,
  signal: AbortSignal,
  check = false,
): Promise<EngineResult<ReviewedModels>> {
  const engine = openEngine(project.config, context);
  if (!engine.ok) return engine;
  const revId = options.revId ?? nextRevisionId(project);
  const words = revisionWords({ ...options, ...(revId !== null && { revId }) });
  const found = await engine.value.compareModels(words, check, { reading, output: context.output }, signal);
  if (!found.ok) return err(found.error);
  const { comparison, databases } = found.value;
  const rows = reviewRows(comparison, (table) => tableOrigin(project, table));
  return ok({ comparison, databases, rows, reasons: rows.length > 0 ? [] : emptyReasons(comparison), options: words });
}

/** The files as Alembic will write them when only some of the operations are kept. */
export function previewFiles(
  { comparison }: Pick<ReviewedModels, 'comparison'>,
  { config }: Pick<ProjectSnapshot, 'config'>,
  kept: ReadonlySet<string>,
): readonly PreviewFile[] {
  const isOne = comparison.directives.length === 1;
  return comparison.directives
    .filter(({ bodies }) => {
      const keys = bodies.flatMap(({ operations }) => operations.map(({ key }) => key));
      return isOne || keys.length === 0 || keys.some((key) => kept.has(key));
    })
    .map((directive) => {
      if (directive.problem !== null) {
        const [folder = config.root] = config.versionLocations;
        return { path: folder, text: directive.full, notes: [`No file can be made of it now: ${directive.problem}`] };
      }
      const text = fileText(directive, kept);
      const hooks = config.postWriteHooks.map(({ name }) => name).join(', ');
      return {
        path: directive.path,
        text: text ?? directive.full,
        notes: [
          ...(text === null
            ? ['script.py.mako does more than insert the operations: this is the file with all of them ticked.']
            : []),
          ...(directive.dated ? ['The date is that of the moment the file is written.'] : []),
          ...(hooks === '' ? [] : [`Afterwards these hooks change the file: ${hooks}.`]),
        ],
      };
    });
}

/** Compares again and has Alembic write what is kept. Nothing is written when the comparison finds something else. */
export async function writeReviewedModels(
  project: ProjectSnapshot,
  { comparison, options }: ReviewedModels,
  keep: readonly string[],
  context: EngineContext,
  reading: ReadingListener,
  signal: AbortSignal,
): Promise<WrittenRevision> {
  const engine = openEngine(project.config, context);
  if (!engine.ok) return { files: [], error: engine.error, changed: null };
  const bodies = comparison.directives.flatMap(({ bodies }) => bodies);
  const order = (side: 'upgrade' | 'downgrade'): string[] =>
    bodies.flatMap((body) => body[side].chunks.flatMap(({ leaves }) => leaves.map(({ key }) => key)));
  return engine.value.writeReviewed(
    options,
    {
      revisionId: comparison.revisionId,
      keys: bodies.flatMap(({ operations }) => operations.map(({ key }) => key)),
      keep,
      upgradeOrder: order('upgrade'),
      downgradeOrder: order('downgrade'),
    },
    { reading, output: context.output },
    signal,
  );
}
