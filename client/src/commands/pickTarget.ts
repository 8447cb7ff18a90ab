import type { ProjectInfo } from '../../../server/src/protocol/data';
import type { Parts } from '../parts';
import type { CommandArguments } from './arguments';
import { explainIdentifier, pickIdentifiers, revisionChoices } from './identifiers';
import { askText, BACK, type Choice, type Page, pickOne, type Separator, separator } from './quickInput';
import { type TargetCommand, targetChoices, TYPED_TARGETS } from './targets';

/** What a run leads to, with the further arguments of its command. */
export interface RunTargets {
  readonly targets: readonly string[];
  readonly options: readonly string[];
}

interface RunOptions {
  readonly tag?: string;
  readonly purge?: boolean;
}

type Chosen = { readonly target: string } | { readonly option: 'tag' | 'purge' | 'several' };

const TITLE: Readonly<Record<TargetCommand, string>> = {
  upgrade: 'Upgrade to',
  downgrade: 'Downgrade to',
  stamp: 'Stamp as',
};

/** The options of a command as the command line takes them. */
function runOptions(command: TargetCommand, { tag, purge }: RunOptions): string[] {
  return [...(tag === undefined ? [] : ['--tag', tag]), ...(command === 'stamp' && purge === true ? ['--purge'] : [])];
}

/** Where a run is to lead: as the arguments say, else as the user picks. Undefined: the user gave up. */
export async function pickTarget(
  parts: Parts,
  command: TargetCommand,
  project: ProjectInfo,
  given: CommandArguments,
): Promise<RunTargets | undefined> {
  const targets = given.target?.split(/\s+/) ?? given.targets;
  const unknown = unknownRows(project);
  // Alembic stamps over a row that no file has only when the table is emptied first.
  const start: RunOptions = { ...given, purge: given.purge ?? unknown.length > 0 };
  if (targets !== undefined) return { targets, options: runOptions(command, start) };

  const rows = await parts.projects.rows(project.id);
  const usual = targetChoices(command, project, rows);
  let options = start;
  const page: Page = { title: '', back: false };
  for (;;) {
    const shown = runOptions(command, options).join(' ');
    const chosen = await pickOne<Chosen>(
      { ...page, title: shown === '' ? TITLE[command] : `${TITLE[command]} (${shown})` },
      {
        choices: [
          ...usual.map(({ target, ...words }): Choice<Chosen> => ({ ...words, value: { target } })),
          ...optionChoices(command, options, unknown),
        ],
        placeholder: `Pick a revision, or type an identifier: ${TYPED_TARGETS[command]}`,
        typed: {
          choice: (text) =>
            usual.some(({ target }) => target === text)
              ? undefined
              : { label: text, description: 'as typed', value: { target: text } },
          explain: (text) => explainIdentifier(parts, { projectId: project.id, command }, text),
        },
      },
    );
    if (chosen === undefined || chosen === BACK) return undefined;
    if ('target' in chosen) return { targets: chosen.target.split(/\s+/), options: runOptions(command, options) };
    switch (chosen.option) {
      case 'purge':
        options = { ...options, purge: options.purge !== true };
        break;
      case 'tag': {
        const tag = await askText(
          { title: `${TITLE[command]}: Tag`, back: true },
          { value: options.tag ?? '', prompt: 'env.py gets it from context.get_tag_argument(). Empty: none.' },
        );
        if (tag === undefined) return undefined;
        if (tag !== BACK) options = { ...(options.purge === true && { purge: true }), ...(tag !== '' && { tag }) };
        break;
      }
      case 'several': {
        const several = await pickIdentifiers(
          parts,
          { title: `${TITLE[command]}: Several Revisions`, back: true },
          {
            projectId: project.id,
            command,
            choices: revisionChoices(rows),
            ticked: [],
            placeholder: 'Tick one revision of each branch, or type an identifier and press Enter',
          },
        );
        if (several === undefined) return undefined;
        if (several !== BACK && several.length > 0) return { targets: several, options: runOptions(command, options) };
      }
    }
  }
}

function unknownRows({ state }: ProjectInfo): readonly string[] {
  return state.kind === 'known' ? state.unknownRows : [];
}

function optionChoices(
  command: TargetCommand,
  { tag, purge }: RunOptions,
  unknown: readonly string[],
): (Choice<Chosen> | Separator)[] {
  const needed = `needed, because no file has ${unknown.join(', ')}: --purge empties the version table first`;
  const stamp: Choice<Chosen>[] = [
    {
      label: '$(checklist) Several Revisions…',
      description: 'for a database with branches',
      value: { option: 'several' },
    },
    {
      label: purge === true ? '$(check) Purge: On' : '$(blank) Purge: Off',
      description: unknown.length > 0 ? needed : '--purge empties the version table first, whatever it holds',
      value: { option: 'purge' },
    },
  ];
  return [
    separator('More options'),
    ...(command === 'stamp' ? stamp : []),
    { label: '$(tag) Tag…', description: tag ?? '--tag hands a text to env.py', value: { option: 'tag' } },
  ];
}
