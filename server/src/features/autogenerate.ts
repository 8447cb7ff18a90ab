import type { Connection } from 'vscode-languageserver';
import {
  CompareModels,
  CompareProgress,
  type ComparingTable,
  PreviewRevision,
  ReviewClosed,
  WriteRevision,
} from '../protocol/autogenerate';
import type { ModelReviews } from '../usecases/autogenerate/modelReviews';
import { guard } from './support/guard';
import { needed } from './support/needed';
import { onNotification, onRequest, sendProgress } from './support/wire';

/** The requests of autogenerate with its review. What is expected to fail is an answer, not an error. */
export function registerAutogenerate(
  connection: Connection,
  get: () => ModelReviews | null,
  log: (message: string) => void,
): void {
  const reviews = needed(get);
  const progress =
    (token: string) =>
    (table: ComparingTable): void => {
      sendProgress(connection, CompareProgress, token, table);
    };
  onRequest(
    connection,
    CompareModels,
    guard('a comparison', (params, signal) => reviews().compare(params, progress(params.progressId), signal), log),
  );
  onRequest(
    connection,
    PreviewRevision,
    guard('a preview', (params) => reviews().preview(params), log),
  );
  onRequest(
    connection,
    WriteRevision,
    guard('writing a revision', (params, signal) => reviews().write(params, progress(params.reviewId), signal), log),
  );
  onNotification(connection, ReviewClosed, ({ reviewId }) => {
    reviews().close(reviewId);
  });
}
