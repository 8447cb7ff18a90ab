import { spawn } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { nodeFileSystem } from './common/nodeFileSystem';
import { RunnerClient } from './engine/runnerClient';
import { startServer } from './server';
import { newRevisionId } from './usecases/newRevision';

// What was cached by another build may follow other rules: the build is named by its own file.
const { size, mtimeMs } = statSync(__filename);
const bridge = join(__dirname, 'bridge', 'alembicBridge.py');
const connection = createConnection(ProposedFeatures.all);

startServer(connection, {
  fs: nodeFileSystem,
  now: () => new Date(),
  newRevisionId,
  buildVersion: `${size}-${mtimeMs}`,
  engine: {
    spawn,
    fs: nodeFileSystem,
    environment: process.env,
    platform: process.platform,
    bridgeProgram: existsSync(bridge) ? readFileSync(bridge, 'utf8') : '',
  },
  runner: new RunnerClient({
    spawn,
    program: join(__dirname, 'runner.js'),
    environment: process.env,
    node: process.execPath,
    log: (text) => {
      connection.console.info(text);
    },
  }),
});
