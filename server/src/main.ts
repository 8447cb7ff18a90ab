import { statSync } from 'node:fs';
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { nodeFileSystem } from './common/nodeFileSystem';
import { nodeHost } from './engine/nodeHost';
import { startServer } from './server';
import { newRevisionId } from './usecases/newRevision';

// What was cached by another build may follow other rules: the build is named by its own file.
const { size, mtimeMs } = statSync(__filename);
const connection = createConnection(ProposedFeatures.all);

startServer(connection, {
  fs: nodeFileSystem,
  now: () => new Date(),
  newRevisionId,
  buildVersion: `${size}-${mtimeMs}`,
  ...nodeHost(__dirname, (text) => {
    connection.console.info(text);
  }),
});
