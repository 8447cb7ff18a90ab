import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { NativeProgram } from '../../../server/src/engine/native/program';
import { chainCases, packageOrSkip } from '../../oracle/realProjects/chains';
import { chainProject } from '../../oracle/sql/chainProject';
import { skipReason } from '../../oracle/support/venv';
import { skipping } from '../../support/missing';
import { createTestDatabase, postgresSkipReason } from '../../support/postgres';
import { AlembicSteps } from './alembicSteps';
import { runInTurns, type Share, type Turns, type TurnsOfChain, type Urls } from './engineTurns';

type Dialect = NativeProgram['dialect'];
const DIALECTS: readonly Dialect[] = ['sqlite', 'postgresql'];

/** Short ones; with `ALEMBIC_WORKBENCH_ORACLE_ALL` every chain, on both. */
const USUAL: Readonly<Record<Dialect, ReadonlySet<string>>> = {
  sqlite: new Set(['mlflow auth', 'jupyterhub', 'phoenix', 'ironic']),
  postgresql: new Set(['mlflow auth', 'jupyterhub']),
};
const EVERY_CHAIN = process.env.ALEMBIC_WORKBENCH_ORACLE_ALL !== undefined;
/** Long chains take their time. */
const TIMEOUT = 1_200_000;

describe('engines in turn, over the real chain of', skipping(skipReason() ?? postgresSkipReason()), () => {
  const cases = DIALECTS.flatMap((dialect) =>
    chainCases((name) => EVERY_CHAIN || USUAL[dialect].has(name)).map((one) => ({ ...one, dialect })),
  );
  const results: { readonly name: string; readonly turns: TurnsOfChain }[] = [];
  const folder = mkdtempSync(join(tmpdir(), 'aw-native-'));
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it.for(cases)('$name on $dialect', { timeout: TIMEOUT }, async ({ dialect, ...one }, context) => {
    const { real, chain, name } = one;
    const root = packageOrSkip(real, context);
    const place = join(folder, `${name}-${dialect}`);
    const project = await chainProject(one, root, place);
    const { without = [], sqlalchemy14: ignoreAnnotations = false } = chain;
    await withDatabases(dialect, place, async (urls) => {
      const { config, naming } = project;
      const alembic = new AlembicSteps({ root, config, naming, urls: { ...urls }, without, ignoreAnnotations });
      try {
        const turns = await runInTurns(project, dialect, urls, alembic);
        results.push({ name: `${name}, ${dialect}`, turns });
        expect(turns.wrong).toEqual([]);
      } finally {
        alembic.close();
      }
    });
  });

  it('runs at least 80% of the steps that Alembic runs without the project', (context) => {
    if (results.length === 0) context.skip('no chain could be fetched');
    const all = results.flatMap(({ turns }) => [turns.upgrade, turns.downgrade]);
    const totals = [
      { what: 'revisions up', share: sumOf(results.map(({ turns }) => turns.upgrade.all)) },
      { what: 'revisions down', share: sumOf(results.map(({ turns }) => turns.downgrade.all)) },
      { what: 'steps before the first that Alembic cannot do', share: sumOf(all.map(({ unbroken }) => unbroken)) },
    ];
    console.log(
      [
        'natively, to an equal catalogue, of what Alembic runs without what the project imports: up; down; needs the project; fails in Alembic',
        ...results.map(({ name, turns }) => `  ${name}: ${row(turns)}`),
        ...totals.map(({ what, share }) => `all ${what}: ${shareText(share)}`),
        ...reasonsOf(all).map((line) => `  not native ${line}`),
      ].join('\n'),
    );
    for (const { what, share } of totals) {
      expect(share.native, what).toBeGreaterThanOrEqual(0.8 * share.counted);
    }
  });
});

function sumOf(shares: readonly Share[]): Share {
  const sum = (part: keyof Share): number => shares.reduce((total, share) => total + share[part], 0);
  return { counted: sum('counted'), native: sum('native') };
}

function row({ upgrade, downgrade }: TurnsOfChain): string {
  const first = upgrade.firstError === '' ? '' : `, first ${upgrade.firstError.slice(0, 120)}`;
  const shares = [upgrade, downgrade].map(({ all }) => shareText(all));
  return `${shares.join('; ')}; ${upgrade.stubbed} + ${downgrade.stubbed}; ${upgrade.failed} + ${downgrade.failed}${first}`;
}

function shareText({ native, counted }: Share): string {
  return counted === 0 ? 'none' : `${native} of ${counted} (${Math.round((100 * native) / counted)}%)`;
}

function reasonsOf(turns: readonly Turns[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const [reason, count] of turns.flatMap(({ refusals }) => [...refusals])) {
    counts.set(reason, (counts.get(reason) ?? 0) + count);
  }
  return [...counts].toSorted(([, a], [, b]) => b - a).map(([reason, count]) => `${count} × ${reason}`);
}

async function withDatabases(dialect: Dialect, place: string, use: (urls: Urls) => Promise<void>): Promise<void> {
  if (dialect === 'sqlite') {
    const url = (name: keyof Urls): string => `sqlite:///${place}-${name}.db`;
    await use({ theirs: url('theirs'), even: url('even'), odd: url('odd') });
    return;
  }
  const made = [await createTestDatabase(), await createTestDatabase(), await createTestDatabase()] as const;
  const [theirs, even, odd] = made;
  try {
    await use({ theirs: theirs.url, even: even.url, odd: odd.url });
  } finally {
    await Promise.all(made.map((one) => one.drop()));
  }
}
