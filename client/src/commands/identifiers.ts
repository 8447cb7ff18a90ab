import type { RevisionRow } from '../../../server/src/protocol/data';
import { type IdentifierParams, type Meaning, ResolveIdentifier } from '../../../server/src/protocol/commands';
import type { Parts } from '../parts';
import { messageOf } from '../tree/rowText';
import { type Answer, type Choice, type Page, pickMany, pickOne, type Separator } from './quickInput';
import { revisionChoice } from './targets';

/** Where a revision is asked for, and what for. */
export interface IdentifierQuestion {
  readonly projectId: string;
  readonly command: IdentifierParams['command'];
  /** Offline SQL: the start that was chosen. */
  readonly from?: string;
  readonly choices: readonly (Choice<string> | Separator)[];
  readonly placeholder: string;
  readonly active?: string;
}

/** Lets the user pick an identifier or type any that Alembic takes; what is typed is shown as what it means. */
export function pickIdentifier(parts: Parts, page: Page, question: IdentifierQuestion): Promise<Answer<string>> {
  const { choices, placeholder, active } = question;
  return pickOne(page, {
    choices,
    placeholder,
    ...(active !== undefined && { active }),
    typed: {
      // One word is one identifier.
      choice: (text) =>
        /\s/.test(text) || choices.some((choice) => 'value' in choice && choice.value === text)
          ? undefined
          : { label: text, description: 'as typed', value: text },
      explain: (text) => explainIdentifier(parts, question, text),
    },
  });
}

/** Lets the user tick identifiers, and type others; `ticked` are those so far. */
export function pickIdentifiers(
  parts: Parts,
  page: Page,
  { choices, ticked, ...question }: Omit<IdentifierQuestion, 'active'> & { readonly ticked: readonly string[] },
): Promise<Answer<readonly string[]>> {
  const isListed = (text: string): boolean => choices.some((choice) => 'value' in choice && choice.value === text);
  const asTyped = (text: string): Choice<string> => ({ label: text, description: 'as typed', value: text });
  return pickMany(page, {
    choices: [
      ...ticked.filter((text) => !isListed(text)).map((text) => ({ ...asTyped(text), picked: true })),
      ...choices.map((choice) => ('value' in choice ? { ...choice, picked: ticked.includes(choice.value) } : choice)),
    ],
    placeholder: question.placeholder,
    typed: {
      // One word is one identifier.
      choice: (text) => (isListed(text) || /\s/.test(text) ? undefined : asTyped(text)),
      explain: (text) => explainIdentifier(parts, question, text),
    },
  });
}

/** What a typed identifier means, in a few words. */
export async function explainIdentifier(
  { server, projects, log }: Parts,
  { projectId, command, from }: Pick<IdentifierQuestion, 'projectId' | 'command' | 'from'>,
  identifier: string,
): Promise<string> {
  try {
    const client = await server.client;
    const params = { projectId, command, identifier, ...(from !== undefined && { from }) };
    const meaning = (await client?.sendRequest(ResolveIdentifier, params)) ?? null;
    return meaningText(meaning, await projects.rows(projectId));
  } catch (error) {
    log.warn(`What ${identifier} means is not known: ${String(error)}`);
    return 'as typed';
  }
}

/** A meaning in a few words: `→ ab12 create orders · 2 revisions`. */
export function meaningText(
  meaning: Meaning | { readonly refusal: string } | null,
  rows: readonly RevisionRow[],
): string {
  if (meaning === null) return 'as typed';
  if ('refusal' in meaning) return `Alembic refuses: ${meaning.refusal}`;
  const { ids, steps } = meaning;
  const [only] = ids;
  const row = ids.length === 1 ? rows.find(({ id }) => id === only) : undefined;
  const named = row === undefined || messageOf(row) === row.id ? ids.join(', ') : `${row.id} ${messageOf(row)}`;
  const count =
    steps === undefined ? [] : [steps === 0 ? 'nothing to run' : steps === 1 ? '1 revision' : `${steps} revisions`];
  return [`→ ${named === '' ? 'base' : named}`, ...count].join(' · ');
}

/** Revisions as choices, newest first. */
export function revisionChoices(rows: readonly RevisionRow[]): Choice<string>[] {
  return rows.filter(({ status }) => status !== 'broken').map(rowChoice);
}

/** A revision as a choice. */
export function rowChoice(row: RevisionRow): Choice<string> {
  const { label, description, target } = revisionChoice(row);
  return { label, description, value: target };
}
