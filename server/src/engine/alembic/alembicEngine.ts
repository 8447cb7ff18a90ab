import { relative } from 'node:path';
import { err, ok } from '../../common/result';
import { databaseIdentity } from '../../dialect/identity';
import { parseUrl, secretsOf } from '../../dialect/url';
import type { ProjectConfig } from '../../project/model';
import type {
  CommandAnswer,
  CommandRequest,
  Engine,
  EngineError,
  EngineResult,
  IdentifyListener,
  OpenedConnection,
  OpenedDatabase,
  RunListener,
  RunReport,
  RunRequest,
  RunSignals,
  RunStep,
  SqlFile,
} from '../engine';
import { type EnvironmentOptions, NO_OPTIONS } from '../environmentOptions';
import type { EngineHost } from '../host';
import type { KeptRun } from '../keeper/keptRun';
import { runBridge, type BridgeOutcome, type BridgeRun } from './bridgeClient';
import { type BridgeDatabase, type BridgeJob, type BridgeMessage, placeOf } from './bridgeMessages';
import { compareModels, type ComparisonRunner, type ReadingListener, writeReviewed } from './compareModels';
import type { Comparison, ReviewedComparison, WrittenRevision } from './comparison';
import { explainOutcome, withFullStop } from './explain';
import { identityElsewhere, jobThere, messageHere, outcomeHere } from './elsewhere';
import type { Elsewhere, Interpreter } from './interpreter';

/** How long env.py may take to say which database it opens. */
const READING_DEADLINE_MS = 30_000;
/** How long the models may be compared with a database: every table of it is looked at. */
const COMPARING_DEADLINE_MS = 30 * 60_000;
/** How long a comparison may go without telling of a table, and of what else it does. */
const COMPARING_PAUSE_MS = 10 * 60_000;

/** What env.py is given besides the command. */
export interface AlembicEnvironment {
  readonly options: EnvironmentOptions;
  /** `module:attribute` of the application whose context env.py needs; null: none. */
  readonly loader: string | null;
}

/** Hears of a comparison while it runs. */
export interface ComparisonListener extends Pick<RunListener, 'output'> {
  readonly reading: ReadingListener;
}

/** Runs a project through its own Alembic: its interpreter, its env.py, its database. */
export class AlembicEngine implements Engine {
  readonly kind = 'alembic';
  readonly detail: string;
  /** Passwords seen so far; never leaves this object but to be masked. */
  readonly #secrets = new Set<string>();

  constructor(
    private readonly host: EngineHost,
    private readonly interpreter: Interpreter,
    private readonly config: ProjectConfig,
    private readonly environment: AlembicEnvironment = { options: NO_OPTIONS, loader: null },
    private readonly deadline: number = READING_DEADLINE_MS,
    private readonly comparingPause: number = COMPARING_PAUSE_MS,
  ) {
    this.detail = interpreter.detail;
    for (const secret of environment.options.secrets) this.#secrets.add(secret);
    if (config.url !== null) this.#maskSecretsOf(config.url.value);
  }

  #maskSecretsOf(text: string): void {
    const url = parseUrl(text);
    if (url !== null) for (const secret of secretsOf(url)) this.#secrets.add(secret);
  }

  /** Masks these from now on, too. */
  learn(secrets: Iterable<string>): void {
    for (const secret of secrets) this.#secrets.add(secret);
  }

  /** What another process needs to do a run in our place. */
  kept(request: RunRequest): KeptRun {
    const { interpreter, config, environment } = this;
    return { interpreter, config, environment, secrets: [...this.#secrets], request };
  }

  async identify(listener: IdentifyListener, signal: AbortSignal): Promise<EngineResult<readonly OpenedDatabase[]>> {
    const databases: OpenedDatabase[] = [];
    const outcome = await this.#run(
      { kind: 'identify', arguments: ['current'], expected: [] },
      this.deadline,
      (message) => {
        if (message.kind === 'database') databases.push(this.#opened(message.database));
        if (message.kind !== 'connection') return;
        this.#maskSecretsOf(message.url);
        const database = databases.at(-1);
        // What another machine opens is not where the same URL leads from here.
        if (database === undefined || this.interpreter.elsewhere !== undefined) return;
        listener.connection?.(openedConnection(database, message));
      },
      listener,
      reading(signal),
    );
    const error = this.#explain(outcome, this.deadline, true);
    return error === null ? ok(databases) : err(error);
  }

  async run(request: RunRequest, listener: RunListener, signals: RunSignals): Promise<RunReport> {
    let step: RunStep | null = null;
    let done = 0;
    const outcome = await this.#run(
      {
        kind: 'run',
        arguments: [request.command, ...request.options, ...request.targets],
        // Only `identify` makes these facts.
        expected: request.expected.map(({ database, steps }) => ({
          database: database.facts as unknown as BridgeDatabase,
          steps,
        })),
        ...(request.copy && { copy: { ...request.copy, original: originalOf(request) } }),
        ...(listener.statement && { tellStatements: true }),
        ...(request.walk && { walk: request.walk }),
        ...(listener.committed && { onPause: () => Promise.resolve(listener.committed?.()) }),
      },
      null,
      (message) => {
        if (message.kind === 'statement') {
          const { sql, milliseconds, locks, alone } = message;
          listener.statement?.({ sql, milliseconds, locks, ...(alone && { isAlone: true }) });
        }
        if (message.kind === 'starting') step = message.step;
        if (message.kind === 'applied') done = message.done;
        if (message.kind !== 'starting' && message.kind !== 'applied') return;
        if (step === null) return;
        listener.progress({ phase: message.kind, step, done: message.done, total: message.total });
      },
      listener,
      signals,
    );
    return { error: this.#explain(outcome, null, true), done: outcome.kind === 'ended' ? outcome.end.done : done };
  }

  /** Runs a command that writes to no database. */
  async command(
    request: CommandRequest,
    listener: Pick<RunListener, 'output'>,
    signal: AbortSignal,
  ): Promise<EngineResult<CommandAnswer>> {
    const text: string[] = [];
    const files: string[] = [];
    const sqlFiles: SqlFile[] = [];
    const compares = request.arguments.includes('check') || request.arguments.includes('--autogenerate');
    const deadline = compares ? Math.max(this.deadline, COMPARING_DEADLINE_MS) : this.deadline;
    // What comes after a file is the project's own hooks, which may be slow.
    const renewed = (): number | null => (files.length > 0 ? null : deadline);
    const outcome = await this.#run(
      { ...request, expected: [], ...(request.kind === 'files' && { renewed }) },
      deadline,
      (message) => {
        if (message.kind === 'text') text.push(message.text);
        if (message.kind === 'file') files.push(message.path);
        if (message.kind === 'sqlFile') sqlFiles.push({ path: message.path, text: message.text });
      },
      listener,
      reading(signal),
    );
    const error = this.#explain(outcome, deadline, false);
    if (error === null) return ok({ text: text.join(''), files, sqlFiles });
    if (files.length === 0) return err(error);
    return err({ ...error, message: `${withFullStop(error.message)} Written before that: ${files.join(', ')}.` });
  }

  /** Compares the models with the database, for a review; writes nothing. */
  async compareModels(
    options: readonly string[],
    check: boolean,
    listener: ComparisonListener,
    signal: AbortSignal,
  ): Promise<EngineResult<{ readonly comparison: Comparison; readonly databases: readonly OpenedDatabase[] }>> {
    const found = await compareModels(this.#comparisons(listener), options, check, listener.reading, signal);
    return found.ok ? ok({ ...found.value, databases: found.value.databases.map((one) => this.#opened(one)) }) : found;
  }

  /** Writes what was kept of a review, after another comparison that finds the same. */
  writeReviewed(
    options: readonly string[],
    review: ReviewedComparison,
    listener: ComparisonListener,
    signal: AbortSignal,
  ): Promise<WrittenRevision> {
    return writeReviewed(this.#comparisons(listener), options, review, listener.reading, signal);
  }

  #comparisons(listener: ComparisonListener): ComparisonRunner {
    const pause = this.comparingPause;
    // A file that is being written is not left half done; the hooks after it may be slow.
    const renewed = ({ kind }: BridgeMessage): number | null => {
      writing ||= kind === 'writing';
      return writing ? null : pause;
    };
    let writing = false;
    return {
      run: (job, onMessage, signals) =>
        this.#run({ ...job, expected: [], renewed }, pause, onMessage, listener, signals),
      explain: (outcome) => this.#explain(outcome, pause, true, true),
    };
  }

  async #run(
    job: Pick<BridgeJob, 'kind' | 'arguments' | 'expected' | 'review' | 'copy' | 'tellStatements' | 'walk'> &
      Pick<BridgeRun, 'renewed' | 'onPause'>,
    deadline: number | null,
    onMessage: (message: BridgeMessage) => void,
    listener: Pick<RunListener, 'output'>,
    signals: RunSignals,
  ): Promise<BridgeOutcome> {
    const { config, host, interpreter } = this;
    const { options, loader } = this.environment;
    const { elsewhere } = interpreter;
    const local: BridgeJob = {
      kind: job.kind,
      arguments: [...configArguments(config, options), ...job.arguments],
      ...(options.flags !== undefined && { flags: options.flags }),
      workingDirectory: config.workingDirectory,
      scriptLocation: config.source.bare ? config.scriptLocation : null,
      loader,
      expected: job.expected,
      ...(job.review !== undefined && { review: job.review }),
      ...(job.copy !== undefined && { copy: job.copy }),
      ...(job.tellStatements && { tellStatements: true }),
      ...(job.walk !== undefined && { walk: job.walk }),
    };
    const there = elsewhere === undefined ? ok(local) : jobThere(elsewhere, local);
    if (!there.ok) return { kind: 'notStarted', reason: there.error };
    const outcome = await runBridge(host, {
      interpreter,
      job: there.value,
      deadline,
      ...(job.renewed !== undefined && { renewed: job.renewed }),
      ...(job.onPause !== undefined && { onPause: job.onPause }),
      variables: options.variables,
      secrets: this.#secrets,
      onMessage: (message) => {
        onMessage(elsewhere === undefined ? message : messageHere(elsewhere, message));
      },
      onOutput: (text) => {
        listener.output(text);
      },
      signals,
    });
    return elsewhere === undefined ? outcome : outcomeHere(elsewhere, outcome);
  }

  #opened(found: BridgeDatabase): OpenedDatabase {
    return openedDatabase(found, this.interpreter.elsewhere);
  }

  #explain(
    outcome: BridgeOutcome,
    deadline: number | null,
    needsMigrations: boolean,
    renewed = false,
  ): EngineError | null {
    const { interpreter, config } = this;
    return explainOutcome(outcome, {
      interpreter,
      workingDirectory: config.workingDirectory,
      secrets: this.#secrets,
      deadline,
      renewed,
      needsMigrations,
    });
  }
}

/**
 * `-c` and `-n` as a user in the working directory would type them: env.py may look at `config.cmd_opts` and
 * `config.config_file_name`. A pyproject.toml of the working directory is found without `-c`, which took one file only before
 * Alembic 1.16.
 */
function configArguments({ source, workingDirectory }: ProjectConfig, options: EnvironmentOptions): string[] {
  const shown = (path: string): string => {
    const below = relative(workingDirectory, path);
    return below.startsWith('..') ? path : below;
  };
  const files: string[] = [];
  if (source.ini !== undefined) files.push(shown(source.ini));
  if (source.toml !== undefined && (source.ini === undefined || shown(source.toml) !== 'pyproject.toml')) {
    files.push(shown(source.toml));
  }
  const section = options.section ?? source.section;
  return [
    ...files.flatMap((file) => ['-c', file]),
    ...(section === 'alembic' ? [] : ['-n', section]),
    ...options.xArguments.flatMap((argument) => ['-x', argument]),
  ];
}

/** What a copy stands in for, as the bridge has found it. */
function originalOf({ expected }: RunRequest): string {
  // Only `identify` makes these facts.
  const facts = expected[0]?.database.facts as unknown as BridgeDatabase | undefined;
  return facts?.file ?? facts?.live?.[0] ?? facts?.database ?? '';
}

/** A run that only reads is forced to end by its own deadline. */
function reading(cancel: AbortSignal): RunSignals {
  return { cancel, force: new AbortController().signal };
}

function openedConnection(
  database: OpenedDatabase,
  { url, versionTable, versionTableSchema, live }: Extract<BridgeMessage, { kind: 'connection' }>,
): OpenedConnection {
  return { database, url, versionTable: { name: versionTable, schema: versionTableSchema }, live };
}

function openedDatabase(found: BridgeDatabase, elsewhere: Elsewhere | undefined): OpenedDatabase {
  return {
    identity: elsewhere === undefined ? databaseIdentity(placeOf(found)) : identityElsewhere(elsewhere, placeOf(found)),
    name: found.name,
    rows: found.rows,
    versionTableExists: found.versionTableExists,
    fileMissing: found.fileMissing,
    inTransaction: found.inTransaction,
    transactionalDdl: found.transactionalDdl,
    live: found.live,
    versionTable: { name: found.versionTable, schema: found.versionTableSchema },
    facts: { ...found },
  };
}
