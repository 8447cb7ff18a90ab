import type { Result } from '../../../server/src/common/result';
import type { Revision, RevisionError, RevisionMap, Step } from '../../../server/src/revision/model';
import { history } from '../../../server/src/revision/history';
import { planDowngrade, planStamp, planUpgrade } from '../../../server/src/revision/plans';
import { resolveRevisions } from '../../../server/src/revision/resolve';
import { buildRevisionMap } from '../../../server/src/revision/revisionMap';
import { rowsAfter } from '../../../server/src/revision/versionRows';
import type { Graph, Question } from './graphs';
import type { Answered, GraphAnswer } from './oracle';

function answered<T>(result: Result<T, RevisionError>, show: (value: T) => unknown): Answered {
  return result.ok ? { value: show(result.value) } : { ...result.error };
}

/** The steps with the rows after each, until one of them cannot be carried out. */
function steps(map: RevisionMap, rows: readonly string[], plan: readonly Step[]): unknown {
  let current: readonly string[] | null = rows;
  return plan.map((step) => {
    const { revision, from, to, up } = step;
    if (current === null) return { revision, from, to, up };
    const after = rowsAfter(map, current, step);
    current = after.ok ? after.value : null;
    return { revision, from, to, up, rows: after.ok ? [...after.value].sort() : after.error.exception };
  });
}

function answer(map: RevisionMap, question: Question): Answered {
  switch (question.kind) {
    case 'resolve':
      return answered(resolveRevisions(map, question.id), (found) =>
        found.map((one) => (one === null || one === 'base' ? one : one.id)),
      );
    case 'upgrade':
      return answered(planUpgrade(map, question.rows, question.target), (plan) => steps(map, question.rows, plan));
    case 'downgrade':
      return answered(planDowngrade(map, question.rows, question.target), (plan) => steps(map, question.rows, plan));
    case 'stamp':
      return answered(planStamp(map, question.rows, question.targets), (plan) => steps(map, question.rows, plan));
    case 'history':
      return answered(history(map, question), (found) => found.map(({ id }) => id));
  }
}

function shape(map: RevisionMap): unknown {
  const revisions = Array.from(map.revisions.values(), (one: Revision): [string, unknown] => [
    one.id,
    {
      labels: [...one.branchLabels].sort(),
      children: [...one.children].sort(),
      allChildren: [...one.allChildren].sort(),
      normalizedDown: one.normalizedDown,
    },
  ]);
  const { heads, realHeads, bases, realBases } = map;
  return { heads, realHeads, bases, realBases, revisions: Object.fromEntries(revisions) };
}

/** What we say of a graph, in the oracle's words. */
export function ourAnswer({ scripts, questions }: Graph): GraphAnswer {
  const map = buildRevisionMap(scripts);
  if (!map.ok) return { load: { ...map.error } };
  return {
    load: { value: shape(map.value) },
    answers: questions.map((question) => answer(map.value, question)),
  };
}
