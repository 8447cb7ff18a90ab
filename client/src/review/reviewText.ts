import type { ModelReview } from '../../../server/src/protocol/autogenerate';

/** The databases of a review, for a sentence. */
export function comparedWith({ databases, projectName }: Pick<ModelReview, 'databases' | 'projectName'>): string {
  const names = databases.map(({ label, name }) => (name === undefined ? label : `${name}: ${label}`));
  return names.length === 0 ? projectName : names.join(', ');
}

/** Said when models and database are the same. */
export function nothingFound(review: ModelReview): string {
  const same = `No difference was found between the models and ${comparedWith(review)}. No revision was made.`;
  return [same, ...review.reasons].join(' ');
}

/** The line below the title of the review. */
export function aboutReview(review: ModelReview, readOnly: boolean): string {
  const { rows } = review;
  const tables = new Set(rows.map(({ group, database }) => JSON.stringify([group, database]))).size;
  const operations = rows.length === 1 ? '1 operation' : `${rows.length} operations`;
  const on = tables === 1 ? '1 table' : `${tables} tables`;
  const end = readOnly ? 'Nothing is written.' : 'Nothing is written before you choose Create Revision.';
  return `The models of ${review.projectName} compared with ${comparedWith(review)}: ${operations} on ${on}. ${end}`;
}

/** Where a change of models or database was found after the review. */
export function changedDetail(details: string | undefined): string {
  const lines = (details ?? '').split('\n');
  const most = 12;
  const left = lines.length - most;
  return [...lines.slice(0, most), ...(left > 0 ? [`… and ${left} more lines in the log`] : [])].join('\n');
}
