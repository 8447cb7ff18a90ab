import { basename } from 'node:path';
import { toScript } from '../revision/toScript';
import type { ProjectSnapshot } from './snapshot';

/**
 * What every Alembic command on this project would die of, as far as heads of files and configuration tell: a
 * configuration it refuses, else the first file it refuses, else the chain. Null when it loads them, or when it is not known.
 */
export function loadFailure({ config, documents, chain }: ProjectSnapshot): string | null {
  const refused = config.problems.find(({ severity }) => severity === 'error');
  if (refused !== undefined) return `${basename(refused.file)}: ${refused.message}`;
  for (const document of documents.values()) {
    if (document.script !== null) continue;
    const script = toScript(document.head, document.path);
    if (script.ok || script.error.kind !== 'refused') continue;
    return `${basename(document.path)}: ${script.error.exception}: ${script.error.message}`;
  }
  return chain.error === null ? null : `${chain.error.exception}: ${chain.error.message}`;
}
