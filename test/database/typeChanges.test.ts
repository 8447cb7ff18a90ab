import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { oraclePython } from '../oracle/support/venv';
import { createMariadbDatabase, mariadbSkipReason } from '../support/mariadb';
import { createTestDatabase } from '../support/postgres';
import { repositoryRoot } from '../support/repository';

interface Answer {
  /** Changes that are said to keep every value, and did not. */
  readonly wrong: readonly string[];
  /** How many are said to keep them. */
  readonly said: number;
}

function tried(url: string): Answer {
  const files = ['test/database/typeChanges.py', 'server/bridge/typeChanges.py'].map((file) =>
    join(repositoryRoot, file),
  );
  return JSON.parse(execFileSync(oraclePython(), [...files, url], { encoding: 'utf8' })) as Answer;
}

const noMariadb = await mariadbSkipReason();

describe('a change of type that is not marked keeps every value', () => {
  it('on PostgreSQL', async () => {
    const database = await createTestDatabase();
    try {
      const { wrong, said } = tried(database.url);
      expect(wrong).toEqual([]);
      // The twenty that change nothing, and what is wider.
      expect(said).toBeGreaterThan(50);
    } finally {
      await database.drop();
    }
  });

  it.skipIf(noMariadb !== null)('on MariaDB', () => {
    const database = createMariadbDatabase();
    try {
      const { wrong, said } = tried(database.url);
      expect(wrong).toEqual([]);
      expect(said).toBeGreaterThan(40);
    } finally {
      database.drop();
    }
  });
});
