import { statSync } from 'node:fs';
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { nodeFileSystem } from './common/nodeFileSystem';
import { startServer } from './server';
import { newRevisionId } from './usecases/newRevision';

// What was cached by another build may follow other rules: the build is named by its own file.
const { size, mtimeMs } = statSync(__filename);

startServer(createConnection(ProposedFeatures.all), {
  fs: nodeFileSystem,
  now: () => new Date(),
  newRevisionId,
  buildVersion: `${size}-${mtimeMs}`,
});
