import { type Answer, BACK, type Choice, type Page, pickOne, separator } from './quickInput';

/** Asks one question; gives the answers with its own among them. `keep`: answers that last even if the user goes back. */
export type Ask<A> = (answers: A, page: Page, keep: (answers: A) => void) => Promise<Answer<A>>;

/**
 * Asks questions one after the other, each with a way back to the one before, and then acts. Nothing that was typed is lost:
 * not by going back, and not when the act fails, which leads back to the last question.
 * @param act gives what it did; undefined: it failed or was cancelled, and the user knows.
 * @returns undefined when the user gave up.
 */
export async function askSteps<A, T>(
  title: string,
  start: A,
  steps: readonly Ask<A>[],
  act: (answers: A) => Promise<T | undefined>,
): Promise<T | undefined> {
  const numbered = steps.length > 1;
  const pages = steps.map((_, index): Page => ({
    title,
    ...(numbered && { step: index + 1, totalSteps: steps.length }),
    back: index > 0,
  }));
  let answers = start;
  const keep = (kept: A): void => {
    answers = kept;
  };
  for (let at = 0; ;) {
    const [ask, page] = [steps[at], pages[at]];
    if (ask === undefined || page === undefined) {
      const done = await act(answers);
      if (done !== undefined || steps.length === 0) return done;
      at -= 1;
      continue;
    }
    const answer = await ask(answers, page, keep);
    if (answer === undefined) return undefined;
    if (answer === BACK) at -= 1;
    else {
      answers = answer;
      at += 1;
    }
  }
}

/** A line of a form: what is so far, and how it is changed. */
export interface FormRow<A> {
  readonly label: string;
  /** What it is now, in words. */
  readonly value: (answers: A) => string;
  readonly ask: Ask<A>;
}

/** The last page of a command. */
export interface Form<A> {
  /** What the command does: `Create Revision`. */
  readonly go: string;
  /** The command as it will run. */
  readonly detail: (answers: A) => string;
  /** Why it cannot run yet; undefined: it can. */
  readonly missing?: (answers: A) => string | undefined;
  readonly rows: readonly FormRow<A>[];
}

/** The last page of a command: go, or change one of its options first. */
export async function askForm<A>(start: A, page: Page, keep: (answers: A) => void, form: Form<A>): Promise<Answer<A>> {
  let answers = start;
  let last: FormRow<A> | undefined;
  for (;;) {
    const missing = form.missing?.(answers);
    const go: Choice<FormRow<A> | 'go'> = { label: `$(check) ${form.go}`, detail: form.detail(answers), value: 'go' };
    const rows = form.rows.map((row) => ({ label: row.label, description: row.value(answers), value: row }));
    const chosen = await pickOne<FormRow<A> | 'go'>(page, {
      choices: [...(missing === undefined ? [go] : []), separator('More options'), ...rows],
      placeholder: missing ?? `Press Enter: ${form.go}. Or pick an option to change it first`,
      ...(last !== undefined && missing !== undefined && { active: last }),
    });
    delete page.draft;
    if (chosen === undefined || chosen === BACK) return chosen;
    if (chosen === 'go') return answers;
    const changed = await chosen.ask(answers, { title: `${page.title}: ${chosen.label}`, back: true }, keep);
    if (changed === undefined) return undefined;
    if (changed !== BACK) answers = changed;
    keep(answers);
    last = chosen;
  }
}
