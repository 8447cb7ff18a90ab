import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { namingOf } from '../../../../server/src/usecases/sql/naming';
import { memoryFileSystem } from '../../../support/memoryFileSystem';

const MODELS = "metadata = MetaData(naming_convention={'pk': 'pk_%(table_name)s'})\n";

/** @param env the env.py; null: there is none. */
function naming(env: string | null, models = MODELS) {
  const fs = memoryFileSystem({
    '/shop/alembic/env.py': env ?? '',
    '/shop/models.py': models,
    '/shop/.venv/lib/other.py': MODELS,
  });
  const envPy = env === null ? null : resolve('/shop/alembic/env.py');
  return namingOf({ envPy, workingDirectory: resolve('/shop') }, fs);
}

it('is none where env.py hands over no metadata, or nothing speaks of a convention', () => {
  expect(naming(null)).toBeNull();
  expect(naming('context.configure(url=url)')).toBeNull();
  expect(naming('target_metadata = None\n# target_metadata = mymodel.Base.metadata\n')).toBeNull();
  expect(naming('target_metadata = models.metadata', 'metadata = MetaData()')).toBeNull();
});

it('is not known where a module of the project speaks of one', () => {
  expect(naming('target_metadata = models.metadata')).toBe('unknown');
  expect(naming('target_metadata = None\ncontext.configure(target_metadata=target_metadata)')).toBe('unknown');
});
