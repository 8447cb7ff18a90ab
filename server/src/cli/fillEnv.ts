import { basename } from 'node:path';
import { readText } from '../project/textFile';
import type { EnvironmentChoices } from '../protocol/commands';
import { fillEnvironment } from '../usecases/commands/fillEnvironment';
import { findMetadata } from '../usecases/commands/findMetadata';
import { fail } from './context';
import { type CliHost, EXIT, type ExitCode } from './host';
import type { Invocation } from './invocation';
import { writeChange } from './writeChange';

/**
 * Offers to fill in the env.py that `init` has just made: what the arguments or the answers say, shown as a difference and
 * written once that is agreed to.
 * @param files what `init` has made, absolute.
 * @param folder where models are looked for.
 */
export async function offerToFill(
  files: readonly string[],
  folder: string,
  invocation: Invocation,
  host: CliHost,
): Promise<ExitCode> {
  const envPy = files.find((file) => basename(file) === 'env.py');
  const text = envPy === undefined ? null : readText(host.fs, envPy);
  if (envPy === undefined || text === null) return EXIT.done;
  const given = invocation.fill;
  const isGiven = Object.keys(given).length > 0;
  // A --yes alone answers questions; it makes no choices.
  if (!isGiven && (host.ask === null || invocation.yes)) return EXIT.done;
  const choices = isGiven || host.ask === null ? given : await askChoices(host.ask, folder, host);
  if (Object.keys(choices).length === 0) return EXIT.done;
  const filled = fillEnvironment(text, choices);
  if (!filled.ok) return fail(host, filled.error);
  if (filled.value === text) return EXIT.done;
  return writeChange(envPy, { before: text, after: filled.value }, invocation, host);
}

async function askChoices(
  ask: NonNullable<CliHost['ask']>,
  folder: string,
  host: CliHost,
): Promise<EnvironmentChoices> {
  const found = await findMetadata(host.fs, folder, host.signal);
  const known = found.slice(0, 5).map((one) => `  ${one}\n`);
  if (known.length > 0) host.err(`Metadata found here:\n${known.join('')}`);
  const metadata = (await ask('target_metadata, as MODULE:NAME (empty: none yet): ')).trim();
  const urlVariable = (await ask('Environment variable with the URL (empty: it stands in the configuration): ')).trim();
  const batch = (await ask('Change SQLite tables in batches? [y/N] ')).trim();
  return {
    ...(metadata !== '' && { metadata }),
    ...(urlVariable !== '' && { urlVariable }),
    ...(/^y(es)?$/i.test(batch) && { renderAsBatch: true }),
  };
}
