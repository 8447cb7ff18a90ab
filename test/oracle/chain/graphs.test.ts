import { fc } from '../../support/random';
import { afterAll, describe, expect, it } from 'vitest';
import { skipReason } from '../support/venv';
import { type Graph, graph } from './graphs';
import { type Answered, ChainOracle, type GraphAnswer } from './oracle';
import { ourAnswer } from './ours';
import { testSeed } from '../../support/seed';
import { skipping } from '../../support/missing';

const COUNT = Number(process.env.ALEMBIC_WORKBENCH_ORACLE_GRAPHS ?? 3000);
const SEED = testSeed();
/** Alembic iterates sets: where its first answer is not ours it is asked again under these values of PYTHONHASHSEED. */
const OTHER_HASH_SEEDS = Array.from({ length: 15 }, (_, index) => index + 1);

/**
 * And again: the sets are of objects, too, which lie elsewhere each time. Rounds through all those values until every answer
 * of ours was one of Alembic's.
 */
const ROUNDS = 6;

/** Keys whose lists Alembic fills from sets: their order says nothing. */
const UNORDERED = new Set(['from', 'to', 'normalizedDown']);

function canonical(value: unknown): string {
  return JSON.stringify(value, (key, inner: unknown) => {
    if (UNORDERED.has(key) && Array.isArray(inner)) return inner.map(String).sort();
    if (inner !== null && typeof inner === 'object' && !Array.isArray(inner)) {
      return Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)));
    }
    return inner;
  });
}

interface Tally {
  graphs: number;
  merges: number;
  labels: number;
  dependencies: number;
  loadErrors: number;
  answers: number;
  answerErrors: number;
  readonly unstable: Map<string, number>;
}

/** The questions whose answers hang on the order of Python's sets, with where Alembic iterates over one. */
const UNSTABLE: Readonly<Record<string, string>> = {
  history: 'the revisions of a range are ordered by a topological sort over sets (RevisionMap._topological_sort)',
};

function agree(ours: GraphAnswer, theirs: GraphAnswer | undefined): boolean {
  return canonical([ours.load, ours.answers]) === canonical([theirs?.load, theirs?.answers]);
}

/** Whether each of our answers is one of Alembic's. */
function isAnswered(ours: GraphAnswer, theirs: readonly GraphAnswer[]): boolean {
  const isOneOf = (our: unknown, their: readonly unknown[]): boolean => their.map(canonical).includes(canonical(our));
  return (
    isOneOf(
      ours.load,
      theirs.map(({ load }) => load),
    ) &&
    (ours.answers ?? []).every((answer, index) =>
      isOneOf(
        answer,
        theirs.map(({ answers }) => answers?.[index]),
      ),
    )
  );
}

/**
 * A file replaced by a later one with its id, whose label Alembic still follows to the object it replaced: such answers
 * mix two revisions of one name, and our chain tells the user of the duplicate instead.
 */
function replacedCarriesLabel({ scripts }: Graph): boolean {
  return scripts.some(
    (script, index) =>
      script.branchLabels.length > 0 && scripts.some((other, later) => later > index && other.id === script.id),
  );
}

/** The parts of the answers in which ours is none of Alembic's; a part Alembic itself answers differently is counted. */
function differences(asked: Graph, ours: GraphAnswer, theirs: readonly GraphAnswer[], tally: Tally): string[] {
  const found: string[] = [];
  const compare = (
    name: string,
    what: unknown,
    our: Answered | undefined,
    their: readonly (Answered | undefined)[],
  ) => {
    const wanted = new Set(their.map(canonical));
    if (wanted.has(canonical(our))) return;
    if (wanted.size > 1) tally.unstable.set(name, (tally.unstable.get(name) ?? 0) + 1);
    else
      found.push(
        `${name} ${JSON.stringify(what)}\n  ours   ${canonical(our)}\n  theirs ${[...wanted].join('\n         ')}`,
      );
  };
  compare(
    'load',
    null,
    ours.load,
    theirs.map((one) => one.load),
  );
  if (found.length > 0 || !ours.answers || replacedCarriesLabel(asked)) return found;
  asked.questions.forEach((question, index) => {
    compare(
      question.kind,
      question,
      ours.answers?.[index],
      theirs.map((one) => one.answers?.[index]),
    );
  });
  return found;
}

describe('random graphs', skipping(skipReason()), () => {
  const oracles: ChainOracle[] = [];
  const oracle = (hashSeed: number): ChainOracle => (oracles[hashSeed] ??= new ChainOracle(hashSeed));
  afterAll(() => {
    for (const one of oracles) one.close();
  });

  it(`mean the same to us and to Alembic (${COUNT} graphs, seed ${SEED})`, async () => {
    const tally: Tally = {
      graphs: 0,
      merges: 0,
      labels: 0,
      dependencies: 0,
      loadErrors: 0,
      answers: 0,
      answerErrors: 0,
      unstable: new Map(),
    };
    await fc.assert(
      fc.asyncProperty(graph, async (asked) => {
        const ours = ourAnswer(asked);
        const theirs = [await oracle(0).ask(asked)];
        if (!agree(ours, theirs[0])) {
          for (let round = 0; round < ROUNDS && !isAnswered(ours, theirs); round++) {
            for (const hashSeed of OTHER_HASH_SEEDS) theirs.push(await oracle(hashSeed).ask(asked));
            // What Alembic always answers so, it answers so again.
            if (new Set(theirs.map(canonical)).size === 1) break;
          }
        }
        const { scripts } = asked;
        tally.graphs++;
        if (scripts.some(({ downRevision }) => downRevision.length > 1)) tally.merges++;
        if (scripts.some(({ branchLabels }) => branchLabels.length > 0)) tally.labels++;
        if (scripts.some(({ dependsOn }) => dependsOn.length > 0)) tally.dependencies++;
        if (theirs[0]?.load.exception !== undefined) tally.loadErrors++;
        tally.answers += ours.answers?.length ?? 0;
        tally.answerErrors += ours.answers?.filter((one) => one.exception !== undefined).length ?? 0;
        expect(differences(asked, ours, theirs, tally)).toEqual([]);
      }),
      { numRuns: COUNT, seed: SEED, interruptAfterTimeLimit: 240_000 },
    );
    // An interrupted property would pass with whatever it had seen.
    expect(tally.graphs).toBeGreaterThanOrEqual(Math.min(COUNT, 2_000));
    const share = (part: number, whole: number): string => `${Math.round((100 * part) / Math.max(whole, 1))}%`;
    const unstable = [...tally.unstable].map(([name, count]) => `${count} ${name}`).join(', ') || 'none';
    console.log(
      `chain oracle: ${tally.graphs} graphs (merges ${share(tally.merges, tally.graphs)}, labels ${share(tally.labels, tally.graphs)}, ` +
        `depends_on ${share(tally.dependencies, tally.graphs)}, refused by Alembic ${share(tally.loadErrors, tally.graphs)}), ` +
        `${tally.answers} answers (errors ${share(tally.answerErrors, tally.answers)}), ` +
        `unstable in Alembic and ours none of its answers: ${unstable}, seed ${SEED}`,
    );
    for (const part of [tally.merges, tally.labels, tally.dependencies, tally.loadErrors]) {
      expect(part / tally.graphs).toBeGreaterThanOrEqual(0.2);
    }
    expect(tally.answerErrors / tally.answers).toBeGreaterThanOrEqual(0.2);
    // What Alembic answers differently under another hash seed, and why.
    for (const kind of tally.unstable.keys()) expect(Object.keys(UNSTABLE)).toContain(kind);
    // Such questions are rare; many of them would hide a difference of ours.
    expect([...tally.unstable.values()].reduce((sum, count) => sum + count, 0)).toBeLessThan(tally.answers / 100);
  });
});
