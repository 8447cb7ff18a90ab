import type { Fact } from '../../revision/facts';
import { exampleRevision } from '../example';
import type { ChainInput } from '../input';
import type { Rule } from '../rule';

type KnownId = Extract<Fact<string>, { kind: 'known' }>;

/** `version_num` is VARCHAR(32) (alembic/ddl/impl.py, `version_table_impl`). */
const LIMIT = 32;

/** Looks at the chain's ids before the files: a keystroke is behind this. */
function mayHoldLongId({ chain, withoutScript }: ChainInput): boolean {
  if (withoutScript.size > 0 || chain.defects.some(({ kind }) => kind === 'illegalId')) return true;
  for (const id of chain.map.revisions.keys()) if (id.length > LIMIT) return true;
  return false;
}

export const revisionIdTooLong: Rule<ChainInput> = {
  id: 'revision-id-too-long',
  severity: 'error',
  documentation: {
    summary: 'A revision id of more than 32 characters.',
    why: "Alembic keeps the id in a column `VARCHAR(32)`. PostgreSQL and MySQL refuse a longer one after the migration ran; SQLite doesn't look at the length, so local tests pass. Silent when a revision of the project or its env.py changes the version table.",
    fix: 'Use an id of 32 characters or fewer.',
    valid: [
      { files: { 'a.py': exampleRevision({ id: 'abcdefghijklmnopqrstuvwxyz012345' }) } },
      {
        files: {
          'a.py': exampleRevision({
            id: 'aaaa',
            upgrade: 'op.alter_column("alembic_version", "version_num", type_=sa.String(64))',
            downgrade: 'op.alter_column("alembic_version", "version_num", type_=sa.String(32))',
          }),
          'b.py': exampleRevision({ id: 'add_customers_and_their_addresses_0042', down: '"aaaa"' }),
        },
      },
    ],
    invalid: [
      {
        files: { 'a.py': exampleRevision({ id: 'add_customers_and_their_addresses' }) },
        messages: [
          "Revision id 'add_customers_and_their_addresses' has 33 characters; alembic_version.version_num holds 32.",
        ],
      },
    ],
  },
  check(input) {
    if (!mayHoldLongId(input)) return [];
    const { documents, config } = input;
    const long: { readonly file: string; readonly fact: KnownId; readonly length: number }[] = [];
    for (const { path, head } of documents.values()) {
      const fact = head.revision;
      if (fact.kind !== 'known' || fact.value.length <= LIMIT) continue;
      // The database counts characters, not UTF-16 units.
      const length = [...fact.value].length;
      if (length > LIMIT) long.push({ file: path, fact, length });
    }
    if (long.length === 0 || config.versionTableCustomized) return [];
    if ([...documents.values()].some((document) => document.body().mentionsVersionTable)) return [];
    const sqliteOnly = config.url?.value.startsWith('sqlite') ?? false;
    return long.map(({ file, fact, length }) => ({
      file,
      range: fact.range,
      message: `Revision id '${fact.value}' has ${length} characters; alembic_version.version_num holds ${LIMIT}.`,
      ...(sqliteOnly ? { severity: 'warning' as const } : {}),
      data: { id: fact.value },
    }));
  },
};
