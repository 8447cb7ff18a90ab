import { vi } from 'vitest';

type Command = (argument?: unknown) => unknown;

/** What the fake editor was asked, and what it answers. */
export const editor = {
  trusted: true,
  /** Answers of dialogs and notifications, in order; none left: the user closes them. */
  answers: [] as string[],
  /** Messages in the order they were shown. */
  shown: [] as { readonly kind: string; readonly text: string; readonly detail: string; readonly modal: boolean }[],
  documents: [] as { isDirty: boolean; readonly uri: FakeUri; save(): Promise<boolean> }[],
  commands: new Map<string, Command>(),
  reset(): void {
    editor.trusted = true;
    editor.answers = [];
    editor.shown = [];
    editor.documents = [];
    editor.commands.clear();
  },
};

export interface FakeUri {
  readonly path: string;
  toString(): string;
}

export function uri(text: string): FakeUri {
  return { path: text.replace('file://', ''), toString: () => text };
}

interface Options {
  readonly modal?: boolean;
  readonly detail?: string;
}

const message =
  (kind: string) =>
  (text: string, ...rest: readonly (string | Options)[]): Promise<string | undefined> => {
    const options = rest.find((each): each is Options => typeof each === 'object');
    editor.shown.push({ kind, text, detail: options?.detail ?? '', modal: options?.modal === true });
    const buttons = rest.filter((each) => typeof each === 'string');
    const [next] = editor.answers;
    if (next === undefined || !buttons.includes(next)) return Promise.resolve(undefined);
    editor.answers.shift();
    return Promise.resolve(next);
  };

/** The part of the `vscode` module that commands use: `vi.mock('vscode', fakeVscode)`. */
export function fakeVscode(): Record<string, unknown> {
  const token = { isCancellationRequested: false };
  return {
    workspace: {
      get isTrusted() {
        return editor.trusted;
      },
      get textDocuments() {
        return editor.documents;
      },
      asRelativePath: ({ path }: FakeUri) => path.slice(1),
    },
    window: {
      showErrorMessage: message('error'),
      showWarningMessage: message('warning'),
      showInformationMessage: message('information'),
      setStatusBarMessage: vi.fn(),
      withProgress: (_options: unknown, work: (progress: unknown, token: unknown) => unknown) =>
        work({ report: vi.fn() }, token),
    },
    commands: {
      registerCommand: (id: string, command: Command) => {
        editor.commands.set(id, command);
        return { dispose: vi.fn() };
      },
      executeCommand: vi.fn(),
    },
    Uri: { parse: uri },
    ProgressLocation: { Notification: 15, Window: 10 },
  };
}
