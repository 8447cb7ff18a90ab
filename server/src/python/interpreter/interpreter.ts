import type { Expression, Ranged, Statement } from '../ast';
import { getAttribute, setAttribute } from './attributes';
import { builtinNamed } from './builtins/names';
import { callValue } from './calls';
import { PyRaised, UnknownRaised } from './exception';
import { evaluateExpression } from './expressions';
import { Escaped, loseReached } from './giveAway';
import { eachItem } from './iterate';
import { type Journal, journaled, takeBack } from './journal';
import { seen } from './lost';
import { type Completion, type Machine, Stopped } from './machine';
import { NO_ARGUMENTS } from './make';
import { Meter } from './meter';
import { BoundMethod, UserFunction } from './objects/function';
import { parsedFile } from './parsed';
import { Modules, type ModuleSource, runPieces } from './readModules';
import { type Module, Scope } from './scope';
import { runStatement } from './statements';
import type { Supposed } from './supposed';
import { type CallArguments, type PyValue, type Site, type UnknownPyValue, unknownPy } from './value';
import { repr, str } from './values/repr';
import { truth } from './values/truth';

export interface InterpreterOptions extends ModuleSource {
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
  readonly #meter: Meter;
  readonly #modules: Modules;
  readonly #journal: Journal = [];
  readonly #places = new WeakMap<PyRaised, Ranged>();
  readonly #escaped = new Escaped(() => this.isReading);
  #scope: Scope | undefined;
  #depth = 0;
  readonly #told = new Set<string>();
  #perhaps: string | undefined;
  /** Where the file that is read has called what runs now. */
  #place: Ranged = NOWHERE;

  constructor(options: InterpreterOptions) {
    this.#options = options;
    this.#meter = new Meter(options.stepBudget ?? STEP_BUDGET);
    this.#modules = new Modules(this, this.#meter, options);
  }

  /** Gets ready for another file; false: the one before changed what modules of the project hold. */
  restart(): boolean {
    takeBack(this.#journal);
    if (!this.#modules.restart()) return false;
    this.#meter.restart();
    this.handling.length = 0;
    this.trying = 0;
    this.#escaped.restart();
    this.#scope = undefined;
    this.#told.clear();
    this.#perhaps = undefined;
    this.#place = NOWHERE;
    return true;
  }

  spoil(): void {
    this.#modules.spoil();
  }

  get isReading(): boolean {
    return this.#meter.isReading;
  }

  /** Runs the top level of a file. */
  runFile(text: string): Outcome {
    const module: Module = { name: '__main__', isPackage: false, isMain: true, text, stars: [], mayHold: undefined };
    const scope = new Scope('module', module, {});
    this.#scope = scope;
    const { pieces, fault } = parsedFile(text);
    if (fault !== null) return { kind: 'stopped', reason: fault.message, place: { from: fault.from, to: fault.to } };
    return this.#outcome(() => {
      runPieces(this, pieces, scope);
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
    return this.#meter.uncertain;
  }

  mayRaise(): void {
    this.#meter.uncertain++;
  }

  perhaps(reason: string): void {
    if (!this.isReading) this.#perhaps ??= reason;
  }

  notFollowed(reason: string, place: Ranged): void {
    this.#meter.uncertain++;
    this.spend(10, place);
    // A loop comes by the same place again.
    const told = `${place.from}:${place.to}:${reason}`;
    if (this.isReading || this.#told.has(told)) return;
    this.#told.add(told);
    this.#options.notFollowed(reason, { from: place.from, to: place.to });
  }

  get supposed(): Machine['supposed'] {
    return this.isReading ? undefined : this.#options.supposed;
  }

  within<T>(run: () => T): T {
    const { within } = this.#options;
    if (within === undefined || this.isReading) return run();
    const results: T[] = [];
    within(() => {
      results.push(run());
    });
    // It ran once, or an exception has left it.
    return results[0] as T;
  }

  setOut(steps: number): () => void {
    const [depth, place, perhaps] = [this.#depth, this.#place, this.#perhaps];
    const told = [...this.#told];
    const restore = this.#meter.limit(steps);
    return () => {
      restore();
      [this.#depth, this.#place, this.#perhaps] = [depth, place, perhaps];
      this.#told.clear();
      for (const one of told) this.#told.add(one);
    };
  }

  spend(steps: number, place: Ranged): void {
    this.#meter.spend(steps, place);
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
      if (value.kind === 'unknown' && expression.kind !== 'name') this.#meter.uncertain++;
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
    this.#meter.uncertain++;
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
    return this.#meter.aside(act);
  }

  late<T>(find: () => T): T {
    return this.#meter.late(find);
  }

  module(name: string): PyValue {
    return this.#modules.named(name);
  }
}

function plain({ from, to }: Ranged): Ranged {
  return { from, to };
}

const TOO_DEEP = 'It is nested more deeply than is followed.';
