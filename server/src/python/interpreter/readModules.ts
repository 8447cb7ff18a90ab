import { PyRaised, raise } from './exception';
import { deferImport } from './imports';
import type { Machine } from './machine';
import type { Meter } from './meter';
import { nativeModule } from './modules/names';
import { ProjectModule } from './objects/projectModule';
import { type ModuleFile, parsedModule, type Piece } from './parsed';
import { type Module, Scope } from './scope';
import { runStatement } from './statements';
import { TakenValues } from './taken';
import { type PyValue, unknownPy } from './value';

/** Where modules come from. */
export interface ModuleSource {
  /** A module by its absolute name: what a library makes of it, or undefined: then `readModule` is asked. */
  readonly importModule: (name: string) => PyValue | undefined;
  /**
   * The text of a module of the project by its absolute dotted name; undefined: not known, its names are unknown. A file
   * `__init__.py` is a package.
   */
  readonly readModule: (name: string) => ModuleFile | undefined;
}

/** The modules that files import: those of the project are read once for all files that are run one after the other. */
export class Modules {
  readonly #known = new Map<string, PyValue>();
  readonly #read: ReadModule[] = [];
  readonly #taken = new TakenValues();
  #isSpoiled = false;

  constructor(
    private readonly machine: Machine,
    private readonly meter: Meter,
    private readonly source: ModuleSource,
  ) {}

  /** Gets ready for another file; false: the one before changed what modules of the project hold. */
  restart(): boolean {
    const unchanged = this.#taken.areUnchanged() && this.#read.every((one) => !one.isChanged());
    for (const one of this.#read) one.isTold = false;
    return unchanged && !this.#isSpoiled;
  }

  /** Modules of the project are not as they would be for another file. */
  spoil(): void {
    this.#isSpoiled = true;
  }

  /** A module by its absolute name. */
  named(name: string): PyValue {
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    const value = this.source.importModule(name) ?? nativeModule(name) ?? this.#ofProject(name);
    this.#known.set(name, value);
    return value;
  }

  #ofProject(name: string): PyValue {
    const file = this.source.readModule(name);
    if (file === undefined) return unknownPy(`It is the module '${name}', which is not known.`);
    const { path, text } = file;
    const isPackage = /(?:^|[\\/])__init__\.py$/.test(path);
    const module: Module = { name, isPackage, isMain: false, text, stars: [], mayHold: undefined };
    const submodule = (inner: string): PyValue | undefined => {
      const value = isPackage ? this.named(`${name}.${inner}`) : undefined;
      return value?.kind === 'unknown' ? undefined : value;
    };
    const scope = new Scope('module', module, {});
    scope.names.onTaken = (value) => {
      if (!this.meter.isReading) this.#taken.take(value);
    };
    const read = new ReadModule(module);
    this.#read.push(read);
    const reading = {
      run: () => this.#run(file, scope, read),
      again: () => {
        this.#again(read);
      },
    };
    return new ProjectModule(scope, reading, submodule);
  }

  /** Reads a module of the project. What it does besides binding names has been done when the migration runs. */
  #run(file: ModuleFile, scope: Scope, read: ReadModule): boolean {
    const { meter } = this;
    const { uncertain } = meter;
    try {
      meter.readModule(() => {
        const { pieces, fault } = parsedModule(file);
        if (fault !== null) raise('SyntaxError', 'the module has a syntax error');
        runPieces(this.machine, pieces, scope);
      });
      return true;
    } catch (error) {
      if (error instanceof PyRaised) return false;
      // It stands half read.
      this.#isSpoiled = true;
      throw error;
    } finally {
      read.complete(meter.uncertain > uncertain, !meter.isReading);
    }
  }

  /** What is not known of a module counts where the file first comes to it, whoever read it. */
  #again(read: ReadModule): void {
    const { meter } = this;
    if (!read.isUncertain || (read.isTold && !meter.isReading)) return;
    read.isTold ||= !meter.isReading;
    meter.uncertain++;
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

/**
 * Runs a file. A plain function is made when somebody asks for it, which has no effect on anything else; so is what a module
 * takes from others.
 */
export function runPieces(machine: Machine, pieces: readonly Piece[], scope: Scope): void {
  for (const { defines, statements } of pieces) {
    if (defines !== null) {
      scope.names.defer(defines, () => {
        const reason = `The function '${defines}' is not followed.`;
        const [definition, ...others] = statements();
        if (definition?.kind !== 'function' || others.length > 0) return unknownPy(reason);
        // It costs no step: who asks for a name may stand outside of a run.
        runStatement(machine, definition, scope);
        return scope.names.get(defines) ?? unknownPy(reason);
      });
      continue;
    }
    for (const statement of statements()) {
      if (scope.module.isMain || !deferImport(machine, statement, scope)) machine.run([statement], scope);
    }
  }
}
