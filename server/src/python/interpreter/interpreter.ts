import type { Expression, Ranged, Statement } from '../ast';
import { getAttribute, setAttribute } from './attributes';
import { builtinNamed } from './builtins/names';
import { callValue } from './calls';
import { PyRaised, raise, UnknownRaised } from './exception';
import { evaluateExpression } from './expressions';
import { Escaped, loseReached } from './giveAway';
import { eachItem } from './iterate';
import { deferImport } from './imports';
import { type Journal, journaled, takeBack } from './journal';
import { seen } from './lost';
import { type Completion, type Machine, Stopped } from './machine';
import { nativeModule } from './modules/names';
import { NO_ARGUMENTS } from './make';
import { BoundMethod, UserFunction } from './objects/function';
import { type ModuleFile, parsedFile, parsedModule, type Piece } from './parsed';
import { ProjectModule } from './objects/projectModule';
import { type Module, Scope } from './scope';
import { runStatement } from './statements';
import type { Supposed } from './suppose';
import { TakenValues } from './taken';
import { type CallArguments, type PyValue, type Site, type UnknownPyValue, unknownPy } from './value';
import { repr, str } from './values/repr';
import { truth } from './values/truth';

export interface InterpreterOptions {
  /** A module by its absolute name: what a library makes of it, or undefined: then `readModule` is asked. */
  readonly importModule: (name: string) => PyValue | undefined;
  /**
   * The text of a module of the project by its absolute dotted name; undefined: not known, its names are unknown. A file
   * `__init__.py` is a package.
   */
  readonly readModule: (name: string) => ModuleFile | undefined;
  /** Something that may have had any effect was not followed: why, for the user, and where in the file that is read. */
  readonly notFollowed: (reason: string, place: Ranged) => void;
  /** Code may run, or not: what its `ways` do is all it can do. Absent: it is not followed. */
  readonly supposed?: (what: Supposed) => void;
  /** Told of the body of a function, which `run` runs: what of it may not run ends with it. */
  readonly within?: (run: () => void) => void;
  /** How much work is done at most: statements, expressions and items. */
  readonly stepBudget?: number;
}

/** How a run ended. `stopped`: before its end, at a limit, or where it is not known how it ends. */
export type Outcome =
  | { readonly kind: 'completed' }
  | { readonly kind: 'raised'; readonly type: string; readonly message: string; readonly place: Ranged }
  | { readonly kind: 'stopped'; readonly reason: string; readonly place: Ranged };

const STEP_BUDGET = 2_000_000;
/** Of a module of the project, whatever reads it. */
const MODULE_BUDGET = 1_000_000;
/** Expressions, statements and calls inside each other: far from the end of JavaScript's own stack. */
const MAX_DEPTH = 450;
const NOWHERE: Ranged = { from: 0, to: 0 };

/**
 * Follows the Python that migrations are written in, without running Python. It executes nothing of the machine, ends
 * always, and gives the same answers each time: a value is Python's, or unknown with a reason. Nothing is thrown.
 *
 * One file after the other can be run in it (`restart`): modules of the project are read once for all of them.
 */
export class Interpreter implements Machine {
  readonly handling: PyRaised[] = [];
  trying = 0;
  readonly #options: InterpreterOptions;
  readonly #modules = new Map<string, PyValue>();
  readonly #read: ReadModule[] = [];
  readonly #taken = new TakenValues();
  readonly #journal: Journal = [];
  readonly #places = new WeakMap<PyRaised, Ranged>();
  readonly #escaped = new Escaped(() => this.#reading > 0);
  #scope: Scope | undefined;
  #steps: number;
  #depth = 0;
  #uncertain = 0;
  readonly #told = new Set<string>();
  #perhaps: string | undefined;
  /** Modules of the project are being read, whose effects are not the file's. */
  #reading = 0;
  /** Where the file that is read has called what runs now. */
  #place: Ranged = NOWHERE;
  /** What modules hold was changed by a file. */
  #isSpoiled = false;

  constructor(options: InterpreterOptions) {
    this.#options = options;
    this.#steps = options.stepBudget ?? STEP_BUDGET;
  }

  /** Gets ready for another file; false: the one before changed what modules of the project hold. */
  restart(): boolean {
    takeBack(this.#journal);
    const unchanged = this.#taken.areUnchanged() && this.#read.every((one) => !one.isChanged());
    if (this.#isSpoiled || !unchanged) return false;
    this.handling.length = 0;
    this.trying = 0;
    this.#escaped.restart();
    this.#scope = undefined;
    this.#steps = this.#options.stepBudget ?? STEP_BUDGET;
    this.#uncertain = 0;
    this.#told.clear();
    this.#perhaps = undefined;
    this.#place = NOWHERE;
    for (const one of this.#read) one.isTold = false;
    return true;
  }

  spoil(): void {
    this.#isSpoiled = true;
  }

  get isReading(): boolean {
    return this.#reading > 0;
  }

  /** Runs the top level of a file. */
  runFile(text: string): Outcome {
    const module: Module = { name: '__main__', isPackage: false, isMain: true, text, stars: [], mayHold: undefined };
    const scope = new Scope('module', module, {});
    this.#scope = scope;
    const { pieces, fault } = parsedFile(text);
    if (fault !== null) return { kind: 'stopped', reason: fault.message, place: { from: fault.from, to: fault.to } };
    return this.#outcome(() => {
      for (const piece of pieces) this.#runPiece(piece, scope);
    });
  }

  /** Calls a function the file defines, without arguments. Undefined: there is none. */
  runFunction(name: string): Outcome | undefined {
    const callee = this.global(name);
    if (callee === undefined) return undefined;
    return this.#outcome(() => {
      this.call(callee, NO_ARGUMENTS, NOWHERE);
    });
  }

  /** What a name of the file holds; undefined: it is not bound. */
  global(name: string): PyValue | undefined {
    const value = this.#scope?.names.get(name);
    if (value !== undefined) return seen(value);
    const mayHold = this.#scope?.module.mayHold;
    return mayHold === undefined ? undefined : unknownPy(mayHold);
  }

  /** The names the file binds. */
  globals(): readonly string[] {
    return [...(this.#scope?.names.keys() ?? [])];
  }

  #outcome(run: () => void): Outcome {
    this.#depth = 0;
    try {
      journaled(this.#journal, run);
      return { kind: 'completed' };
    } catch (error) {
      if (error instanceof Stopped) return { kind: 'stopped', reason: error.reason, place: plain(error.place) };
      if (error instanceof PyRaised) {
        const place = plain(this.#places.get(error) ?? NOWHERE);
        if (error instanceof UnknownRaised) {
          return { kind: 'stopped', reason: `It raises an exception that is not known. ${error.reason}`, place };
        }
        if (this.#perhaps !== undefined) {
          return { kind: 'stopped', reason: `It may end with ${error.type}. ${this.#perhaps}`, place };
        }
        return { kind: 'raised', type: error.type, message: error.message, place };
      }
      if (error instanceof RangeError) return { kind: 'stopped', reason: TOO_DEEP, place: NOWHERE };
      throw error;
    }
  }

  get uncertain(): number {
    return this.#uncertain;
  }

  mayRaise(): void {
    this.#uncertain++;
  }

  perhaps(reason: string): void {
    if (this.#reading === 0) this.#perhaps ??= reason;
  }

  notFollowed(reason: string, place: Ranged): void {
    this.#uncertain++;
    this.spend(10, place);
    // A loop comes by the same place again.
    const told = `${place.from}:${place.to}:${reason}`;
    if (this.#reading > 0 || this.#told.has(told)) return;
    this.#told.add(told);
    this.#options.notFollowed(reason, { from: place.from, to: place.to });
  }

  get supposed(): Machine['supposed'] {
    return this.#reading > 0 ? undefined : this.#options.supposed;
  }

  within<T>(run: () => T): T {
    const { within } = this.#options;
    if (within === undefined || this.#reading > 0) return run();
    const results: T[] = [];
    within(() => {
      results.push(run());
    });
    // It ran once, or an exception has left it.
    return results[0] as T;
  }

  setOut(steps: number): () => void {
    const [left, depth, place, perhaps] = [this.#steps, this.#depth, this.#place, this.#perhaps];
    const told = [...this.#told];
    const given = (this.#steps = Math.min(left, steps));
    return () => {
      this.#steps = Math.max(0, left - given + this.#steps);
      [this.#depth, this.#place, this.#perhaps] = [depth, place, perhaps];
      this.#told.clear();
      for (const one of told) this.#told.add(one);
    };
  }

  spend(steps: number, place: Ranged): void {
    this.#steps -= steps;
    if (this.#steps < 0) throw new Stopped('It does more than is followed.', place);
  }

  site(node: Ranged, scope: Scope): Site {
    const place = scope.module.isMain ? { from: node.from, to: node.to } : this.#place;
    return { place, interpreter: this };
  }

  evaluate(expression: Expression, scope: Scope): PyValue {
    const place = scope.module.isMain ? expression : this.#place;
    this.spend(1, place);
    if (++this.#depth > MAX_DEPTH) throw new Stopped(TOO_DEEP, place);
    const outer = this.#place;
    // While something of another file runs, it is this place that the user knows.
    if (scope.module.isMain) this.#place = place;
    try {
      const value = seen(evaluateExpression(this, expression, scope));
      // What is not known may as well have been an exception.
      if (value.kind === 'unknown' && expression.kind !== 'name') this.#uncertain++;
      return value;
    } catch (error) {
      if (error instanceof PyRaised && !this.#places.has(error)) this.#places.set(error, place);
      throw error;
    } finally {
      this.#depth--;
      this.#place = outer;
    }
  }

  run(statements: readonly Statement[], scope: Scope): Completion {
    for (const statement of statements) {
      const place = scope.module.isMain ? statement : this.#place;
      this.spend(1, place);
      if (++this.#depth > MAX_DEPTH) throw new Stopped(TOO_DEEP, place);
      try {
        const completion = runStatement(this, statement, scope);
        if (completion !== undefined) return completion;
      } catch (error) {
        if (error instanceof PyRaised && !this.#places.has(error)) this.#places.set(error, place);
        throw error;
      } finally {
        this.#depth--;
      }
    }
    return undefined;
  }

  call(callee: PyValue, args: CallArguments, place: Ranged): PyValue {
    this.spend(1, place);
    const outer = this.#place;
    this.#place = place;
    try {
      return seen(callValue(this, callee, args, { place, interpreter: this }));
    } finally {
      this.#place = outer;
    }
  }

  callUnknown(callee: UnknownPyValue, args: CallArguments, place: Ranged, shown?: string): PyValue {
    this.#uncertain++;
    const given = [...args.positional, ...args.keywords.values()];
    const what = shown === undefined ? 'something that is not known' : `'${shown}'`;
    // A function that is handed over may be called.
    if (callee.inert && !given.some((value) => value instanceof UserFunction || value instanceof BoundMethod)) {
      this.giveAway(given, `It was given to ${what}, which is not followed.`, false);
      return callee;
    }
    this.giveAway(given, `It was given to ${what}, which is not followed.`, true);
    this.notFollowed(
      shown === undefined
        ? `Something is called that is not known. ${callee.reason}`
        : `What ${what} does is not known.`,
      place,
    );
    return unknownPy(
      shown === undefined
        ? 'It is the result of a call that is not followed.'
        : `It is the result of ${what}, which is not followed.`,
    );
  }

  giveAway(values: Iterable<PyValue>, reason: string, kept: boolean): void {
    const all = [...values].filter((value) => value.kind !== 'string');
    if (kept) this.#escaped.lose(all, reason);
    else loseReached(all, reason);
  }

  getAttribute(object: PyValue, name: string, place: Ranged): PyValue {
    return getAttribute(object, name, { place, interpreter: this });
  }

  setAttribute(object: PyValue, name: string, value: PyValue, site: Site): void {
    setAttribute(object, name, value, site);
    this.#escaped.changed(object);
  }

  str(value: PyValue): string | undefined {
    return str(value, this.#here());
  }

  repr(value: PyValue): string | undefined {
    return repr(value, this.#here());
  }

  truth(value: PyValue): boolean | undefined {
    return truth(value, this.#here());
  }

  iterate(value: PyValue, place: Ranged): readonly PyValue[] | undefined {
    const items: PyValue[] = [];
    const complete = this.each(value, { place, interpreter: this }, (item) => {
      items.push(item);
      return true;
    });
    return complete ? items : undefined;
  }

  each(value: PyValue, site: Site, visit: (item: PyValue) => boolean): boolean {
    return eachItem(this, value, site, visit);
  }

  #here(): Site {
    return { place: this.#place, interpreter: this };
  }

  builtin(name: string): PyValue | undefined {
    return builtinNamed(name);
  }

  aside<T>(act: () => T): T {
    const [steps, uncertain] = [this.#steps, this.#uncertain];
    this.#steps = this.#options.stepBudget ?? STEP_BUDGET;
    const journal: Journal = [];
    try {
      return journaled(journal, act);
    } finally {
      takeBack(journal);
      this.#steps = steps;
      this.#uncertain = uncertain;
    }
  }

  late<T>(find: () => T): T {
    const uncertain = this.#uncertain;
    this.#reading++;
    try {
      return journaled(null, find);
    } finally {
      this.#reading--;
      this.#uncertain = uncertain;
    }
  }

  module(name: string): PyValue {
    const known = this.#modules.get(name);
    if (known !== undefined) return known;
    const value = this.#options.importModule(name) ?? nativeModule(name) ?? this.#projectModule(name);
    this.#modules.set(name, value);
    return value;
  }

  #projectModule(name: string): PyValue {
    const file = this.#options.readModule(name);
    if (file === undefined) return unknownPy(`It is the module '${name}', which is not known.`);
    const { path, text } = file;
    const isPackage = /(?:^|[\\/])__init__\.py$/.test(path);
    const module: Module = { name, isPackage, isMain: false, text, stars: [], mayHold: undefined };
    const submodule = (inner: string): PyValue | undefined => {
      const value = isPackage ? this.module(`${name}.${inner}`) : undefined;
      return value?.kind === 'unknown' ? undefined : value;
    };
    const scope = new Scope('module', module, {});
    scope.names.onTaken = (value) => {
      if (this.#reading === 0) this.#taken.take(value);
    };
    const read = new ReadModule(module);
    this.#read.push(read);
    return new ProjectModule(
      scope,
      {
        run: () => this.#runModule(file, scope, read),
        again: () => {
          this.#readAgain(read);
        },
      },
      submodule,
    );
  }

  /** What is not known of a module counts where the file first comes to it, whoever read it. */
  #readAgain(read: ReadModule): void {
    if (!read.isUncertain || (read.isTold && this.#reading === 0)) return;
    read.isTold ||= this.#reading === 0;
    this.#uncertain++;
  }

  /** A plain function is made when somebody asks for it: that has no effect on anything else. */
  #runPiece({ defines, statements }: Piece, scope: Scope): void {
    if (defines !== null) {
      scope.names.defer(defines, () => {
        const reason = `The function '${defines}' is not followed.`;
        const [definition, ...others] = statements();
        if (definition?.kind !== 'function' || others.length > 0) return unknownPy(reason);
        // It costs no step: who asks for a name may stand outside of a run.
        runStatement(this, definition, scope);
        return scope.names.get(defines) ?? unknownPy(reason);
      });
      return;
    }
    for (const statement of statements()) {
      if (scope.module.isMain || !deferImport(this, statement, scope)) this.run([statement], scope);
    }
  }

  /** Reads a module of the project. What it does besides binding names has been done when the migration runs. */
  #runModule(file: ModuleFile, scope: Scope, read: ReadModule): boolean {
    const [steps, uncertain] = [this.#steps, this.#uncertain];
    this.#steps = MODULE_BUDGET;
    this.#reading++;
    try {
      journaled(null, () => {
        const { pieces, fault } = parsedModule(file);
        if (fault !== null) raise('SyntaxError', 'the module has a syntax error');
        for (const piece of pieces) this.#runPiece(piece, scope);
      });
      return true;
    } catch (error) {
      if (error instanceof PyRaised) return false;
      // It stands half read.
      this.#isSpoiled = true;
      throw error;
    } finally {
      this.#reading--;
      this.#steps = steps;
      read.complete(this.#uncertain > uncertain, this.#reading === 0);
    }
  }
}

/** A module of the project that was read, as it was after that. */
class ReadModule {
  /** Something of it is not known, so that an exception may have left it. */
  isUncertain = false;
  /** The file that is run has been told so. */
  isTold = false;
  #mayHold: string | undefined;
  #stars = 0;

  constructor(private readonly module: Module) {}

  complete(isUncertain: boolean, isTold: boolean): void {
    this.isUncertain = isUncertain;
    this.isTold = isTold;
    this.#mayHold = this.module.mayHold;
    this.#stars = this.module.stars.length;
  }

  isChanged(): boolean {
    return this.module.mayHold !== this.#mayHold || this.module.stars.length !== this.#stars;
  }
}

function plain({ from, to }: Ranged): Ranged {
  return { from, to };
}

const TOO_DEEP = 'It is nested more deeply than is followed.';
