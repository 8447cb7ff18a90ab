import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { repositoryRoot } from './repository';

export interface ShopCopy {
  readonly folder: string;
  /** The rows of its database's alembic_version, sorted. */
  versionRows(): readonly string[];
  remove(): Promise<void>;
}

/** Copies examples/shop into a temporary folder of its own. */
export async function copyShop(): Promise<ShopCopy> {
  const temporary = await mkdtemp(join(tmpdir(), 'aw-shop-'));
  const folder = join(temporary, 'shop');
  await cp(join(repositoryRoot, 'examples', 'shop'), folder, { recursive: true });
  return {
    folder,
    versionRows() {
      const database = new Database(join(folder, 'shop.db'), { readonly: true, fileMustExist: true });
      try {
        const rows = database.prepare('SELECT version_num FROM alembic_version ORDER BY version_num').all();
        return rows.map((row) => (row as { readonly version_num: string }).version_num);
      } finally {
        database.close();
      }
    },
    remove: () => rm(temporary, { recursive: true, force: true, maxRetries: 3 }),
  };
}
