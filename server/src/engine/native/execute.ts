import { type LiveSession, SessionRefusal } from '../../dialect/liveSession';
import type { VersionTableSql } from '../../dialect/versionTableSql';
import type { EngineError, RunListener, RunReport } from '../engine';
import { LockWatch } from './lockWatch';
import type { NativeAction, NativeProgram, NativeStep, NativeTransaction } from './program';

/** Executes a program. Never rejects: what it left is read from the database afterwards. */
export async function execute(
  program: NativeProgram,
  session: LiveSession,
  versions: VersionTableSql,
  listener: RunListener,
  signal: AbortSignal,
): Promise<RunReport> {
  const run = new Execution(program, session, versions, listener, signal);
  const cancel = (): void => {
    session.cancel();
  };
  signal.addEventListener('abort', cancel, { once: true });
  try {
    return await run.all();
  } finally {
    signal.removeEventListener('abort', cancel);
  }
}

/** `line`: zero-based, of the call that sends it. */
interface PlacedStatement {
  readonly sql: string;
  readonly line: number;
}

/** What ends a run early. */
class Stopped extends Error {
  constructor(readonly error: EngineError) {
    super(error.message);
  }
}

const NOTHING_KEPT = { step: null, statements: [] };
const CANCELLED: EngineError = { code: 'cancelled', message: 'Cancelled.' };

class Execution {
  /** Steps finished. */
  #done = 0;
  /** The rows that the version table must hold. */
  #rows: readonly string[];
  /** Whether `--purge` is done. */
  #isPurged: boolean;
  /** What runs now, for the report. */
  #step: NativeStep | null = null;
  #sent: PlacedStatement | null = null;
  /** Statements of the step in the open transaction. */
  #open: string[] = [];
  /** A step whose row of the version table is not committed, and statements of it that no rollback takes back. */
  #kept: { readonly step: NativeStep | null; readonly statements: string[] } = NOTHING_KEPT;
  /** Statements that are committed if what is under way is; its answer may never come. */
  #doubtful: readonly string[] = [];
  #isCommitting = false;
  /** Indexes that were not valid before. */
  #invalid: ReadonlySet<string> = new Set();
  readonly #total: number;
  /** Null: nobody listens to single statements. */
  #locks: LockWatch | null = null;

  constructor(
    private readonly program: NativeProgram,
    private readonly session: LiveSession,
    private readonly versions: VersionTableSql,
    private readonly listener: RunListener,
    private readonly signal: AbortSignal,
  ) {
    this.#rows = program.rows;
    this.#isPurged = !program.purge;
    this.#total = program.transactions.reduce((sum, { steps }) => sum + steps.length, 0);
  }

  async all(): Promise<RunReport> {
    try {
      if (this.listener.statement !== undefined) this.#locks = new LockWatch(await this.session.watchLocks());
      for (const transaction of this.program.transactions) await this.#transaction(transaction);
      return { error: null, done: this.#done };
    } catch (error) {
      // Before the rollback: what failed is not asked again.
      const failure = this.#failure(error);
      await this.session.rollback().catch(() => undefined);
      return { error: await this.#withLeftOvers(failure), done: this.#done };
    }
  }

  async #transaction({ enforcesKeys, enforcesKeysAfter, steps }: NativeTransaction): Promise<void> {
    if (enforcesKeys !== undefined) await this.session.enforceKeys(enforcesKeys);
    await this.#begin();
    for (const step of steps) {
      this.#step = step;
      this.#open = [];
      this.listener.progress({ phase: 'starting', step: step.step, done: this.#done, total: this.#total });
      this.listener.output(`Running ${step.log}`);
      await this.#run(step);
      this.#done += 1;
      this.listener.progress({ phase: 'applied', step: step.step, done: this.#done, total: this.#total });
    }
    this.#goOn();
    // What several have done is refused as a whole.
    if (steps.length > 1) this.#step = null;
    await this.#commit();
    this.#step = null;
    this.#kept = NOTHING_KEPT;
    if (enforcesKeysAfter !== undefined) await this.session.enforceKeys(enforcesKeysAfter);
    await this.listener.committed?.();
  }

  /** Somebody may have run migrations between our transactions: nothing is done on other rows than the plan's. */
  async #begin(): Promise<void> {
    this.#goOn();
    const { exists, rows } = await this.session.begin();
    if (JSON.stringify([...rows].sort()) !== JSON.stringify([...this.#rows].sort())) {
      const message = `The database is at ${named(rows)} by now, and no longer at ${named(this.#rows)}. Run the command again.`;
      throw new Stopped({ code: 'changedPlan', message });
    }
    if (!exists) await this.#makeVersionTable();
    // What holds the version rows is no statement's own.
    await this.#locks?.newLocks();
    if (this.#isPurged) return;
    await this.session.execute(this.versions.clear());
    this.#isPurged = true;
    this.#rows = [];
  }

  async #makeVersionTable(): Promise<void> {
    try {
      await this.session.execute(this.versions.create());
    } catch (error) {
      if (this.session.explain(error).code !== 'alreadyExists') throw error;
      const message = 'Somebody else has made the version table meanwhile. Run the command again.';
      throw new Stopped({ code: 'changedPlan', message });
    }
  }

  async #run(step: NativeStep): Promise<void> {
    const lost = step.checksReferences ? await this.session.lostReferences() : 0;
    for (const action of step.actions) {
      this.#goOn();
      await this.#action(action);
    }
    this.#sent = null;
    if (step.checksReferences && (await this.session.lostReferences()) > lost) {
      const message = `Rows are left that refer to none: a table that the revision copies, or drops, is referred to. Nothing of it was kept.`;
      throw new Stopped({ code: 'commandFailed', message });
    }
    for (const change of step.changes) {
      const changed = await this.session.execute(this.versions.change(change));
      if (change.kind === 'insert' || changed === 1) continue;
      const message = `The version table has ${changed} rows where one was to be changed. Look at its rows, then run again.`;
      throw new Stopped({ code: 'commandFailed', message });
    }
    this.#rows = step.rowsAfter;
  }

  async #action(action: NativeAction): Promise<void> {
    switch (action.kind) {
      case 'statement':
        await this.#send(action, (sql) => this.session.execute(sql));
        this.#open.push(action.sql);
        break;
      case 'expect': {
        const different = await this.session.differenceOf(action.table, action.statements);
        if (different !== null) throw new Stopped({ code: 'unsupported', message: different });
        break;
      }
      case 'alone':
        await this.#outside(action.statements);
    }
  }

  /** What an autocommit block does: the transaction ends before it, and another one begins after it. */
  async #outside(statements: Extract<NativeAction, { kind: 'alone' }>['statements']): Promise<void> {
    this.#invalid = new Set(await this.session.invalidIndexes());
    this.#doubtful = this.#open;
    await this.#commit();
    // The steps before it are committed as a whole now.
    const earlier = this.#kept.step === this.#step ? this.#kept.statements : [];
    this.#kept = { step: this.#step, statements: [...earlier, ...this.#open] };
    this.#open = [];
    this.#doubtful = [];
    for (const statement of statements) {
      this.#goOn();
      this.#doubtful = [statement.sql];
      await this.#send(statement, (sql) => this.session.executeAlone(sql), true);
      this.#kept.statements.push(statement.sql);
      this.#doubtful = [];
    }
    await this.#begin();
  }

  async #send(statement: PlacedStatement, send: (sql: string) => Promise<number>, isAlone = false): Promise<void> {
    this.#sent = statement;
    const begun = performance.now();
    await send(statement.sql);
    const milliseconds = performance.now() - begun;
    if (this.#locks === null) return;
    const locks = isAlone ? [] : await this.#locks.newLocks();
    this.listener.statement?.({ sql: statement.sql, milliseconds, locks, ...(isAlone && { isAlone }) });
  }

  async #commit(): Promise<void> {
    this.#isCommitting = true;
    await this.session.commit();
    this.#isCommitting = false;
    this.#locks?.forget();
  }

  #goOn(): void {
    if (this.signal.aborted) throw new Stopped(CANCELLED);
  }

  #failure(error: unknown): EngineError {
    const why = this.#reason(error);
    const step = this.#step;
    if (step === null) return why;
    const sent = this.#sent;
    const { file } = step;
    return {
      ...why,
      revision: step.step.revision,
      ...(file !== null && sent !== null && { place: { file, line: sent.line, via: [] } }),
      ...(sent !== null && !(error instanceof Stopped) && { statement: sent.sql }),
    };
  }

  #reason(error: unknown): EngineError {
    if (error instanceof Stopped) return error.error;
    if (error instanceof SessionRefusal) return error.failure;
    return this.session.explain(error);
  }

  /** A block outside of the transaction stays, and may leave an index that is of no use. */
  async #withLeftOvers(error: EngineError): Promise<EngineError> {
    const { step, statements } = this.#kept;
    const isLost = error.code === 'connectionFailed';
    const isDoubtful = isLost && this.#doubtful.length > 0;
    const doubt = isDoubtful ? ` Whether ${numbered(this.#doubtful)} of it stayed is not known: look for that.` : '';
    const wasAlone = this.#step?.actions.some(({ kind }) => kind === 'alone') === true;
    if (step === null && !wasAlone) return error;
    const now = await this.session.invalidIndexes().catch(() => []);
    const words = new Set(this.#sent?.sql.split(/[\s(]+/));
    // One of an earlier run is in the way, too.
    const invalid = now.filter(
      (name) => !this.#invalid.has(name) || (error.code === 'alreadyExists' && words.has(name)),
    );
    const drop = invalid.map((name) => `DROP INDEX ${name}`).join('; ');
    const advice = invalid.length === 0 ? '' : ` An index is left that is not valid. Before you run again: ${drop}.`;
    if (statements.length === 0) return { ...error, message: error.message + doubt + advice };
    const what = step === this.#step ? 'the revision' : `revision '${step?.step.revision ?? ''}'`;
    const counts = isLost && this.#isCommitting ? 'whether it counts as run or not' : 'it counts as not run';
    const stays = ` ${numbered(statements)} of ${what} stayed, because of its autocommit block: ${counts}.`;
    const stayed = { statements: statements.slice(0, SHOWN), count: statements.length };
    return { ...error, message: error.message + stays + doubt + advice, stayed };
  }
}

/** Statements that are shown of those that stayed. */
const SHOWN = 5;

function numbered({ length }: readonly string[]): string {
  return length === 1 ? '1 statement' : `${length} statements`;
}

function named(rows: readonly string[]): string {
  return rows.length === 0 ? 'base' : rows.join(', ');
}
