import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { npm, run } from './processes';
import { repositoryRoot } from './repository';

const vsce = join(repositoryRoot, 'node_modules', '@vscode', 'vsce', 'vsce');

/** Where vsixSetup.ts says where the package is. */
export const VSIX_VARIABLE = 'ALEMBIC_WORKBENCH_TEST_VSIX';

/** The package under test, which vsixSetup.ts has made for the test's vitest project. */
export function testVsix(): string {
  const file = process.env[VSIX_VARIABLE];
  if (file === undefined) throw new Error('no package: add vsixSetup.ts to the vitest project');
  return file;
}

/** Builds and packages the extension as it would be published. Returns the path of the .vsix file. */
export async function packageVsix(): Promise<string> {
  const folder = join(repositoryRoot, 'out', 'package');
  const file = join(folder, 'alembic-workbench.vsix');
  await mkdir(folder, { recursive: true });
  await npm(['run', 'package', '--', '--out', file], repositoryRoot);
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
