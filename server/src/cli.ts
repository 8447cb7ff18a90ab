import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { EXIT } from './cli/host';
import { runCli } from './cli/runCli';
import { nodeFileSystem } from './common/nodeFileSystem';
import { nodeHost } from './engine/nodeHost';

async function main(): Promise<void> {
  const cancel = new AbortController();
  // The first Ctrl+C asks the run to end, so that it can say what it left; the second one ends us.
  process.once('SIGINT', () => {
    cancel.abort();
  });
  const { engine, runner } = nodeHost(__dirname, (text) => process.stderr.write(`${text}\n`));
  try {
    process.exitCode = await runCli(process.argv.slice(2), {
      out: (text) => process.stdout.write(text),
      err: (text) => process.stderr.write(text),
      confirm: process.stdin.isTTY && process.stdout.isTTY ? confirm : null,
      cwd: process.cwd(),
      fs: nodeFileSystem,
      engine,
      runner,
      signal: cancel.signal,
      version: readVersion(),
    });
  } catch (error) {
    if (!cancel.signal.aborted) throw error;
    process.stderr.write('Cancelled.\n');
    process.exitCode = EXIT.failed;
  } finally {
    runner.dispose();
  }
}

async function confirm(question: string): Promise<boolean> {
  const readline = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return /^y(es)?$/i.test((await readline.question(`${question} [y/N] `)).trim());
  } catch (error) {
    // Ctrl+C or Ctrl+D at the question.
    if (error instanceof Error && error.name === 'AbortError') return false;
    throw error;
  } finally {
    readline.close();
  }
}

function readVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(join(__dirname, '..', 'package.json'), 'utf8'));
  const version = typeof manifest === 'object' && manifest !== null && 'version' in manifest ? manifest.version : null;
  return String(version);
}

// Whoever reads our output may stop reading (`| head`): that is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

void main();
