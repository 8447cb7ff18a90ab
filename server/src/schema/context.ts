import type { NamingConvention } from './model';

export type DialectName = 'postgresql' | 'sqlite' | 'mysql';

/** What Alembic's answers depend on besides the file. */
export interface Context {
  readonly dialect: DialectName;
  /** `offline`: as `--sql` runs it, without a connection. */
  readonly mode: 'online' | 'offline';
  /** Which SQLAlchemy is followed where its versions differ. */
  readonly sqlalchemy: '2.0' | '2.1';
  /** `target_metadata.naming_convention`; null: SQLAlchemy's default; `unknown`: there may be one. */
  readonly naming: NamingConvention | null | 'unknown';
}
