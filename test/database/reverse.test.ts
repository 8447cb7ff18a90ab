import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { fc } from '../support/random';
import { describe, expect, it } from 'vitest';
import { nodeFileSystem } from '../../server/src/common/nodeFileSystem';
import { applyOperations } from '../../server/src/operations/applyOperation';
import { BARE_ENVIRONMENT } from '../../server/src/operations/environment';
import { planUpgrade } from '../../server/src/revision/plans';
import type { Context, DialectName } from '../../server/src/schema/context';
import { emptySchema } from '../../server/src/schema/schema';
import { loadProject } from '../../server/src/usecases/loadProject';
import { moduleReader } from '../../server/src/usecases/projectModules';
import { type DowngradeOptions, generateDowngrade } from '../../server/src/usecases/schema/generateDowngrade';
import { SchemaReplay } from '../../server/src/usecases/schema/schemaReplay';
import type { ProjectSnapshot } from '../../server/src/workspace/snapshot';
import { packageOrSkip } from '../oracle/realProjects/chains';
import { chainConfig } from '../oracle/realProjects/fetch';
import { REAL_PACKAGES, type RealChain } from '../oracle/realProjects/projects';
import { oraclePython, skipReason } from '../oracle/support/venv';
import { createMariadbDatabase, mariadbSkipReason } from '../support/mariadb';
import { skipping } from '../support/missing';
import { createTestDatabase, postgresSkipReason } from '../support/postgres';
import { repositoryRoot } from '../support/repository';
import { testSeed } from '../support/seed';
import { inside, outside, tables } from '../unit/operations/reverse/generated';
import { contextOf, operationsOf } from '../unit/operations/reverse/undone';

/** Everything is tried where the variable says so. */
const ALL = process.env.ALEMBIC_WORKBENCH_REVERSE === 'all';

/** How many revisions of a chain are tried, chosen by hash. */
const TRIED = ALL ? Infinity : 15;

/**
 * Chains that run without their application, from an empty database, on these. The others need tables that no revision makes
 * (superset, mlflow, jupyterhub), or modules that are not there (prefect, neutron).
 */
const RUNNING: readonly (readonly [chain: string, dialect: DialectName])[] = [
  ['ckan', 'postgresql'],
  ['rucio', 'sqlite'],
  ['mlflow auth', 'postgresql'],
  ['mlflow auth', 'sqlite'],
  ['ironic', 'postgresql'],
  ['phoenix', 'postgresql'],
  ['phoenix', 'sqlite'],
];

/** What roundTrips.py answers. */
interface Answer {
  readonly id: string;
  readonly outcome: string;
  readonly detail: string;
  /** Modules the file needs and that were stubbed: what it did is no truth. */
  readonly stubbed: readonly string[];
}

interface Step {
  readonly id: string;
  readonly file: string;
  readonly check: boolean;
}

/** As roundTrips.py runs revisions: without the project's env.py. */
function readingsFor(project: ProjectSnapshot, dialect: DialectName): DowngradeOptions['readings'] {
  const readModule = moduleReader(project.config, nodeFileSystem);
  const optionsOf = (
    name: DialectName,
    mode: Context['mode'],
  ): ReturnType<DowngradeOptions['readings']['options']> => ({
    context: { dialect: name, mode, sqlalchemy: '2.0', naming: null },
    readModule,
    environment: BARE_ENVIRONMENT,
  });
  const replay = new SchemaReplay({ ...optionsOf(dialect, 'online'), engine: null });
  return { dialectOf: () => dialect, options: (_, name, mode) => optionsOf(name, mode), replay: () => replay };
}

/** Revisions with what was generated for them, and why not where it was not. */
function generated(
  project: ProjectSnapshot,
  dialect: DialectName,
  folder: string,
  most: number,
): { readonly steps: readonly Step[]; readonly without: readonly string[] } {
  const readings = readingsFor(project, dialect);
  const plan = planUpgrade(project.chain.map, [], 'heads');
  if (!plan.ok) throw new Error(plan.error.message);
  const without: string[] = [];
  const steps = plan.value.map(({ revision }): Step => {
    const id = revision ?? '';
    const made = generateDowngrade(project, id, { readings, irreversible: 'comment' });
    const file = join(folder, `${createHash('sha1').update(id).digest('hex')}.py`);
    const reasons = made.ok ? made.value.notUndone.map(({ reason }) => reason) : [made.error];
    const original = project.chain.map.revisions.get(id)?.script.path ?? '';
    if (made.ok) writeFileSync(file, made.value.text);
    if (reasons.length > 0) without.push(`${id}: ${reasons[0] ?? ''}`);
    return { id, file: made.ok ? file : original, check: reasons.length === 0 };
  });
  const chosen = new Set(
    steps
      .filter(({ check }) => check)
      .toSorted((a, b) => hashOf(a.id).localeCompare(hashOf(b.id)))
      .slice(0, most),
  );
  return { steps: steps.map((step) => ({ ...step, check: chosen.has(step) })), without };
}

function hashOf(text: string): string {
  return createHash('sha1').update(text).digest('hex');
}

async function roundTrips(
  root: string,
  chain: Pick<RealChain, 'without' | 'sqlalchemy14'>,
  url: string,
  folder: string,
  steps: readonly Step[],
): Promise<readonly Answer[]> {
  const asked = promisify(execFile)(oraclePython(), [join(repositoryRoot, 'test/database/roundTrips.py')], {
    cwd: folder,
    maxBuffer: 2 ** 28,
  });
  const task = { root, without: chain.without ?? [], ignoreAnnotations: chain.sqlalchemy14 ?? false, url, steps };
  asked.child.stdin?.end(JSON.stringify(task));
  const { stdout } = await asked;
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Answer);
}

/** Counts by what stands before the colon, the most frequent first. */
function counted(items: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(item, (counts.get(item) ?? 0) + 1);
  return [...counts]
    .toSorted(([, a], [, b]) => b - a)
    .map(([item, count]) => `  ${count} ${item}`)
    .join('\n');
}

describe('up, down by what is generated, and up again', skipping(skipReason() ?? postgresSkipReason()), () => {
  const chains = REAL_PACKAGES.flatMap((real) => real.chains.map((chain) => ({ real, chain, name: chain.name })));
  const wanted = process.env.ALEMBIC_WORKBENCH_ORACLE_PROJECT;
  const runs = chains.flatMap((one) => (['postgresql', 'sqlite'] as const).map((dialect) => ({ ...one, dialect })));
  const isRunning = (name: string, dialect: DialectName): boolean =>
    RUNNING.some(([chain, on]) => chain === name && on === dialect);
  const asked = runs.filter(({ name, dialect }) => {
    return wanted === undefined ? ALL || isRunning(name, dialect) : name === wanted;
  });

  it.for(asked)('$name on $dialect', { timeout: 600_000 }, async ({ real, chain, name, dialect }, context) => {
    const root = packageOrSkip(real, context);
    const project = await loadProject(chainConfig(root, chain), { fs: nodeFileSystem });
    const folder = mkdtempSync(join(tmpdir(), 'aw-test-'));
    mkdirSync(join(folder, 'revisions'));
    const database = dialect === 'postgresql' ? await createTestDatabase() : null;
    try {
      const { steps, without } = generated(project, dialect, join(folder, 'revisions'), TRIED);
      const url = database?.url ?? `sqlite:///${join(folder, 'test.db')}`;
      const answers = await roundTrips(root, chain, url, folder, steps);
      const reasons = without.map(
        (one) =>
          `not wholly: ${one
            .slice(one.indexOf(':') + 2)
            .replaceAll(/`[^`]*`/g, '`…`')
            .slice(0, 110)}`,
      );
      const outcomes = answers.map(({ outcome, stubbed }) => (stubbed.length > 0 ? `${outcome}, stubbed` : outcome));
      const tried = steps.filter(({ check }) => check).length;
      console.log(
        `${name}, ${dialect}: ${steps.length} revisions, ${tried} tried\n${counted([...outcomes, ...reasons])}`,
      );
      const wrong = answers.filter(({ outcome }) => !/^(?:exact|run|upFailed)$/.test(outcome));
      for (const { id, outcome, detail, stubbed } of answers) {
        if (outcome !== 'exact' && outcome !== 'run') console.log(`  ${outcome} ${id}: ${detail} ${stubbed.join(' ')}`);
      }
      expect(wrong.filter(({ stubbed }) => stubbed.length === 0)).toEqual([]);
    } finally {
      await database?.drop();
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

/** SQLite's catalogue takes long to read. */
const SAMPLES = { postgresql: 40, sqlite: 10, mysql: 10 };
const SEED = testSeed();

/** Pairs of revisions: one makes tables of its own, the next one changes them. */
function pairs(dialect: DialectName, number: number): readonly (readonly [before: string, upgrade: string])[] {
  // What fails on MySQL leaves what it did before: one statement alone leaves nothing.
  const upgrades = { sqlite: inside, mysql: outside, postgresql: fc.oneof(outside, inside) }[dialect];
  const context = contextOf(dialect);
  return fc
    .sample(fc.tuple(tables, upgrades), { numRuns: number * 4, seed: SEED })
    .map(([before, upgrade]) => (dialect === 'mysql' ? forMysql(before, upgrade) : ([before, upgrade] as const)))
    .filter(([before, upgrade]) => {
      const { schema } = applyOperations(emptySchema(dialect), operationsOf(before, context), context);
      const after = applyOperations(schema, operationsOf(upgrade, context), context);
      return after.contradictions.length === 0 && after.schema.tables.every(({ doubt }) => doubt === null);
    })
    .slice(0, number);
}

/** The index of a foreign key of MySQL's, given back by name: it gives way to no other any more. */
function isIndexThatStays(outcome: string, detail: string): boolean {
  return outcome === 'againDifferent' && /^added t_\d+ +KEY `fk_t_\d+` \(`\w+`\)$/.test(detail);
}

/** Null: a file serves. */
function databaseFor(dialect: DialectName): Promise<{ readonly url: string; drop(): void | Promise<void> } | null> {
  if (dialect === 'postgresql') return createTestDatabase();
  return Promise.resolve(dialect === 'mysql' ? createMariadbDatabase() : null);
}

/** The same without what MySQL has not (keys on texts without a length, DEFERRABLE), and with the types that it must be told. */
function forMysql(before: string, upgrade: string): readonly [before: string, upgrade: string] {
  const [made, changed] = [before, upgrade].map((text) =>
    text.replaceAll('sa.Text()', 'sa.String(30)').replaceAll(/, (?:deferrable=True|initially='DEFERRED')/g, ''),
  ) as [string, string];
  const [, column = ''] = /^op\.alter_column\('t', '(\w)'/.exec(changed) ?? [];
  const [, type] = new RegExp(`sa\\.Column\\('${column}', (sa\\.\\w+\\([^)]*\\))`).exec(made) ?? [];
  return [made, type === undefined ? changed : changed.replace(/\)$/, `, existing_type=${type})`)];
}

/** The same with names that no other pair has. */
function renamed(body: string, number: number): string {
  return body
    .replaceAll(/'(t|u|n|parent|kind|(?:uq|ck|fk|ix|pk)_\w+)'/g, `'$1_${number}'`)
    .replace("'parent.id'", `'parent_${number}.id'`)
    .replace('ix_raw ON t', `ix_raw_${number} ON t_${number}`);
}

function revisionText(id: string, down: string | null, body: string): string {
  const lines = body
    .trim()
    .split('\n')
    .map((line) => `    ${line}`);
  const head = `import sqlalchemy as sa\nfrom alembic import op\nrevision = '${id}'\ndown_revision = ${down === null ? 'None' : `'${down}'`}\n`;
  return `${head}\ndef upgrade():\n${lines.join('\n')}\n`;
}

describe(`generated operations, undone (seed ${SEED})`, skipping(skipReason() ?? postgresSkipReason()), () => {
  it.for(['postgresql', 'sqlite', 'mysql'] as const)('on %s', { timeout: 300_000 }, async (dialect, context) => {
    const reason = dialect === 'mysql' ? await mariadbSkipReason() : null;
    if (reason !== null) return context.skip(reason);
    const folder = mkdtempSync(join(tmpdir(), 'aw-test-'));
    const versions = join(folder, 'versions');
    mkdirSync(versions);
    mkdirSync(join(folder, 'revisions'));
    const bodies = pairs(dialect, SAMPLES[dialect]).flatMap((pair, number) =>
      pair.map((body) => renamed(body, number)),
    );
    for (const [index, body] of bodies.entries()) {
      const down = index === 0 ? null : `r${index - 1}`;
      writeFileSync(join(versions, `r${index}.py`), revisionText(`r${index}`, down, body));
    }
    const database = await databaseFor(dialect);
    try {
      const project = await loadProject(chainConfig(folder, { name: 'generated', scriptLocation: '.' }), {
        fs: nodeFileSystem,
      });
      const { steps } = generated(project, dialect, join(folder, 'revisions'), Infinity);
      const url = database?.url ?? `sqlite:///${join(folder, 'test.db')}`;
      const answers = await roundTrips(folder, {}, url, folder, steps);
      console.log(
        `generated, ${dialect}: ${steps.length} revisions\n${counted(answers.map(({ outcome }) => outcome))}`,
      );
      // What the model lets through, and a database refuses (a default of another type), has nothing to undo.
      const failed = answers.filter(
        ({ outcome, detail }) => !/^(?:exact|run|upFailed)$/.test(outcome) && !isIndexThatStays(outcome, detail),
      );
      const shown = failed.map(({ id, outcome, detail }) => {
        const index = Number(id.slice(1));
        return `${outcome}: ${detail}\n${bodies[index - 1] ?? ''}\n${bodies[index] ?? ''}`;
      });
      expect(shown).toEqual([]);
      expect(answers).toHaveLength(bodies.length);
      // What is said to be undone was tried, and there is enough of it.
      const said = new Set(steps.filter(({ check }) => check).map(({ id }) => id));
      expect(answers.filter(({ id, outcome }) => said.has(id) && outcome === 'run')).toEqual([]);
      expect(said.size).toBeGreaterThan(bodies.length / 2);
    } finally {
      await database?.drop();
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
