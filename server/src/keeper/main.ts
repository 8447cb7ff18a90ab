import { spawn } from 'node:child_process';
import { deserialize } from 'node:v8';
import { AlembicEngine } from '../engine/alembic/alembicEngine';
import { ownMark } from '../engine/keeper/liveness';
import { limitOutput } from '../engine/keeper/outputLimit';
import { RunFolder } from '../engine/keeper/runFolder';
import { type KeeperInput, START } from '../engine/keeper/startKeeper';
import { nodeHost } from '../engine/nodeHost';

const DEMANDS_MS = 100;
const BEAT_MS = 2_000;

/** Starts the keeper in a session of its own, with our input, and ends. */
function start(): void {
  const keeper = spawn(process.execPath, [__filename], {
    stdio: ['inherit', 'ignore', 'ignore'],
    detached: true,
    windowsHide: true,
  });
  keeper.once('error', (error) => {
    process.stderr.write(error.message);
    process.exitCode = 1;
  });
  keeper.once('spawn', () => {
    keeper.unref();
  });
}

/** Does one run, to its end, whoever may have gone by then. The journal is all that is heard of it. */
async function keep(): Promise<void> {
  const pieces: Buffer[] = [];
  for await (const piece of process.stdin) pieces.push(piece as Buffer);
  // Whoever started us wrote it; if he died in the middle of it, nothing is run.
  const { folder: path, run } = deserialize(Buffer.concat(pieces)) as KeeperInput;
  const folder = new RunFolder(path);
  if (!folder.claim('start')) return;
  folder.append({ kind: 'begun', keeper: ownMark() });

  const cancel = new AbortController();
  const force = new AbortController();
  const obey = (): void => {
    if (folder.asked('cancel')) cancel.abort();
    // Only after a cancel: what ends by itself leaves a state that is known.
    if (cancel.signal.aborted && folder.asked('force')) force.abort();
  };
  obey();
  setInterval(obey, DEMANDS_MS);
  setInterval(() => {
    folder.beat();
  }, BEAT_MS);

  const { engine: host } = nodeHost(__dirname, () => undefined);
  const engine = new AlembicEngine(
    {
      ...host,
      spawn: (command, args, options) => {
        const python = spawn(command, args, options);
        if (python.pid !== undefined) folder.append({ kind: 'python', pid: python.pid });
        return python;
      },
    },
    run.interpreter,
    run.config,
    run.environment,
  );
  engine.learn(run.secrets);
  const report = await engine.run(
    run.request,
    {
      progress: (progress) => {
        folder.append({ kind: 'progress', progress });
      },
      output: limitOutput((text) => {
        folder.append({ kind: 'output', text });
      }),
    },
    { cancel: cancel.signal, force: force.signal },
  );
  // A follower takes a journal without an end, and us gone, for a run that was ended from outside: the truth, if this fails.
  folder.append({ kind: 'ended', report });
  process.exit();
}

if (process.argv[2] === START) start();
else void keep();
