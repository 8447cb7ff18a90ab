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
  /** What is typed into input boxes, in order; none left: the user closes them. */
  typed: [] as string[],
  /** Settings below `alembicWorkbench.`, the same for every folder. */
  settings: {} as Record<string, unknown>,
  /** What the user does with each quick input, in order; none left: the user closes it. */
  inputs: [] as InputAct[],
  /** Quick inputs as they were shown. */
  asked: [] as FakeInput[],
  /** Documents that were opened: by address, or with a content. */
  opened: [] as unknown[],
  /** The text of every document. */
  text: '',
  /** Texts that a workspace edit left. */
  edited: [] as string[],
  /** Commands that were executed, with their arguments. */
  executed: [] as (readonly unknown[])[],
  /** Labels that are picked of the plain lists, in order; none left: the user closes them. */
  picks: [] as string[],
  /** The plain lists as they were shown. */
  offered: [] as (readonly Item[])[],
  /** Files that workspace edits make. */
  created: [] as { readonly uri: string; readonly text: string; readonly ignoreIfExists: boolean }[],
  /** Whether workspace edits can be applied. */
  editable: true,
  /** Pages that were opened. */
  panels: [] as FakePanel[],
  reset(): void {
    editor.panels = [];
    editor.created = [];
    editor.picks = [];
    editor.offered = [];
    editor.editable = true;
    editor.inputs = [];
    editor.asked = [];
    editor.text = '';
    editor.edited = [];
    editor.executed = [];
    editor.opened = [];
    editor.trusted = true;
    editor.answers = [];
    editor.shown = [];
    editor.documents = [];
    editor.commands.clear();
    editor.settings = {};
    editor.typed = [];
  },
};

/** What the user does with a quick input. */
export type InputAct =
  | { readonly pick: string }
  | { readonly tick: readonly string[] }
  | { readonly type: string; readonly then?: InputAct }
  /** One after the other, in an input that the first ones leave open. */
  | { readonly acts: readonly InputAct[] }
  | 'accept'
  /** Nothing until the test acts itself. */
  | 'wait'
  | 'back'
  | 'escape';

interface Item {
  readonly label: string;
  readonly description?: string;
  readonly detail?: string;
  readonly kind?: number;
}

const BACK_BUTTON = { back: true };

/** A quick pick or an input box, driven by the next of `editor.inputs` once it is shown. */
export class FakeInput {
  title = '';
  step: number | undefined;
  totalSteps: number | undefined;
  placeholder: string | undefined;
  prompt: string | undefined;
  value = '';
  validationMessage: string | undefined;
  items: readonly Item[] = [];
  activeItems: readonly Item[] = [];
  selectedItems: readonly Item[] = [];
  buttons: readonly unknown[] = [];
  readonly #accept: (() => void)[] = [];
  readonly #hide: (() => void)[] = [];
  readonly #button: ((button: unknown) => void)[] = [];
  readonly #change: ((value: string) => void)[] = [];

  onDidAccept = (listener: () => void): number => this.#accept.push(listener);
  onDidHide = (listener: () => void): number => this.#hide.push(listener);
  onDidTriggerButton = (listener: (button: unknown) => void): number => this.#button.push(listener);
  onDidChangeValue = (listener: (value: string) => void): number => this.#change.push(listener);
  dispose = vi.fn();

  /** Labels of what can be chosen. */
  get labels(): readonly string[] {
    return this.items.filter(({ kind }) => kind !== -1).map(({ label }) => label);
  }

  show(): void {
    editor.asked.push(this);
    setTimeout(() => {
      this.act(editor.inputs.shift() ?? 'escape');
    });
  }

  hide(): void {
    for (const listener of this.#hide) listener();
  }

  act(act: InputAct): void {
    if (act === 'wait') return;
    if (act === 'escape') {
      this.hide();
    } else if (act === 'back') {
      if (this.buttons.length === 0) throw new Error(`"${this.title}" has no way back`);
      for (const listener of this.#button) listener(BACK_BUTTON);
    } else if (act === 'accept') {
      for (const listener of this.#accept) listener();
    } else if ('acts' in act) {
      for (const one of act.acts) this.act(one);
    } else if ('type' in act) {
      this.value = act.type;
      for (const listener of this.#change) listener(act.type);
      this.act(act.then ?? 'accept');
    } else {
      const labels = 'pick' in act ? [act.pick] : act.tick;
      this.selectedItems = labels.map((label) => {
        const found = this.items.find((item) => item.label === label);
        if (found === undefined) throw new Error(`"${this.title}" offers no "${label}": ${this.labels.join(', ')}`);
        return found;
      });
      this.act('accept');
    }
  }
}

/** A page of ours; the test is what is on it. */
export class FakePanel {
  readonly posted: unknown[] = [];
  isDisposed = false;
  readonly #dispose: (() => void)[] = [];
  #receive: (message: unknown) => void = () => undefined;

  readonly webview = {
    html: '',
    cspSource: 'self',
    asWebviewUri: (uri: FakeUri): FakeUri => uri,
    onDidReceiveMessage: (listener: (message: unknown) => void): { dispose: () => void } => {
      this.#receive = listener;
      return { dispose: vi.fn() };
    },
    postMessage: (message: unknown): number => this.posted.push(message),
  };

  constructor(readonly title: string) {}

  onDidDispose = (listener: () => void): number => this.#dispose.push(listener);

  /** The page says something. */
  send(message: unknown): void {
    this.#receive(message);
  }

  dispose(): void {
    if (this.isDisposed) return;
    this.isDisposed = true;
    for (const listener of this.#dispose) listener();
  }
}

export interface FakeUri {
  readonly path: string;
  readonly fsPath?: string;
  readonly scheme?: string;
  readonly query?: string;
  toString(): string;
}

export function uri(text: string): FakeUri {
  const path = text.replace('file://', '');
  return { path, fsPath: path, scheme: 'file', toString: () => text };
}

function fromParts({ scheme, path, query }: { scheme: string; path: string; query?: string }): FakeUri {
  const text = `${scheme}:${path}${query === undefined ? '' : `?${query}`}`;
  return { scheme, path, query, toString: () => text } as FakeUri;
}

/** An edit of one document, whose positions are offsets. */
class FakeEdit {
  applied = '';

  createFile(made: FakeUri, options: { readonly contents: Uint8Array; readonly ignoreIfExists: boolean }): void {
    const { contents, ignoreIfExists } = options;
    editor.created.push({ uri: made.toString(), text: new TextDecoder().decode(contents), ignoreIfExists });
  }

  replace(_uri: unknown, { start, end }: FakeRange, text: string): void {
    this.applied = editor.text.slice(0, start as number) + text + editor.text.slice(end as number);
  }
}

class FakePosition {
  constructor(
    readonly line: number,
    readonly character: number,
  ) {}
}

class FakeRange {
  constructor(
    readonly start: unknown,
    readonly end: unknown,
  ) {}
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
      getConfiguration: () => ({ get: (name: string, otherwise: unknown) => editor.settings[name] ?? otherwise }),
      asRelativePath: ({ path }: FakeUri) => path.slice(1),
      getWorkspaceFolder: () => ({ uri: uri('file:///w') }),
      workspaceFolders: [{ uri: uri('file:///w'), name: 'w', index: 0 }],
      openTextDocument: (what: unknown) => {
        editor.opened.push(what);
        return Promise.resolve({
          uri: what,
          isDirty: false,
          getText: () => editor.text,
          positionAt: (offset: number) => offset,
          save: () => Promise.resolve(true),
        });
      },
      applyEdit: (edit: FakeEdit) => {
        if (editor.editable) editor.edited.push(edit.applied);
        return Promise.resolve(editor.editable);
      },
      registerTextDocumentContentProvider: vi.fn(),
      onDidCloseTextDocument: vi.fn(),
      onDidChangeTextDocument: vi.fn(),
      onDidGrantWorkspaceTrust: vi.fn(),
      onDidChangeConfiguration: vi.fn(),
    },
    window: {
      showInputBox: ({ title }: { readonly title?: string }) => {
        editor.shown.push({ kind: 'input', text: title ?? '', detail: '', modal: false });
        return Promise.resolve(editor.typed.shift());
      },
      showQuickPick: (items: readonly Item[]) => {
        editor.offered.push(items);
        const label = editor.picks.shift();
        return Promise.resolve(items.find((item) => item.label === label));
      },
      showErrorMessage: message('error'),
      showWarningMessage: message('warning'),
      showInformationMessage: message('information'),
      setStatusBarMessage: vi.fn(),
      createStatusBarItem: () => ({ show: vi.fn(), hide: vi.fn() }),
      onDidChangeTextEditorSelection: vi.fn(),
      onDidChangeActiveTextEditor: vi.fn(),
      visibleTextEditors: [],
      showTextDocument: vi.fn(() => Promise.resolve({ revealRange: vi.fn() })),
      tabGroups: { all: [], close: vi.fn() },
      createWebviewPanel: (_type: string, title: string) => {
        const panel = new FakePanel(title);
        editor.panels.push(panel);
        return panel;
      },
      createQuickPick: () => new FakeInput(),
      createInputBox: () => new FakeInput(),
      withProgress: (_options: unknown, work: (progress: unknown, token: unknown) => unknown) =>
        work({ report: vi.fn() }, token),
    },
    languages: { registerDocumentLinkProvider: vi.fn() },
    EventEmitter: class {
      readonly #listeners: ((value: unknown) => void)[] = [];
      event = (listener: (value: unknown) => void): number => this.#listeners.push(listener);
      fire(value: unknown): void {
        for (const listener of this.#listeners) listener(value);
      }
    },
    CancellationTokenSource: class {
      token = { isCancellationRequested: false };
      cancel(): void {
        this.token.isCancellationRequested = true;
      }
      dispose = vi.fn();
    },
    QuickInputButtons: { Back: BACK_BUTTON },
    QuickPickItemKind: { Separator: -1, Default: 0 },
    ViewColumn: { Active: -1, Beside: -2 },
    StatusBarAlignment: { Left: 1, Right: 2 },
    commands: {
      registerCommand: (id: string, command: Command) => {
        editor.commands.set(id, command);
        return { dispose: vi.fn() };
      },
      executeCommand: (...call: readonly unknown[]) => {
        editor.executed.push(call);
        return Promise.resolve();
      },
    },
    Uri: {
      parse: uri,
      joinPath: (base: FakeUri, ...names: readonly string[]) => uri([base.toString(), ...names].join('/')),
      file: (path: string) => uri(`file://${path}`),
      from: fromParts,
    },
    WorkspaceEdit: FakeEdit,
    TabInputTextDiff: class {
      constructor(readonly modified: unknown) {}
    },
    Position: FakePosition,
    Range: FakeRange,
    DocumentLink: class {
      constructor(readonly range: unknown) {}
    },
    TextEditorRevealType: { InCenterIfOutsideViewport: 2 },
    ProgressLocation: { Notification: 15, Window: 10 },
  };
}
