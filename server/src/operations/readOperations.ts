import type { Ranged } from '../python/ast';
import { UserFunction } from '../python/interpreter/objects/function';
import { Interpreter, type InterpreterOptions, type Outcome } from '../python/interpreter/interpreter';
import type { Ended, Supposed } from '../python/interpreter/supposed';
import type { Context } from '../schema/context';
import type { Schema } from '../schema/schema';
import { sqlalchemyModule } from '../sqlalchemy/library';
import { alembicModule } from './alembicLibrary';
import { possible } from './applyPerhaps';
import { inspect } from './connection';
import { withDialectClass } from './dialectClasses';
import { recordType } from './enumTypes';
import { type Environment, UNKNOWN_ENVIRONMENT } from './environment';
import type { Hook } from './hooks';
import { LiveSchema } from './liveSchema';
import type { Opaque, Operation, Place } from './operation';
import { ormSession } from './ormSession';
import { Recorder, removeFrom } from './recorder';
import type { Session } from './session';
import { hookModule } from './sqlalchemyHooks';

export type Direction = 'upgrade' | 'downgrade';

/** What one run of a function of a revision does. */
export interface Reading {
  /** In the order in which they run; when the run does not complete, those before its end. */
  readonly operations: readonly Operation[];
  readonly ends: Outcome;
  /** Set: it asked the database for its tables, which the schema before it answered. */
  readonly fromSchema?: true;
  /** Set: it steers transactions or the driver there, besides sending statements. */
  readonly steers?: Ranged;
}

export interface RevisionOperations extends Reading {
  /** A file for several databases (`upgrade(engine_name)`): what it does to each; null for the others. */
  readonly engines: readonly (Reading & { readonly engine: string })[] | null;
  /**
   * Classes of SQLAlchemy's that loading the file makes behave otherwise, for every revision: Alembic loads all files
   * before it runs one.
   */
  readonly hooks: readonly Hook[];
}

export interface ReadOptions {
  /** Text of a project's module by its absolute name, for its helpers and constants. */
  readonly readModule: InterpreterOptions['readModule'];
  /** Absent: not known. */
  readonly environment?: Environment;
  /** What a run would find in the database; absent: not known. Only where there is a connection. */
  readonly schema?: Schema;
}

/**
 * Reads what `upgrade()` or `downgrade()` of a revision file does, without running it. What cannot be followed stands
 * among the operations as `opaque`. Never throws.
 */
export function readOperations(
  text: string,
  direction: Direction,
  context: Context,
  options: ReadOptions,
): RevisionOperations {
  const unreadable = whyUnreadable(text);
  if (unreadable !== null) return { operations: [], ends: unreadable, engines: null, hooks: [] };
  const reader = readerFor(context, options);
  const loaded = reader.load(text, options.schema);
  const { hooks } = reader;
  if (loaded.kind !== 'completed') return { operations: [], ends: loaded, engines: null, hooks };
  if (!reader.needsEngine(direction)) return { ...reader.call(direction), engines: null, hooks };
  const names = [...text.matchAll(/^def[ \t]+(?:up|down)grade_(\w+)[ \t]*\(/gm)].map(([, name = '']) => name);
  const engines = [...new Set(names)].filter((engine) => reader.has(`${direction}_${engine}`));
  if (engines.length === 0) {
    const reason = `'${direction}' is given the name of a database, and the file does not tell which there are.`;
    return {
      operations: [],
      ends: { kind: 'stopped', reason, place: reader.placeOf(direction) },
      engines: null,
      hooks,
    };
  }
  return {
    operations: [],
    ends: { kind: 'completed' },
    hooks,
    engines: engines.map((engine) => {
      // env.py calls it with the name: a function below the file's own text does.
      const caller = `\ndef ${CALLER}():\n    ${direction}('${engine}')\n`;
      const one = readerFor(context, options);
      const ends = one.load(text + caller, options.schema);
      return { engine, ...(ends.kind === 'completed' ? one.call(CALLER) : { operations: [], ends }) };
    }),
  };
}

/** What stands in a text where Python may have refused the file's bytes. */
const UNREADABLE: Readonly<Record<string, string>> = {
  '\0': 'The file holds a NUL character, with which Python cannot read it.',
  '\uFFFD': 'The file holds the letter U+FFFD, which stands for bytes that are not read, too.',
};

function whyUnreadable(text: string): Outcome | null {
  const [found] = Object.entries(UNREADABLE).filter(([letter]) => text.includes(letter));
  if (found === undefined) return null;
  const from = text.indexOf(found[0]);
  return { kind: 'stopped', reason: found[1], place: { from, to: from + 1 } };
}

/** By what reads modules, which gives the same for a name always, and by context. */
const READERS = new WeakMap<ReadOptions['readModule'], Map<string, Reader>>();

function readerFor(context: Context, { readModule, environment = UNKNOWN_ENVIRONMENT }: ReadOptions): Reader {
  let readers = READERS.get(readModule);
  if (readers === undefined) READERS.set(readModule, (readers = new Map<string, Reader>()));
  const key = JSON.stringify(context);
  const known = readers.get(key);
  if (known?.environment === environment && known.restart()) return known;
  const made = new Reader(context, readModule, environment);
  readers.set(key, made);
  return made;
}

const CALLER = '__alembic_workbench_call__';

/** Loads and runs files, one after the other; modules of the project are read once for all of them. */
class Reader {
  readonly #session: Session & { readonly batches: Operation[][] };
  readonly #interpreter: Interpreter;
  #text = '';
  #live: LiveSchema | null = null;
  /** What may end, of the function that runs. */
  #ends: Opaque[] = [];

  constructor(
    given: Context,
    readModule: ReadOptions['readModule'],
    readonly environment: Environment,
  ) {
    // The library is kept for as long as the context is: every reader has its own.
    const context = { ...given };
    const recorder = new Recorder(context);
    const session: Session = {
      context,
      recorder,
      environment,
      batches: [],
      changed: {
        byFile: { overridden: new Set(), hooks: [] },
        byModules: { overridden: new Set(), hooks: [] },
      },
      loading: { now: true },
      withdrawTypes: (place) => {
        this.#withdrawTypes(place);
      },
    };
    this.#session = session;
    const orm = context.mode === 'online' && { session: ormSession(recorder) };
    const library = { onType: recordType(recorder), inspect, ...orm };
    this.#interpreter = new Interpreter({
      importModule: (name) => {
        const plain = sqlalchemyModule(name, context, library);
        return (
          alembicModule(name, session) ?? hookModule(name, plain, session) ?? withDialectClass(name, plain, environment)
        );
      },
      readModule,
      notFollowed: (reason, place) => {
        this.#notFollowed(reason, place);
      },
      // Without a database there is no schema, and SQL with something unknown in it is not known.
      ...(context.mode === 'online' && {
        supposed: (what) => {
          this.#supposed(what);
        },
        within: (run) => {
          this.#within(run);
        },
      }),
    });
  }

  /** Gets ready for another file; false: the one before changed what the modules hold, or changed SQLAlchemy itself. */
  restart(): boolean {
    const { changed, batches, loading } = this.#session;
    if (changed.byFile.hooks.length > 0 || !this.#interpreter.restart()) return false;
    changed.byFile.overridden.clear();
    batches.length = 0;
    loading.now = true;
    return true;
  }

  /** @param schema what it would find in the database. */
  load(text: string, schema: Schema | undefined): Outcome {
    const { context, recorder, loading } = this.#session;
    this.#text = text;
    const isKnown = schema !== undefined && context.mode === 'online';
    this.#live = isKnown ? new LiveSchema(schema, { ...context, revision: null }) : null;
    recorder.restart(this.#live);
    const ends = this.#interpreter.runFile(text);
    loading.now = false;
    return ends;
  }

  get hooks(): readonly Hook[] {
    const { byFile, byModules } = this.#session.changed;
    return [...byModules.hooks, ...byFile.hooks];
  }

  has(name: string): boolean {
    return this.#interpreter.global(name) !== undefined;
  }

  /** Whether the function must be told which database it is run for. */
  needsEngine(name: string): boolean {
    const value = this.#interpreter.global(name);
    if (!(value instanceof UserFunction)) return false;
    return (value.parameters ?? []).some(
      (parameter) => parameter.kind === 'positional' && parameter.default === undefined,
    );
  }

  placeOf(name: string): Ranged {
    const at = this.#text.search(new RegExp(`^def[ \\t]+${name}\\b`, 'm'));
    return at < 0 ? { from: 0, to: 0 } : { from: at, to: at + `def ${name}`.length };
  }

  call(name: string): Reading {
    const ends = this.#interpreter.runFunction(name);
    const missing: Outcome = {
      kind: 'raised',
      type: 'AttributeError',
      message: `The file has no function '${name}'.`,
      place: { from: 0, to: 0 },
    };
    const { operations, steered } = this.#session.recorder;
    return {
      operations,
      ends: ends ?? missing,
      ...(this.#live?.isAsked === true && { fromSchema: true }),
      ...(steered !== null && { steers: steered }),
    };
  }

  #withdrawTypes({ from, to }: Place): void {
    const { batches, recorder } = this.#session;
    const isType = ({ kind, place }: Operation): boolean =>
      kind === 'opaque' && from < place.from && place.to <= to && this.#makesObject(place);
    recorder.withdraw(isType);
    for (const batch of batches) removeFrom(batch, isType);
  }

  /** Whether a class is called here, going by its name. */
  #makesObject({ from, to }: Place): boolean {
    return /^(?:\w+\.)*_*[A-Z]\w*\s*\(/.test(this.#text.slice(from, to));
  }

  #notFollowed(reason: string, { from, to }: Ranged): void {
    this.#record({ kind: 'opaque', place: { from, to }, reason, table: null });
  }

  #record(opaque: Opaque): void {
    const { loading, batches, recorder } = this.#session;
    // While a file is loaded there is nothing yet to send operations to.
    if (loading.now) return;
    const batch = batches.at(-1);
    if (batch !== undefined) batch.push(opaque);
    else recorder.record(opaque);
  }

  #supposed({ reason, place: { from, to }, mayEnd, isOnce, ways }: Supposed): void {
    const { loading, batches, recorder } = this.#session;
    if (loading.now) return;
    const done: Operation[] = [];
    let isLost = false;
    for (const way of ways) {
      const lengths = batches.map(({ length }) => length);
      const ends: Ended[] = [];
      const recorded = recorder.apart(() => ends.push(way()), !isOnce);
      const [ended] = ends;
      batches.splice(lengths.length);
      const held = batches.flatMap((batch, index) => batch.splice(lengths[index] ?? 0));
      if (ended === 'completed') done.push(...recorded, ...held);
      else if (ended === 'lost') isLost = true;
    }
    const may = isLost ? null : possible(done);
    const opaque: Opaque = { kind: 'opaque', place: { from, to }, reason, table: null };
    const told: Opaque = { ...opaque, ...(may && { may }), ...(mayEnd && { mayEnd }) };
    this.#record(told);
    if (mayEnd) this.#ends.push(told);
  }

  /** What may end in a function ends with it. */
  #within(run: () => void): void {
    const outer = this.#ends;
    this.#ends = [];
    try {
      run();
    } finally {
      for (const opaque of this.#ends) this.#session.recorder.bound(opaque);
      this.#ends = outer;
    }
  }
}
