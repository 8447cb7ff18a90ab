/** Ends a compilation that has no certain answer; `compileExpression` turns it into a `Result`. */
export class NotKnownError extends Error {
  override readonly name = 'NotKnownError';
}

/** @throws NotKnownError always; `reason`: one sentence for the user. */
export function notKnown(reason: string): never {
  throw new NotKnownError(reason);
}
