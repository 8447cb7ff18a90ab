import { type Hook, mayTouch, withNamesOfHooks } from '../../operations/hooks';
import type { Operation } from '../../operations/operation';
import { type Reading, readOperations } from '../../operations/readOperations';
import type { ProjectSnapshot, RevisionDocument } from '../../workspace/snapshot';
import type { ProjectModule } from '../projectModules';
import type { SqlOptions } from './sqlOptions';

/** Without one of these words, in it or in a module that it leads to, a file changes nothing of SQLAlchemy's. */
const HOOK_WORDS = /\b(?:compiles|listen|listens_for)\b(?=[ \t]*(?:[(),;"'#\\]|$)|[ \t]+as\b)/m;

/** `import a.b, c as d`, and `from ..a import b, c`; more in the brackets is taken than is meant. */
const IMPORTS =
  /^[ \t]*(?:import[ \t]+(?<plain>[^\n#;]+)|from[ \t]+(?<from>[.\w]+)[ \t]+import\b(?<names>\s*\([^)]*\)|[^\n#;]*))/gm;

/**
 * What revision files of a project change about SQLAlchemy itself: Alembic loads all of them before it runs one, so that it
 * counts for every revision. A file a step, for `inTurns`; each is read once.
 */
export class ProjectHooks {
  readonly #known = new WeakMap<RevisionDocument, readonly Hook[]>();
  /** Whether a module, or one that it leads to, has one of the words; by words and its name. */
  readonly #modules = new Map<RegExp, Map<string, boolean>>();

  constructor(private readonly options: SqlOptions) {}

  *of({ documents }: Pick<ProjectSnapshot, 'documents'>): Generator<undefined, readonly Hook[]> {
    const hooks = new Set<Hook>();
    for (const document of documents.values()) {
      let known = this.#known.get(document);
      if (known === undefined) {
        this.#known.set(document, (known = this.#read(document)));
        yield;
      }
      for (const hook of known) hooks.add(hook);
    }
    return [...hooks];
  }

  /** All in one go. */
  all(project: Pick<ProjectSnapshot, 'documents'>): readonly Hook[] {
    const steps = this.of(project);
    for (;;) {
      const step = steps.next();
      if (step.done === true) return step.value;
    }
  }

  #read(document: RevisionDocument): readonly Hook[] {
    const text = document.text() ?? '';
    if (!this.mayChange(text)) return [];
    return readOperations(text, 'upgrade', this.options.context, this.options).hooks;
  }

  /** Whether a file of the project, or a module that it leads to, may change something about SQLAlchemy itself. */
  mayChange(text: string): boolean {
    return HOOK_WORDS.test(text) || this.leadsTo(text, HOOK_WORDS);
  }

  /**
   * Whether a module of the project that a file leads to has one of these words.
   * @param around the package that relative imports start from.
   */
  leadsTo(text: string, words: RegExp, around = ''): boolean {
    return importedNames(text, around).some((name) => !this.#isInModule(name) && this.#has(name, words));
  }

  /** The modules of the project that a file leads to and that have one of these words. */
  modulesWith(text: string, words: RegExp): readonly ProjectModule[] {
    const found = new Map<string, ProjectModule | undefined>();
    const follow = (from: string, around: string): void => {
      for (const name of importedNames(from, around)) {
        if (found.has(name) || this.#isInModule(name)) continue;
        const module = this.options.readModule(name);
        found.set(name, module);
        if (module !== undefined) follow(module.text, isPackage(module.path) ? name : parentOf(name));
      }
    };
    follow(text, '');
    return [...found.values()].filter((module) => module !== undefined).filter(({ text: own }) => words.test(own));
  }

  /** Whether a name is surely no module: what it is imported from is a module that is no package. */
  #isInModule(name: string): boolean {
    const around = parentOf(name);
    const module = around === '' ? undefined : this.options.readModule(around);
    return module !== undefined && !isPackage(module.path);
  }

  #has(name: string, words: RegExp): boolean {
    let modules = this.#modules.get(words);
    if (modules === undefined) this.#modules.set(words, (modules = new Map<string, boolean>()));
    const known = modules.get(name);
    if (known !== undefined) return known;
    // Modules that lead back here add nothing.
    modules.set(name, false);
    const module = this.options.readModule(name);
    if (module === undefined) return false;
    const within = isPackage(module.path) ? name : parentOf(name);
    const found = words.test(module.text) || this.leadsTo(module.text, words, within);
    modules.set(name, found);
    return found;
  }
}

function isPackage(path: string): boolean {
  return /(?:^|[\\/])__init__\.py$/.test(path);
}

/** Absolute names of all modules that a file may import, wherever it does. */
function importedNames(text: string, around: string): readonly string[] {
  const names = new Set<string>();
  const add = (name: string): void => {
    // A package is run before what is in it.
    for (let one = name; one !== ''; one = parentOf(one)) names.add(one);
  };
  for (const { groups = {} } of text.matchAll(IMPORTS)) {
    for (const item of groups.plain?.split(',') ?? []) add(/[\w.]+/.exec(item)?.[0] ?? '');
    if (groups.from === undefined) continue;
    const from = absolute(groups.from, around);
    add(from);
    for (const item of groups.names?.split(',') ?? []) {
      const name = /\w+/.exec(item)?.[0];
      if (name !== undefined && from !== '') names.add(`${from}.${name}`);
    }
  }
  return [...names];
}

function absolute(name: string, around: string): string {
  const dots = /^\.*/.exec(name)?.[0].length ?? 0;
  if (dots === 0) return name;
  let start = around;
  for (let up = 1; up < dots; up++) start = parentOf(start);
  return [start, name.slice(dots)].filter((part) => part !== '').join('.');
}

function parentOf(name: string): string {
  return name.split('.').slice(0, -1).join('.');
}

/** What a run does, with the names that the project's listeners give. */
export function withHooks<R extends Pick<Reading, 'operations'>>(hooks: readonly Hook[], reading: R): R {
  if (hooks.length === 0) return reading;
  return { ...reading, operations: reading.operations.map((operation) => withNamesOfHooks(hooks, operation)) };
}

/** Why the SQL of an operation is not known though the operation is; null: nothing changes it. */
export function whyHooked(hooks: readonly Hook[], operation: Operation): string | null {
  const hook = hooks.find((one) => mayTouch(one, operation));
  return hook === undefined
    ? null
    : `A file of the project changes how SQLAlchemy's ${hook.className} behaves, for every revision.`;
}
