import type { Problem } from '../../common/problem';
import { lintSchema } from '../../lint/lintProject';
import type { DialectName } from '../../schema/context';
import { inTurns } from '../../workspace/scheduler';
import type { ProjectSnapshot, RevisionDocument } from '../../workspace/snapshot';
import { type FileContradictions, foundContradictions } from './foundContradictions';
import type { ProjectReadings } from './projectReadings';
import type { SchemaReplay } from './schemaReplay';

const DIALECTS: readonly DialectName[] = ['postgresql', 'sqlite', 'mysql'];

/** What a database refuses whichever it is, and which does not hang on names that it makes up. */
const EVERYWHERE = new Set(['no-such-table', 'no-such-column', 'table-exists', 'column-exists']);

/** What the replayed schema shows in one revision file. */
export interface RevisionProblems {
  readonly document: RevisionDocument;
  readonly problems: readonly Problem[];
}

/** What the problems are found by. */
export type ProblemReadings = Pick<ProjectReadings, 'engines' | 'knownDialect' | 'replay'>;

/**
 * What the replayed schemas of a project contradict, of each of its databases, a file once. Where nobody says which dialect
 * a database has, only what all of them refuse.
 */
export async function schemaProblems(
  project: ProjectSnapshot,
  readings: ProblemReadings,
  signal?: AbortSignal,
): Promise<readonly RevisionProblems[]> {
  const found = new Map<RevisionDocument, Map<string, Problem>>();
  for (const engine of readings.engines(project)) {
    const dialect = readings.knownDialect(project, engine);
    const replay = (one: DialectName): SchemaReplay => readings.replay(project, one, engine);
    for (const { document, problems } of await ofDatabase(project, dialect, replay, signal)) {
      const known = found.get(document) ?? new Map<string, Problem>();
      for (const problem of problems) known.set(JSON.stringify([problem.range, problem.message]), problem);
      found.set(document, known);
    }
  }
  return [...found].map(([document, problems]) => ({ document, problems: [...problems.values()] }));
}

async function ofDatabase(
  project: ProjectSnapshot,
  dialect: DialectName | null,
  replay: (dialect: DialectName) => SchemaReplay,
  signal: AbortSignal | undefined,
): Promise<readonly RevisionProblems[]> {
  const answers: ReadonlyMap<string, FileContradictions>[] = [];
  for (const one of dialect === null ? DIALECTS : [dialect]) {
    const replayed = await inTurns(replay(one).steps(project, 'heads'), signal);
    const answer = foundContradictions(replayed ?? []);
    // Where one database has nothing against it, nothing is said.
    if (answer.size === 0) return [];
    answers.push(answer);
  }
  const [first = new Map<string, FileContradictions>(), ...others] = answers;
  return [...first].flatMap(([file, { replay: replayed, contradictions }]): readonly RevisionProblems[] => {
    const meant = contradictions.filter(
      ({ code, range }) =>
        (dialect !== null || EVERYWHERE.has(code)) &&
        others.every((other) =>
          other
            .get(file)
            ?.contradictions.some((one) => one.code === code && JSON.stringify(one.range) === JSON.stringify(range)),
        ),
    );
    const problems = lintSchema({ file, contradictions: meant });
    return problems.length === 0 ? [] : [{ document: replayed.document, problems }];
  });
}
