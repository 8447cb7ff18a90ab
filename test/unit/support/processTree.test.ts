import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { expect, test } from 'vitest';
import { descendants, whyNoProcessTree } from '../../support/processTree';

test('descendants and their network sockets are seen', async (context) => {
  if (whyNoProcessTree !== undefined) context.skip(whyNoProcessTree);
  const program = `
    const { spawn } = require('node:child_process');
    const quiet = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60000)', 'quiet-one'], { stdio: 'ignore' });
    process.on('exit', () => quiet.kill());
    require('node:net').createServer().listen(0, '127.0.0.1', () => console.log('ready'));`;
  const child = spawn(process.execPath, ['-e', program, 'listening-one'], { stdio: ['pipe', 'pipe', 'inherit'] });
  try {
    await new Promise((resolve) => createInterface({ input: child.stdout }).once('line', resolve));
    const found = descendants(process.pid);
    const one = (name: string) => found.find(({ command }) => command.endsWith(name));
    expect(one('listening-one')).toMatchObject({ pid: child.pid, hasNetworkSocket: true });
    expect(one('quiet-one')).toMatchObject({ hasNetworkSocket: false });
    process.kill(one('quiet-one')?.pid ?? 0);
  } finally {
    child.kill();
  }
});
