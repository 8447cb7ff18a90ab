import { basename } from 'node:path';
import type { Result } from '../../../server/src/common/result';
import type { Revision, RevisionError } from '../../../server/src/revision/model';
import { history } from '../../../server/src/revision/history';
import { planDowngrade, planStamp, planUpgrade } from '../../../server/src/revision/plans';
import { branchesText, headsText, historyText, type Text } from '../../../server/src/revision/text';
import { textOptions } from '../../../server/src/usecases/commands/chainAnswer';
import type { ProjectSnapshot } from '../../../server/src/workspace/snapshot';

interface Outcome {
  readonly value?: unknown;
  readonly exception?: string;
  readonly message?: string;
}

interface DumpedRevision {
  readonly id: string;
  readonly file: string;
  readonly downRevision: readonly string[];
  readonly dependsOn: readonly string[];
  readonly resolvedDependencies: readonly string[];
  readonly ownLabels: readonly string[];
  readonly labels: readonly string[];
  readonly message: string;
  readonly isHead: boolean;
  readonly isRealHead: boolean;
  readonly isBase: boolean;
  readonly isBranchPoint: boolean;
  readonly isMergePoint: boolean;
  readonly children: readonly string[];
}

interface Question {
  readonly kind: 'upgrade' | 'downgrade' | 'stamp';
  readonly current: readonly string[];
  readonly target: string;
}

/** What `oracle.py` says of a chain. */
export interface OracleDump {
  readonly error: Outcome | null;
  readonly revisions?: readonly DumpedRevision[];
  readonly heads?: readonly string[];
  readonly realHeads?: readonly string[];
  readonly bases?: readonly string[];
  readonly history?: Outcome;
  /** What Alembic prints, by command. */
  readonly texts?: Readonly<Record<string, Outcome>>;
  readonly plans?: readonly (Question & Outcome)[];
  readonly stubbed: readonly string[];
}

/** Every single answer of a dump under the question it answers, as one text. */
export function answersOf(dump: OracleDump): ReadonlyMap<string, string> {
  const { error, revisions, heads, realHeads, bases, texts, plans } = dump;
  const answers = new Map<string, string>();
  const add = (question: string, answer: unknown) => answers.set(question, JSON.stringify(answer));
  add('loads', error);
  add(
    'load order',
    revisions?.map(({ id }) => id),
  );
  for (const { id, ...rest } of revisions ?? []) {
    for (const [field, value] of Object.entries(rest)) add(`${field} of ${id}`, value);
  }
  for (const [name, value] of Object.entries({ heads, realHeads, bases, history: dump.history })) add(name, value);
  for (const [command, text] of Object.entries(texts ?? {})) add(`alembic ${command}`, text);
  for (const { kind, current, target, ...outcome } of plans ?? []) {
    add(`${kind} from ${current.join(' ') || 'base'} to ${target}`, outcome);
  }
  return answers;
}

function outcome<T>(result: Result<T, RevisionError>, show: (value: T) => unknown): Outcome {
  return result.ok
    ? { value: show(result.value) }
    : { exception: result.error.exception, message: result.error.message };
}

/** What we say, in the oracle's words, to the questions that `asked` answers. */
export function ourDump(project: ProjectSnapshot, asked: OracleDump): OracleDump {
  const { chain, readProblems } = project;
  if (readProblems.length > 0) throw new Error(readProblems.map(({ message }) => message).join('\n'));
  if (chain.error !== null) return { error: chain.error, stubbed: [] };
  const { map } = chain;
  return {
    error: null,
    revisions: Array.from(map.revisions.values(), (revision) => dumpRevision(revision)),
    heads: map.heads,
    realHeads: map.realHeads,
    bases: map.bases,
    history: outcome(history(map), (revisions) => revisions.map(({ id }) => id)),
    texts: texts(project),
    plans: (asked.plans ?? []).map(({ kind, current, target }) => ({
      kind,
      current,
      target,
      ...ourPlan(project, { kind, current, target }),
    })),
    stubbed: [],
  };
}

function texts(project: ProjectSnapshot): Readonly<Record<string, Outcome>> {
  const { map } = project.chain;
  const short = textOptions(project, false);
  const long = textOptions(project, true);
  const asked: Readonly<Record<string, Text>> = {
    history: historyText(map, {}, short),
    'history -v': historyText(map, {}, long),
    heads: headsText(map, false, short),
    'heads -v': headsText(map, false, long),
    'heads --resolve-dependencies': headsText(map, true, short),
    branches: branchesText(map, short),
    'branches -v': branchesText(map, long),
  };
  return Object.fromEntries(Object.entries(asked).map(([name, text]) => [name, outcome(text, (value) => value)]));
}

function ourPlan(project: ProjectSnapshot, { kind, current, target }: Question): Outcome {
  const { map } = project.chain;
  if (kind === 'stamp') {
    return outcome(planStamp(map, current, [target]), (steps) =>
      steps.map(({ from, to }) => [from.toSorted(), to.toSorted()]),
    );
  }
  const plan = (kind === 'upgrade' ? planUpgrade : planDowngrade)(map, current, target);
  const missing = plan.ok ? plan.value.find((step) => !definesFunction(project, step.revision, kind)) : undefined;
  const file = missing && map.revisions.get(missing.revision ?? '')?.script.path;
  // Alembic fetches the functions of all steps before it runs the first.
  return file === undefined
    ? outcome(plan, (steps) => steps.map(({ revision }) => revision))
    : {
        exception: 'AttributeError',
        message: `module '${basename(file).replaceAll(/\W/g, '_')}' has no attribute '${kind}'`,
      };
}

function definesFunction({ chain, documents }: ProjectSnapshot, id: string | null, name: string): boolean {
  const body = documents.get(chain.map.revisions.get(id ?? '')?.script.path ?? '')?.body();
  if (body === undefined) throw new Error(`no document of ${id ?? 'a step without a revision'}`);
  return body.functions.some((one) => one.name === name) || body.boundNames.some((one) => one === name || one === '*');
}

function dumpRevision(revision: Revision): DumpedRevision {
  const { id, script } = revision;
  return {
    id,
    file: script.path,
    downRevision: script.downRevision,
    dependsOn: script.dependsOn,
    resolvedDependencies: revision.resolvedDependencies,
    ownLabels: script.branchLabels.toSorted(),
    labels: [...revision.branchLabels].sort(),
    message: script.message,
    isHead: revision.isHead,
    isRealHead: revision.isRealHead,
    isBase: revision.isBase,
    isBranchPoint: revision.isBranchPoint,
    isMergePoint: revision.isMergePoint,
    children: [...revision.children].sort(),
  };
}
