/** Ends the compilation of an operation for which there is no SQL; `statements()` turns it into its `NoSql`. */
export class DdlRefusal extends Error {
  override readonly name = 'DdlRefusal';

  constructor(readonly reason: string) {
    super(reason);
  }
}

/** @throws DdlRefusal always; `reason`: one sentence for the user. */
export function refuse(reason: string): never {
  throw new DdlRefusal(reason);
}
