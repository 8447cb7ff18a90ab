import { visibleUrl } from '../../engine/alembic/visibleUrl';
import type { GuessFacts, SourceAnswer } from './source';

/** What env.py visibly does. Where it takes the URL from something unknown the configuration is not believed either. */
export function fromEnvironment({ envText, variables }: GuessFacts): SourceAnswer {
  const found = visibleUrl(envText, variables);
  switch (found.kind) {
    case 'url':
      return { kind: 'url', url: found.url, origin: 'env.py as it reads' };
    case 'configuration':
      return null;
    case 'unknown':
      return { kind: 'refused', message: 'Which database env.py opens cannot be seen without running it.' };
  }
}
