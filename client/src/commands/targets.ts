import type { ProjectInfo, RevisionRow, RunCommand } from '../../../server/src/protocol/data';
import { messageOf, shortDate } from '../tree/rowText';

/** Commands that lead to a revision. */
export type TargetCommand = Exclude<RunCommand, 'ensure_version'>;

/** One line of the target picker. */
export interface TargetChoice {
  readonly label: string;
  readonly description: string;
  readonly target: string;
}

/** What may be typed for a command, as examples. A stamp takes no `+2`. */
export const TYPED_TARGETS: Readonly<Record<TargetCommand, string>> = {
  upgrade: 'an id, +2, label@head',
  downgrade: 'an id, -2, label@base',
  stamp: 'an id, head, label@head',
};

/** The targets worth offering for a command, the usual one first. `rows` are newest first. */
export function targetChoices(
  command: TargetCommand,
  project: Pick<ProjectInfo, 'heads'>,
  rows: readonly RevisionRow[],
): TargetChoice[] {
  const usable = rows.filter(({ status }) => status !== 'broken');
  const stateKnown = usable.every(({ status }) => status !== 'unknown');
  const pending = usable.filter(({ status }) => !stateKnown || status === 'pending');
  const below = usable.filter(({ status }) => !stateKnown || status === 'applied');
  switch (command) {
    case 'upgrade':
      return [...headChoices(project, usable), oneStep('+1', 'the next revision'), ...pending.map(revisionChoice)];
    case 'downgrade':
      return [oneStep('-1', 'the last revision undone'), ...below.map(revisionChoice), baseChoice('everything undone')];
    case 'stamp':
      return [...headChoices(project, usable), ...usable.map(revisionChoice), baseChoice('nothing applied')];
  }
}

function headChoices({ heads }: Pick<ProjectInfo, 'heads'>, rows: readonly RevisionRow[]): TargetChoice[] {
  const [only] = heads;
  if (only === undefined) return [];
  const row = rows.find(({ id }) => id === only);
  if (heads.length === 1) return [{ label: 'head', description: row ? messageOf(row) : only, target: 'head' }];
  return [{ label: 'heads', description: `all ${heads.length} heads`, target: 'heads' }];
}

function oneStep(target: string, description: string): TargetChoice {
  return { label: target, description, target };
}

function baseChoice(description: string): TargetChoice {
  return { label: 'base', description, target: 'base' };
}

/** A revision as pickers show it. */
export function revisionChoice(row: RevisionRow): TargetChoice {
  const words = [
    row.id,
    ...(row.createDate === undefined ? [] : [shortDate(row.createDate)]),
    ...(row.status === 'current' || row.status === 'pending' || row.status === 'broken' ? [row.status] : []),
    ...(row.isHead ? ['head'] : []),
    ...(row.isMerge ? ['merge'] : []),
    ...row.labels,
  ];
  return { label: messageOf(row), description: words.join(' · '), target: row.id };
}
