import { kindAt } from '../common/fileSystem';
import type { SqlFile } from '../engine/engine';
import { fail } from './context';
import { type CliHost, EXIT, type ExitCode } from './host';
import type { Invocation } from './invocation';

/**
 * Writes the files that env.py writes for `--sql`, one for each of several databases, and names them. Asks before it
 * writes over any.
 */
export async function writeSqlFiles(
  files: readonly SqlFile[],
  { yes }: Pick<Invocation, 'yes'>,
  host: CliHost,
): Promise<ExitCode> {
  const there = files.flatMap(({ path }) => (kindAt(host.fs, path) === null ? [] : [path]));
  if (there.length > 0 && !yes) {
    const names = there.join(', ');
    if (host.ask === null) {
      host.err(`Nothing was written: ${names} would be written over. Add --yes to do it.\n`);
      return EXIT.usage;
    }
    if (!/^y(es)?$/i.test((await host.ask(`Write over ${names}? [y/N] `)).trim())) {
      host.err('Nothing was written.\n');
      return EXIT.usage;
    }
  }
  for (const { path, text } of files) {
    try {
      host.write(path, text);
    } catch (error) {
      return fail(host, `${path} could not be written: ${error instanceof Error ? error.message : String(error)}`);
    }
    host.err(`Written: ${path}\n`);
  }
  return EXIT.done;
}
