import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { expect, it } from 'vitest';
import { schemaDifferences } from '../../../server/src/schema/equal';
import { skipping } from '../../support/missing';
import { createTestDatabase, postgresSkipReason } from '../../support/postgres';
import { liveSchema } from './liveSchema';

/** More than are read over one connection. */
const TABLES = 230;

it(
  'reads many tables over two connections, and over one where there cannot be another',
  skipping(postgresSkipReason()),
  async () => {
    const place = await createTestDatabase();
    const admin = new Client({ connectionString: place.url });
    await admin.connect();
    const role = `aw_test_${randomBytes(6).toString('hex')}`;
    try {
      for (let index = 0; index < TABLES; index += 1) {
        await admin.query(
          `CREATE TABLE t${index} (id serial PRIMARY KEY, n integer CHECK (n > ${index % 3}), s text DEFAULT 'x');
         CREATE INDEX ix${index} ON t${index} (n)`,
        );
      }
      const counted = await liveSchema(place.url);
      expect(counted.tables.size).toBe(TABLES);
      expect(counted.sequences.size).toBe(TABLES);
      for (const [, { table, doubt }] of counted.tables) {
        expect([doubt, table?.indexes.length, table?.columns.length, table?.constraints.length]).toEqual([
          null,
          1,
          3,
          2,
        ]);
      }
      await admin.query(`CREATE ROLE ${role} LOGIN PASSWORD 'aw_secret' CONNECTION LIMIT 1`);
      const url = new URL(place.url);
      url.username = role;
      url.password = 'aw_secret';
      expect(schemaDifferences(counted, await liveSchema(url.href))).toEqual([]);
    } finally {
      await admin.end();
      await place.drop();
      const server = new URL(place.url);
      server.pathname = '/postgres';
      const cleaner = new Client({ connectionString: server.href });
      await cleaner.connect();
      await cleaner.query(`DROP ROLE IF EXISTS ${role}`);
      await cleaner.end();
    }
  },
);
