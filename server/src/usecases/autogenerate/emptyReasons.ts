import type { ComparedEnvironment, Comparison } from '../../engine/alembic/comparison';

/** Why a comparison that found nothing may have found nothing. Sentences, the likeliest first; empty: all is as it looks. */
export function emptyReasons({ environments, directives }: Comparison): readonly string[] {
  const reasons = REASONS.filter(({ when }) => environments.some(when)).map(({ say }) => say);
  const removed = environments.some(({ hook, operationsBeforeHook }) => hook && operationsBeforeHook > 0);
  const hook = directives.length === 0 ? DROPPED : EMPTIED;
  return removed ? [hook, ...reasons] : reasons;
}

const DROPPED = 'process_revision_directives in env.py dropped the revision, although there were differences.';
const EMPTIED = 'process_revision_directives in env.py took all differences out.';

const REASONS: readonly { readonly when: (environment: ComparedEnvironment) => boolean; readonly say: string }[] = [
  {
    when: ({ modelTables }) => modelTables === 0,
    say: 'target_metadata has no tables: env.py probably does not import the modules of the models.',
  },
  {
    when: ({ filters }) => filters.includes('include_name'),
    say: 'include_name in env.py filters what is read of the database.',
  },
  {
    when: ({ filters }) => filters.includes('include_object'),
    say: 'include_object in env.py filters what is compared.',
  },
];
