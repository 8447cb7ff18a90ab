import { err, ok, type Result } from '../../common/result';
import type { VersionTableOptions } from '../../dialect/versionTableSql';
import type { Argument, Expression } from '../../python/ast';

/** What env.py tells Alembic about a run. */
export interface ConfigureOptions {
  readonly versionTable: VersionTableOptions;
  /** Null: as the dialect has it. */
  readonly transactionalDdl: boolean | null;
  readonly transactionPerMigration: boolean;
}

/** Alembic's defaults. */
export const CONFIGURE_DEFAULTS: ConfigureOptions = {
  versionTable: { name: 'alembic_version', schema: null, primaryKey: true },
  transactionalDdl: null,
  transactionPerMigration: false,
};

/** Keywords of `context.configure()` that change nothing in what a run sends. */
const WITHOUT_EFFECT = new Set([
  ...['url', 'target_metadata', 'render_as_batch', 'compare_type', 'compare_server_default', 'include_schemas'],
  ...['include_object', 'include_name', 'process_revision_directives', 'user_module_prefix', 'render_item'],
  ...['sqlalchemy_module_prefix', 'alembic_module_prefix', 'upgrade_token', 'downgrade_token', 'template_args'],
]);

/**
 * Reads the keywords of `context.configure()`.
 * @param accepts others that may be there.
 * @returns in the error the first that is not followed, one sentence.
 */
export function configureOptions(
  given: readonly Argument[],
  accepts: (option: string, value: Expression) => boolean,
): Result<ConfigureOptions, string> {
  let { versionTable, transactionalDdl, transactionPerMigration } = CONFIGURE_DEFAULTS;
  for (const { kind, name, value } of given) {
    if (kind !== 'keyword' || name === undefined) return err('What env.py gives `context.configure()` is not known.');
    const option = name.name;
    if (WITHOUT_EFFECT.has(option) || accepts(option, value)) continue;
    const flag = value.kind === 'boolean' ? value.value : null;
    const text = value.kind === 'string' ? value.value : null;
    if (option === 'version_table_schema' && value.kind === 'none') continue;
    if (option === 'transaction_per_migration' && flag !== null) transactionPerMigration = flag;
    else if (option === 'transactional_ddl' && flag !== null) transactionalDdl = flag;
    else if (option === 'version_table' && text !== null) versionTable = { ...versionTable, name: text };
    else if (option === 'version_table_schema' && text !== null) versionTable = { ...versionTable, schema: text };
    else if (option === 'version_table_pk' && flag !== null) versionTable = { ...versionTable, primaryKey: flag };
    else return err(`What env.py gives \`context.configure()\` as \`${option}\` is not followed.`);
  }
  return ok({ versionTable, transactionalDdl, transactionPerMigration });
}
