import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { dialectNamed } from '../../../server/src/dialect/registry';
import { BARE_ENVIRONMENT } from '../../../server/src/operations/environment';
import type { DialectName } from '../../../server/src/schema/context';
import { SchemaReplay } from '../../../server/src/usecases/schema/schemaReplay';
import { onlineRevision } from '../../../server/src/usecases/sql/onlineStatements';
import { ProjectHooks } from '../../../server/src/usecases/sql/projectHooks';
import { skipping } from '../../support/missing';
import { createTestDatabase } from '../../support/postgres';
import { chainCases, packageOrSkip } from '../realProjects/chains';
import { skipReason } from '../support/venv';
import { askProgram } from './askProgram';
import { chainProject } from './chainProject';
import { CANNOT_RUN } from './initialTables';
import { taskRevision, type Unwritten } from './schemaTask';
import { statementsAlike } from './statementsAlike';

interface Answer {
  readonly id: string;
  readonly error?: string;
  readonly stubbed: readonly string[];
  readonly sent: readonly (readonly [text: string, hasParameters: boolean])[];
  readonly same: number;
  readonly different: readonly { readonly table: string; readonly ours: unknown; readonly real: unknown }[];
}

/** All tables are looked at after so many revisions; `ALEMBIC_WORKBENCH_ORACLE_ALL`: after each. */
const EVERY = process.env.ALEMBIC_WORKBENCH_ORACLE_ALL === undefined ? 25 : 1;

describe('the schema at every revision of', skipping(skipReason()), () => {
  const runnable = chainCases((name) => CANNOT_RUN[name] === undefined);
  const cases = (['postgresql', 'sqlite'] as const).flatMap((dialect) => runnable.map((one) => ({ ...one, dialect })));
  const folder = mkdtempSync(join(tmpdir(), 'aw-chains-'));
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it.for(cases)('$name on $dialect is what the database holds', async ({ dialect, ...one }, context) => {
    const { real, chain, name } = one;
    const root = packageOrSkip(real, context);
    const place = join(folder, `${name}-${dialect}`);
    const { project, naming, readModule } = await chainProject(one, root, place);
    const schemaContext = { dialect, mode: 'online', sqlalchemy: '2.0', naming } as const;
    // schemaRun.py runs revisions without the project's env.py.
    const options = { context: schemaContext, engine: null, readModule, environment: BARE_ENVIRONMENT };
    const replay = new SchemaReplay(options);
    const replayed = replay.upTo(project, 'heads');
    if (replayed === null) throw new Error('no order');
    const unwritten: Unwritten = new Map();
    const revisions = replayed.map(({ id, document, before, after }) =>
      taskRevision({ id, file: document.path, engine: null }, before, after, schemaContext, unwritten),
    );
    const task = {
      root,
      without: chain.without ?? [],
      ignoreAnnotations: chain.sqlalchemy14 ?? false,
      every: EVERY,
      naming,
      revisions,
    };
    const answers = await withDatabases(dialect, (databases) =>
      askProgram<Answer>('schemaRun.py', { ...task, ...databases }),
    );
    const compiler = dialectNamed(dialect);
    if (compiler === undefined) throw new Error(dialect);
    const hooks = new ProjectHooks(options).all(project);
    const different: string[] = [];
    const batches = { copies: 0, same: 0, unknown: [] as string[] };
    for (const { id, different: wrong, sent, error, stubbed } of answers) {
      different.push(...wrong.map((one) => `${id}: ${JSON.stringify(one, null, 1)}`));
      if (dialect !== 'sqlite' || error !== undefined || stubbed.length > 0) continue;
      const texts = sent.filter(([text]) => !/^SELECT/i.test(text));
      if (!texts.some(([text]) => text.includes('_alembic_tmp_')) || texts.some(([, bound]) => bound)) continue;
      batches.copies++;
      const own = onlineRevision(project, id, 'upgrade', { ...options, replay, dialect: compiler, hooks });
      if (!own.ok) batches.unknown.push(`${id}: ${own.error.reason}`);
      else if (
        isAlike(
          own.value,
          texts.map(([text]) => text),
        )
      )
        batches.same++;
      else
        different.push(`${id}\n--- ours\n${own.value.join('\n')}\n--- sent\n${texts.map(([text]) => text).join('\n')}`);
    }
    const last = answers.at(-1);
    const ran = answers.filter(({ error }) => error === undefined).length;
    const same = answers.reduce((sum, one) => sum + one.same, 0);
    const doubted = revisions[ran - 1]?.doubted.length ?? 0;
    const listed = replayed[ran - 1]?.after.tables.size ?? 0;
    console.log(
      [
        `${name}, ${dialect}: ${ran} of ${revisions.length} revisions run; ${same} tables compared and the same, ` +
          `${different.length} different; at the end ${doubted} of ${listed} tables in doubt` +
          (replayed[ran - 1]?.after.doubt === null ? '' : `, and others may be there`),
        ...(batches.copies === 0
          ? []
          : [
              `  revisions that copy tables: ${batches.copies}, known ${batches.same}`,
              ...batches.unknown.map((one) => `    ${one}`),
            ]),
        ...[...unwritten].map(([reason, count]) => `  ${count} × not written: ${reason}`),
        ...(last?.error === undefined ? [] : [`  ended at ${last.id}: ${last.error}`]),
      ].join('\n'),
    );
    expect(different.slice(0, 10), `${different.length} differ`).toEqual([]);
  });
});

function isAlike(ours: readonly string[], sent: readonly string[]): boolean {
  const plain = (text: string): string => text.trim().replace(/;$/, '').trim();
  return statementsAlike(ours.map(plain), sent.map(plain));
}

async function withDatabases<T>(
  dialect: DialectName,
  use: (databases: { readonly url: string; readonly scratch: string }) => Promise<T>,
): Promise<T> {
  if (dialect === 'sqlite') {
    const folder = mkdtempSync(join(tmpdir(), 'aw-schema-'));
    try {
      return await use({ url: `sqlite:///${join(folder, 'run.db')}`, scratch: 'sqlite://' });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
  const [run, scratch] = [await createTestDatabase(), await createTestDatabase()];
  try {
    return await use({ url: run.url, scratch: scratch.url });
  } finally {
    await Promise.all([run.drop(), scratch.drop()]);
  }
}
