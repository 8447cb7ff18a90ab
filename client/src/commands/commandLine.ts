import { flag, option, type RevisionOptions, revisionWords } from '../../../server/src/protocol/commandWords';

/** Answers to what `alembic merge` asks. */
export interface MergeAnswers extends Pick<RevisionOptions, 'message' | 'branchLabel' | 'revId' | 'splice'> {
  readonly revisions: readonly string[];
}

/** An end of offline SQL, and which way it goes. */
export interface SqlAnswers {
  readonly direction: 'upgrade' | 'downgrade' | 'stamp';
  readonly from: string;
  readonly to: string;
  readonly tag?: string;
}

/** Answers to what `history` and its like take. */
export interface HistoryAnswers {
  readonly range?: string;
  readonly verbose?: boolean;
  readonly indicateCurrent?: boolean;
  readonly checkHeads?: boolean;
  readonly resolveDependencies?: boolean;
}

/** `alembic revision` with these answers, as its command line takes them. */
export function revisionArguments(answers: RevisionOptions): string[] {
  return ['revision', ...revisionWords(answers)];
}

/** `alembic revision --autogenerate` with these answers. */
export function autogenerateArguments(answers: RevisionOptions): string[] {
  return ['revision', '--autogenerate', ...revisionWords(answers)];
}

/** `alembic merge` with these answers. */
export function mergeArguments(answers: MergeAnswers): string[] {
  return [
    'merge',
    ...option('message', answers.message),
    ...option('branch-label', answers.branchLabel),
    ...option('rev-id', answers.revId),
    ...flag('splice', answers.splice),
    ...answers.revisions,
  ];
}

/** `alembic upgrade --sql` and its like with these answers. */
export function sqlArguments({ direction, from, to, tag }: SqlAnswers): string[] {
  // From the base is from nothing, which only a downgrade has to say.
  const range = from === 'base' && direction !== 'downgrade' ? to : `${from}:${to}`;
  return [direction, '--sql', ...option('tag', tag), range];
}

/** The options of the commands that print, in the order of their help. */
export function historyOptions(answers: HistoryAnswers): string[] {
  return [
    ...option('rev-range', answers.range),
    ...flag('check-heads', answers.checkHeads),
    ...flag('verbose', answers.verbose),
    ...flag('indicate-current', answers.indicateCurrent),
    ...flag('resolve-dependencies', answers.resolveDependencies),
  ];
}

/** A command as a person would type it, for the eye only. */
export function shown(args: readonly string[]): string {
  const words = args.map((word) => (/[\s"'$\\]/.test(word) ? word.replace(/^(--[\w-]+=)?(.*)$/s, '$1"$2"') : word));
  return `alembic ${words.join(' ')}`;
}
