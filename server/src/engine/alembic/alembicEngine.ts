import { relative } from 'node:path';
import { err, ok } from '../../common/result';
import { databaseIdentity } from '../../dialect/identity';
import { parseUrl, secretsOf } from '../../dialect/url';
import type { ProjectConfig } from '../../project/model';
import type {
  Engine,
  EngineError,
  EngineResult,
  OpenedDatabase,
  RunListener,
  RunReport,
  RunRequest,
  RunStep,
} from '../engine';
import type { EngineHost } from '../host';
import { runBridge, type BridgeOutcome } from './bridgeClient';
import type { BridgeDatabase, BridgeJob, BridgeMessage } from './bridgeMessages';
import { explainOutcome } from './explain';
import type { Interpreter } from './interpreter';

/** How long env.py may take to say which database it opens. */
const READING_DEADLINE_MS = 30_000;

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
    private readonly deadline: number = READING_DEADLINE_MS,
  ) {
    this.detail = interpreter.detail;
    const url = config.url === null ? null : parseUrl(config.url.value);
    if (url !== null) for (const secret of secretsOf(url)) this.#secrets.add(secret);
  }

  async identify(
    listener: Pick<RunListener, 'output'>,
    signal: AbortSignal,
  ): Promise<EngineResult<readonly OpenedDatabase[]>> {
    const databases: OpenedDatabase[] = [];
    const outcome = await this.#run(
      { arguments: ['current'], expected: null },
      this.deadline,
      (message) => {
        if (message.kind === 'database') databases.push(openedDatabase(message.database));
      },
      listener,
      signal,
    );
    const error = this.#explain(outcome, this.deadline);
    return error === null ? ok(databases) : err(error);
  }

  async run(request: RunRequest, listener: RunListener, signal: AbortSignal): Promise<RunReport> {
    const { database, steps } = request.expected;
    let step: RunStep | null = null;
    let done = 0;
    const outcome = await this.#run(
      {
        arguments: [request.command, ...request.targets],
        // Only `identify` makes these facts.
        expected: [{ database: database.facts as unknown as BridgeDatabase, steps }],
      },
      null,
      (message) => {
        if (message.kind === 'starting') step = message.step;
        if (message.kind === 'applied') done = message.done;
        if (message.kind !== 'starting' && message.kind !== 'applied') return;
        if (step === null) return;
        listener.progress({ phase: message.kind, step, done: message.done, total: message.total });
      },
      listener,
      signal,
    );
    return { error: this.#explain(outcome, null), done: outcome.kind === 'ended' ? outcome.end.done : done };
  }

  #run(
    job: Pick<BridgeJob, 'arguments' | 'expected'>,
    deadline: number | null,
    onMessage: (message: BridgeMessage) => void,
    listener: Pick<RunListener, 'output'>,
    signal: AbortSignal,
  ): Promise<BridgeOutcome> {
    const { config, host, interpreter } = this;
    return runBridge(host, {
      interpreter,
      job: {
        arguments: [...configArguments(config), ...job.arguments],
        workingDirectory: config.workingDirectory,
        scriptLocation: config.source.bare ? config.scriptLocation : null,
        expected: job.expected,
      },
      deadline,
      secrets: this.#secrets,
      onMessage,
      onOutput: (text) => {
        listener.output(text);
      },
      signal,
    });
  }

  #explain(outcome: BridgeOutcome, deadline: number | null): EngineError | null {
    const { interpreter, config } = this;
    return explainOutcome(outcome, {
      interpreter,
      workingDirectory: config.workingDirectory,
      secrets: this.#secrets,
      deadline,
    });
  }
}

/**
 * `-c` and `-n` as a user in the working directory would type them: env.py may look at `config.cmd_opts` and
 * `config.config_file_name`. A pyproject.toml of the working directory is found without `-c`, which took one file only before
 * Alembic 1.16.
 */
function configArguments({ source, workingDirectory }: ProjectConfig): string[] {
  const shown = (path: string): string => {
    const below = relative(workingDirectory, path);
    return below.startsWith('..') ? path : below;
  };
  const files: string[] = [];
  if (source.ini !== undefined) files.push(shown(source.ini));
  if (source.toml !== undefined && (source.ini === undefined || shown(source.toml) !== 'pyproject.toml')) {
    files.push(shown(source.toml));
  }
  const section = source.section === 'alembic' ? [] : ['-n', source.section];
  return [...files.flatMap((file) => ['-c', file]), ...section];
}

function openedDatabase(found: BridgeDatabase): OpenedDatabase {
  return {
    identity: databaseIdentity(found),
    rows: found.rows,
    versionTableExists: found.versionTableExists,
    fileMissing: found.fileMissing,
    inTransaction: found.inTransaction,
    transactionalDdl: found.transactionalDdl,
    facts: { ...found },
  };
}
