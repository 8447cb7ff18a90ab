import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { npm, run } from './processes';
import { repositoryRoot } from './repository';

const vsce = join(repositoryRoot, 'node_modules', '@vscode', 'vsce', 'vsce');

/** Builds and packages the extension as it would be published. Returns the path of the .vsix file. */
export async function packageVsix(): Promise<string> {
  const folder = join(repositoryRoot, 'out', 'package');
  const file = join(folder, 'alembic-workbench.vsix');
  await mkdir(folder, { recursive: true });
  await run(process.execPath, [vsce, 'package', '--out', file], { cwd: repositoryRoot });
  return file;
}

/** The files that go into the .vsix, relative to the checkout, with `/`. */
export async function vsixFiles(): Promise<readonly string[]> {
  const output = await run(process.execPath, [vsce, 'ls'], { cwd: repositoryRoot });
  return output
    .split(/\r?\n/)
    .map((line) => line.replaceAll('\\', '/'))
    .filter((line) => /^[\w@.-]+(\/[\w@.-]+)*$/.test(line));
}

/** Builds and packs the terminal command as it would be published to npm. Returns the path of the .tgz file. */
export async function packNpm(folder: string): Promise<string> {
  const output = await npm(['pack', '--json', '--loglevel=error', '--pack-destination', folder], repositoryRoot);
  const name = /"filename": "([^"]+)"/.exec(output)?.[1];
  if (name === undefined) throw new Error(`npm pack named no file: ${output}`);
  return join(folder, name);
}
