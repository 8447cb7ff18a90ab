import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ProjectConfig } from '../../../server/src/project/model';
import { INITIAL_TABLES } from './initialTables';

/** The chain with a revision before its first that makes the tables it finds, where there are such. */
export function withInitialTables(name: string, config: ProjectConfig, folder: string): ProjectConfig {
  const body = INITIAL_TABLES[name];
  if (body === undefined) return config;
  for (const location of config.versionLocations) cpSync(location, folder, { recursive: true });
  for (const file of readdirSync(folder)) {
    const path = join(folder, file);
    if (!file.endsWith('.py')) continue;
    const text = readFileSync(path, 'utf8');
    writeFileSync(path, text.replace(/^down_revision(?:\s*:.*?)?\s*=\s*None/m, "down_revision = 'initial'"));
  }
  const head = ['from alembic import op', 'import sqlalchemy as sa', "revision = 'initial'", 'down_revision = None'];
  const lines = [...head, 'def upgrade():', ...body.map((line) => `    ${line}`), ''];
  writeFileSync(join(folder, 'initial_tables.py'), lines.join('\n'));
  return { ...config, versionLocations: [folder] };
}
