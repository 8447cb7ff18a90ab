import type { GuessFacts, SourceAnswer } from './source';

/** What the user gave to `Alembic: Set Database URL`. */
export function fromSecretStorage({ secret }: GuessFacts): SourceAnswer {
  return secret === null ? null : { kind: 'url', url: secret, origin: 'secret storage' };
}
