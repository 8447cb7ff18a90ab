import * as vscode from 'vscode';

/** The user wants the page before this one. */
export const BACK = Symbol('back');

/** What a page was answered; undefined: the user gave up, which has no effect. */
export type Answer<T> = T | typeof BACK | undefined;

/** Makes something of an answer, unless the user went back or gave up. */
export function whenAnswered<T, A>(answer: Answer<T>, make: (value: T) => A): Answer<A> {
  if (answer === undefined) return undefined;
  return answer === BACK ? BACK : make(answer);
}

/** One page of a command's questions. */
export interface Page {
  readonly title: string;
  /** Which of how many; absent on a page beside the way. */
  readonly step?: number;
  readonly totalSteps?: number;
  /** There is a page before this one. */
  readonly back: boolean;
  /** What was typed on the page, for when it is shown again. */
  draft?: string;
}

/** Milliseconds after the last keystroke before the server is asked what is typed. */
const TYPING_PAUSE = 120;

/** One line of a picker, and what it stands for. */
export interface Choice<T> extends vscode.QuickPickItem {
  readonly value: T;
}

/** A heading between choices. */
export interface Separator extends vscode.QuickPickItem {
  readonly kind: vscode.QuickPickItemKind.Separator;
}

/** Makes a heading. */
export function separator(label: string): Separator {
  return { label, kind: vscode.QuickPickItemKind.Separator };
}

/** What a picker offers. */
export interface PickOptions<T> {
  readonly choices: readonly (Choice<T> | Separator)[];
  readonly placeholder?: string;
  /** The choice that is active at first. */
  readonly active?: T;
  /** Makes a choice of what is typed, at once; `explain` tells its description once that is known. */
  readonly typed?: {
    readonly choice: (text: string) => Choice<T> | undefined;
    readonly explain: (text: string) => Promise<string>;
  };
}

/** Lets the user pick one choice, or make one by typing. */
export function pickOne<T>(page: Page, { choices, placeholder, active, typed }: PickOptions<T>): Promise<Answer<T>> {
  const picker = vscode.window.createQuickPick<Choice<T> | Separator>();
  picker.placeholder = placeholder;
  picker.matchOnDescription = true;
  picker.matchOnDetail = true;
  picker.items = choices;
  const first = choices.find((choice) => 'value' in choice && choice.value === active);
  if (active !== undefined && first !== undefined) picker.activeItems = [first];
  // What is typed is a choice of its own, last, so that what nobody can list is at hand too.
  const show = (own: Choice<T>, active: Choice<T> | Separator): void => {
    picker.items = [...choices, own];
    picker.activeItems = [active];
  };
  let timer: NodeJS.Timeout | undefined;
  const refine = (text: string): void => {
    clearTimeout(timer);
    const own = text === '' ? undefined : typed?.choice(text);
    if (typed === undefined || own === undefined) {
      picker.items = choices;
      return;
    }
    const shown = { ...own, alwaysShow: true };
    show(shown, likeliest(choices, text) ?? shown);
    timer = setTimeout(() => void explain(own, text, typed.explain), TYPING_PAUSE);
  };
  const explain = async (own: Choice<T>, text: string, ask: (text: string) => Promise<string>): Promise<void> => {
    const description = await ask(text);
    // Something else may stand there by now, or nothing.
    if (picker.value.trim() !== text) return;
    const explained = { ...own, alwaysShow: true, description };
    const [before] = picker.activeItems;
    show(explained, before !== undefined && choices.includes(before) ? before : explained);
  };
  picker.onDidChangeValue((text) => {
    refine(text.trim());
  });
  if (page.draft !== undefined) refine(page.draft.trim());
  return answered(picker, page, () => {
    const [selected] = picker.selectedItems;
    return selected !== undefined && 'value' in selected ? { value: selected.value } : undefined;
  });
}

/**
 * Lets the user tick choices; those with `picked` are ticked at first. What is typed is a choice as well: Enter ticks it
 * where the list has nothing like it, and goes on otherwise.
 */
export function pickMany<T>(
  page: Page,
  { choices, placeholder, typed }: Omit<PickOptions<T>, 'active'>,
): Promise<Answer<readonly T[]>> {
  const picker = vscode.window.createQuickPick<Choice<T> | Separator>();
  picker.placeholder = placeholder;
  picker.canSelectMany = true;
  picker.matchOnDescription = true;
  picker.items = choices;
  picker.selectedItems = choices.filter(({ picked }) => picked === true);
  /** What was typed and ticked. */
  const added: Choice<T>[] = [];
  let own: Choice<T> | undefined;
  let timer: NodeJS.Timeout | undefined;
  const show = (ticked: readonly (Choice<T> | Separator)[]): void => {
    picker.items = [...added, ...choices, ...(own === undefined ? [] : [own])];
    // New items have lost their ticks.
    picker.selectedItems = ticked;
  };
  const keepTicked = (): void => {
    if (own === undefined || !picker.selectedItems.includes(own)) return;
    added.push(own);
    own = undefined;
  };
  const explain = async (text: string, ask: (text: string) => Promise<string>): Promise<void> => {
    const description = await ask(text);
    if (own === undefined || picker.value.trim() !== text) return;
    const before = own;
    own = { ...before, description };
    const explained = own;
    show(picker.selectedItems.map((item) => (item === before ? explained : item)));
  };
  picker.onDidChangeValue((value) => {
    clearTimeout(timer);
    keepTicked();
    const text = value.trim();
    const choice = text === '' ? undefined : typed?.choice(text);
    own = choice && { ...choice, alwaysShow: true };
    show(picker.selectedItems);
    if (typed !== undefined && own !== undefined) {
      timer = setTimeout(() => void explain(text, typed.explain), TYPING_PAUSE);
    }
  });
  return answered(picker, page, () => {
    keepTicked();
    if (own !== undefined && !isListed(choices, picker.value.trim())) {
      const ticked = [...picker.selectedItems, own];
      added.push(own);
      own = undefined;
      picker.value = '';
      show(ticked);
      return undefined;
    }
    return { value: picker.selectedItems.flatMap((item) => ('value' in item ? [item.value] : [])) };
  });
}

/**
 * The listed choice that words are rather meant for than for themselves: its label or description begins with them, or holds
 * them. Undefined: none, or they are no words (`-1`, `label@head`).
 */
function likeliest<C extends vscode.QuickPickItem>(choices: readonly C[], text: string): C | undefined {
  if (/[@+:-]/.test(text)) return undefined;
  const wanted = text.toLowerCase();
  const texts = choices
    .filter((choice) => 'value' in choice)
    .map((choice) => ({
      choice,
      label: choice.label.toLowerCase(),
      description: (choice.description ?? '').toLowerCase(),
    }));
  const found =
    texts.find(({ label }) => label.startsWith(wanted)) ??
    texts.find(({ description }) => description.startsWith(wanted)) ??
    texts.find(({ label }) => label.includes(wanted)) ??
    texts.find(({ description }) => description.includes(wanted));
  return found?.choice;
}

/** Whether the list shows something for a text, roughly as the editor filters it. */
function isListed(choices: readonly vscode.QuickPickItem[], text: string): boolean {
  const wanted = text.toLowerCase();
  return choices.some(({ label, description = '' }) => `${label}\n${description}`.toLowerCase().includes(wanted));
}

/** What an input box begins with, and what it takes. */
export interface TextOptions {
  readonly value?: string;
  readonly placeholder?: string;
  readonly prompt?: string;
  /** What is wrong with a text; undefined: nothing. */
  readonly problem?: (text: string) => string | undefined;
}

/** Lets the user type a text; white space around it does not count. */
export function askText(
  page: Page,
  { value = '', placeholder, prompt, problem = () => undefined }: TextOptions,
): Promise<Answer<string>> {
  const input = vscode.window.createInputBox();
  input.value = value;
  input.placeholder = placeholder;
  input.prompt = prompt;
  input.onDidChangeValue((text) => {
    input.validationMessage = problem(text.trim());
  });
  return answered(input, page, () => {
    const text = input.value.trim();
    input.validationMessage = problem(text);
    return input.validationMessage === undefined ? { value: text } : undefined;
  });
}

/** Shows an input until it is accepted, left for the page before, or closed. `accept` gives nothing to go on asking. */
function answered<T>(
  input: vscode.QuickPick<vscode.QuickPickItem> | vscode.InputBox,
  page: Page,
  accept: () => { readonly value: T } | undefined,
): Promise<Answer<T>> {
  input.title = page.title;
  input.step = page.step;
  input.totalSteps = page.totalSteps;
  // What was typed is not lost by a click beside it.
  input.ignoreFocusOut = true;
  input.buttons = page.back ? [vscode.QuickInputButtons.Back] : [];
  if (page.draft !== undefined) input.value = page.draft;
  return new Promise((resolve) => {
    input.onDidChangeValue((text) => {
      page.draft = text;
    });
    input.onDidTriggerButton(() => {
      resolve(BACK);
      input.hide();
    });
    input.onDidAccept(() => {
      const accepted = accept();
      if (accepted === undefined) return;
      resolve(accepted.value);
      input.hide();
    });
    input.onDidHide(() => {
      resolve(undefined);
      input.dispose();
    });
    input.show();
  });
}
