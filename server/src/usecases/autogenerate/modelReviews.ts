import { randomUUID } from 'node:crypto';
import { pathToUri } from '../../common/fileUri';
import { type ChangedComparison, tableText, type WrittenRevision } from '../../engine/alembic/comparison';
import type { EngineError } from '../../engine/engine';
import type {
  CompareParams,
  ComparingTable,
  ModelReview,
  PreviewFile,
  ReviewParams,
} from '../../protocol/autogenerate';
import type { Failure, Outcome } from '../../protocol/data';
import { databaseInfo } from '../databaseInfo';
import { failed, failureOf, PROJECT_GONE } from '../failures';
import type { RunsHost } from '../runsHost';
import { compareForReview, previewFiles, type ReviewedModels, writeReviewedModels } from './autogenerate';
import type { ProjectSnapshot } from '../../workspace/snapshot';

type Progress = (table: ComparingTable) => void;

interface OpenReview {
  readonly projectId: string;
  readonly models: ReviewedModels;
}

const GONE: Failure = {
  code: 'reviewGone',
  message: 'This comparison is not there any more. Compare again.',
};

/** The comparisons that are under review. Nothing of them is on disk, and no connection is held for them. */
export class ModelReviews {
  readonly #open = new Map<string, OpenReview>();

  constructor(private readonly host: Pick<RunsHost, 'project' | 'context'>) {}

  /** @returns `notUpToDate` where a revision has not been applied: nothing can be compared before. */
  async compare(
    { projectId, options, check }: CompareParams,
    progress: Progress,
    signal: AbortSignal,
  ): Promise<Outcome<{ readonly review: ModelReview }>> {
    const project = this.host.project(projectId);
    if (project === undefined) return failed(PROJECT_GONE);
    const found = await compareForReview(
      project,
      options,
      this.host.context(project),
      reading(progress),
      signal,
      check,
    );
    if (!found.ok) return failed(comparisonFailure(found.error));
    const models = found.value;
    const reviewId = randomUUID();
    if (models.rows.length > 0) this.#open.set(reviewId, { projectId, models });
    const { rows, reasons } = models;
    const databases = models.databases.map(databaseInfo);
    return {
      ok: true,
      review: { reviewId, projectId, projectName: project.config.name, databases, rows, reasons },
    };
  }

  preview({ reviewId, keep }: ReviewParams): Outcome<{ readonly files: readonly PreviewFile[] }> {
    const [review, project] = this.#find(reviewId);
    if (review === undefined || project === undefined) return failed(GONE);
    return { ok: true, files: previewFiles(review.models, project, new Set(keep)) };
  }

  /** Has Alembic write what is ticked. A review can be written once; after a failure it is still there. */
  async write(
    { reviewId, keep }: ReviewParams,
    progress: Progress,
    signal: AbortSignal,
  ): Promise<Outcome<{ readonly uris: readonly string[] }>> {
    const [review, project] = this.#find(reviewId);
    if (review === undefined || project === undefined) return failed(GONE);
    if (keep.length === 0) {
      const message = 'No operation is ticked, so there is nothing to write. Tick one, or make an empty revision.';
      return failed({ code: 'nothingKept', message });
    }
    // Taken out while it runs: a second click must not write a second file.
    this.#open.delete(reviewId);
    const context = this.host.context(project);
    const written = await writeReviewedModels(project, review.models, keep, context, reading(progress), signal);
    const failure = writeFailure(written, review.models);
    if (failure !== null && written.files.length === 0) this.#open.set(reviewId, review);
    return failure === null ? { ok: true, uris: written.files.map(pathToUri) } : failed(failure);
  }

  close(reviewId: string): void {
    this.#open.delete(reviewId);
  }

  #find(reviewId: string): readonly [review?: OpenReview | undefined, project?: ProjectSnapshot | undefined] {
    const review = this.#open.get(reviewId);
    return review === undefined ? [] : [review, this.host.project(review.projectId)];
  }
}

function reading(progress: Progress): (table: string, number: number) => void {
  return (table, number) => {
    progress({ table, number });
  };
}

function comparisonFailure(error: EngineError): Failure {
  if (error.code === 'notUpToDate') {
    const message = 'The database lacks revisions, so the models cannot be compared with it yet. Upgrade it first.';
    return { ...failureOf(error), message };
  }
  return failureOf(error);
}

function writeFailure({ files, error, changed }: WrittenRevision, { rows }: ReviewedModels): Failure | null {
  if (error === null) return null;
  const failure = failureOf(error);
  if (changed !== null) return { ...failure, details: difference(changed, rows) };
  if (files.length === 0) return failure;
  const message = `${files.join(', ')} was written, but then: ${failure.message} Look at the file before you go on.`;
  return { ...failure, code: 'writtenWithError', message };
}

function difference({ added, removed }: ChangedComparison, rows: ReviewedModels['rows']): string {
  const gone = rows.filter(({ key }) => removed.includes(key));
  return [
    ...added.map(({ table, text }) => `+ ${table === null ? '' : `${tableText(table)}: `}${text.trim()}`),
    ...gone.map(({ group, upgrade, downgrade }) => `- ${group}: ${(upgrade ?? downgrade ?? '').trim()}`),
  ].join('\n');
}
