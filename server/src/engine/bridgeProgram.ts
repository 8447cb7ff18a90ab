import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Runs what the others define, so it comes last. */
const MAIN = 'alembicBridge.py';

/**
 * The bridge as one text: Python is given it over a pipe, where no file of ours can be imported.
 * @param folder Where its files stand; empty text when they are missing.
 */
export function bridgeProgram(folder: string): string {
  if (!existsSync(join(folder, MAIN))) return '';
  const parts = readdirSync(folder)
    .filter((name) => name.endsWith('.py') && name !== MAIN)
    .sort();
  return [...parts, MAIN].map((name) => readFileSync(join(folder, name), 'utf8')).join('\n\n');
}
