import type { Kind, WholeProject } from './projects';

/** A command that is tried on both sides. */
export interface Step {
  readonly words: readonly string[];
  /** What the real command is given in its place. */
  readonly real?: readonly string[];
  /** `text`: the printed answer is compared; `database`, `files`: what it leaves, too. */
  readonly of: 'text' | 'database' | 'files';
}

const text = (...words: readonly string[]): Step => ({ words, of: 'text' });
const database = (...words: readonly string[]): Step => ({ words, of: 'database' });
const files = (...words: readonly string[]): Step => ({ words, of: 'files' });

/** What a project is put through on each kind of database, from an empty one to its heads and back. */
export function storyOf(project: WholeProject, kind: Kind): readonly Step[] {
  const { first, second, firstStep = '+1', head = 'head', more = [] } = project;
  const everything = kind === 'SQLite';
  const on = (...steps: readonly Step[]): readonly Step[] => (everything ? steps : []);
  return [
    ...on(text('current'), database('ensure_version')),
    database('upgrade', firstStep),
    text('current', '-v'),
    text('history', '-i', '-v'),
    ...on(text('history', '-r', 'current:'), text('show', 'current'), text('current', '--check-heads')),
    database('upgrade', 'heads'),
    text('check'),
    ...on(database('upgrade', 'nowhere')),
    files('revision', '--autogenerate', '-m', 'What is missing', '--rev-id', '0005', '--head', head),
    ...more.map((words) => files(...words)),
    database('upgrade', 'heads'),
    text('check'),
    ...on(text('current'), database('stamp', second), database('upgrade', 'heads')),
    database('downgrade', '-1'),
    database('stamp', '--purge', '--tag', 'again', first),
    ...on(database('downgrade', 'base')),
    files('upgrade', 'heads', '--sql'),
    files('downgrade', `${second}:base`, '--sql'),
    ...on(files('stamp', first, '--sql')),
    ...numbered(project),
    ...on(...ofFiles(project)),
  ];
}

/** A numbered project: the new revision gets its number of us, and `2` is not `0002`. */
function numbered({ nextNumber }: WholeProject): readonly Step[] {
  if (nextNumber === undefined) return [];
  const words = ['revision', '-m', 'next'];
  return [{ words, real: [...words, '--rev-id', nextNumber], of: 'files' }, database('upgrade', '2')];
}

/** What has nothing to do with the kind of database. */
function ofFiles({ first, second, head = 'head' }: WholeProject): readonly Step[] {
  return [
    text('edit', first),
    text('edit', 'current'),
    text('show', second),
    files('revision', '-m', 'plain', '--rev-id', 'b1', '--head', head),
    files(
      'revision',
      '-m',
      'Create feature',
      '--head',
      first,
      '--splice',
      '--rev-id',
      'b2',
      '--branch-label',
      'feature',
    ),
    files('revision', '-m', 'after it', '--head', 'feature@head', '--rev-id', 'b3', '--depends-on', second),
    files('revision', '-m', 'elsewhere', '--head', 'nowhere'),
    text('heads', '-v'),
    text('heads', '--resolve-dependencies'),
    text('branches', '-v'),
    text('history', '-v'),
    text('history', '-r', `${first}:feature@head`),
    files('merge', '-m', 'both', '--rev-id', 'b4', 'b1', 'feature@head'),
    text('heads'),
    files('init', '-t', 'async', '--package', 'other'),
    text('list_templates'),
  ];
}
