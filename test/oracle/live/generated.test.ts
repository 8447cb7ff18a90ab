import { describe, expect, it } from 'vitest';
import { skipping } from '../../support/missing';
import { createTestDatabase, postgresSkipReason } from '../../support/postgres';
import { skipReason } from '../support/venv';
import { findingsText, generatedFindings } from './generatedDatabase';

/** `ALEMBIC_WORKBENCH_GENERATED_TABLES`: so many tables instead. */
const COUNT = Number(process.env.ALEMBIC_WORKBENCH_GENERATED_TABLES ?? 150);

describe('the live schema of generated tables', skipping(skipReason() ?? postgresSkipReason()), () => {
  it('is what the inspector finds, and is made again, on PostgreSQL', async () => {
    const databases = [await createTestDatabase(), await createTestDatabase()];
    try {
      const [url = '', copy = ''] = databases.map((one) => one.url);
      const found = await generatedFindings(url, copy, COUNT);
      console.log(findingsText(found));
      expect(found.inspection.slice(0, 20)).toEqual([]);
      expect(found.copy.slice(0, 20)).toEqual([]);
      expect(found.tables).toBeGreaterThan(COUNT / 2);
    } finally {
      await Promise.all(databases.map((one) => one.drop()));
    }
  });
});
