import { relative } from 'node:path';
import { fail, misuse } from './context';
import { type CliHost, EXIT, type ExitCode } from './host';
import type { Invocation } from './invocation';
import { lineDifference } from './lineDifference';

/** A file's path as messages have it. */
export function shownPath(file: string, { cwd }: Pick<CliHost, 'cwd'>): string {
  return relative(cwd, file).replaceAll('\\', '/');
}

/** Shows what changes in a file, and writes it once that is agreed to. */
export async function writeChange(
  file: string,
  { before, after }: { readonly before: string; readonly after: string },
  { yes }: Pick<Invocation, 'yes'>,
  host: CliHost,
): Promise<ExitCode> {
  const shown = shownPath(file, host);
  host.err(lineDifference(shown, before, after));
  if (!yes) {
    if (host.ask === null) {
      return misuse(host, `${shown} was not changed: nobody is at the terminal to agree to it. Add --yes.`);
    }
    const answer = await host.ask(`Change ${shown}? [y/N] `);
    if (!/^y(es)?$/i.test(answer.trim())) {
      host.err(`${shown} was not changed.\n`);
      return EXIT.done;
    }
  }
  try {
    host.write(file, after);
  } catch (error) {
    return fail(host, `${shown} could not be written: ${error instanceof Error ? error.message : String(error)}`);
  }
  return EXIT.done;
}
