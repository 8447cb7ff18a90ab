import { spawn } from 'node:child_process';
import { getEventListeners } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { EXIT } from './cli/host';
import { runCli } from './cli/runCli';
import { nodeFileSystem } from './common/nodeFileSystem';
import { nodeHost } from './engine/nodeHost';

/** What a shell makes of a program that SIGINT ended. */
const INTERRUPTED = 130;

async function main(): Promise<void> {
  const cancel = new AbortController();
  const force = new AbortController();
  process.on('SIGINT', () => {
    // The first Ctrl+C asks what is under way to end; the second one ends a run by force, and says what it left.
    if (!cancel.signal.aborted) cancel.abort();
    else if (!force.signal.aborted && getEventListeners(force.signal, 'abort').length > 0) force.abort();
    else process.exit(INTERRUPTED);
  });
  const { engine, runner } = nodeHost(__dirname, (text) => process.stderr.write(`${text}\n`));
  try {
    process.exitCode = await runCli(process.argv.slice(2), {
      out: (text) => {
        if (!outputEnded) process.stdout.write(text);
      },
      err: (text) => process.stderr.write(text),
      ask: process.stdin.isTTY && process.stdout.isTTY ? ask : null,
      open: openInEditor,
      write: writeFileSync,
      cwd: process.cwd(),
      fs: nodeFileSystem,
      engine,
      runner,
      signal: cancel.signal,
      force: force.signal,
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

async function ask(question: string): Promise<string> {
  const readline = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return await readline.question(question);
  } catch (error) {
    // Ctrl+C or Ctrl+D at the question.
    if (error instanceof Error && error.name === 'AbortError') return '';
    throw error;
  } finally {
    readline.close();
  }
}

/** The command goes to the shell as the user wrote it, the files as they are. */
function openInEditor(editor: string, files: readonly string[]): Promise<number | null> {
  const child =
    process.platform === 'win32'
      ? spawn([editor, ...files.map((file) => `"${file}"`)].join(' '), { stdio: 'inherit', shell: true })
      : spawn('/bin/sh', ['-c', `${editor} "$@"`, 'edit', ...files], { stdio: 'inherit' });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', resolve);
  });
}

function readVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(join(__dirname, '..', 'package.json'), 'utf8'));
  const version = typeof manifest === 'object' && manifest !== null && 'version' in manifest ? manifest.version : null;
  return String(version);
}

// A run goes on when nothing can be written any more: it must come to an end of its own.
let outputEnded = false;
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (outputEnded) return;
  outputEnded = true;
  // Whoever reads our output may stop reading (`| head`): that is no failure.
  if (error.code === 'EPIPE') return;
  process.stderr.write(`error: The output could not be written (${error.message}). Write it somewhere else.\n`);
  process.once('exit', () => {
    process.exitCode = EXIT.failed;
  });
});

void main();
