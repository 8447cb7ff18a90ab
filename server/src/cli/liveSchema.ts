import { err, ok, type Result } from '../common/result';
import type { Context } from '../schema/context';
import { type LiveDatabase, readLiveSchemas } from '../usecases/schema/liveSchema';
import { schemaData } from '../usecases/schema/schemaData';
import { schemaText } from '../usecases/schema/schemaText';
import type { ProjectSnapshot } from '../workspace/snapshot';
import { contextToTell, failWith, guessOf, missingPython, misuse } from './context';
import { type CliHost, EXIT, type ExitCode } from './host';
import type { Invocation } from './invocation';

/** `schema --live`: what the database holds, as `schema` prints what the revisions make. */
export async function printLiveSchema(
  project: ProjectSnapshot,
  invocation: Invocation,
  host: CliHost,
): Promise<ExitCode> {
  if (invocation.range !== undefined || invocation.dialect !== undefined) {
    return misuse(host, "'schema --live' reads the database: it goes without a revision and without --dialect.");
  }
  const missing = missingPython(invocation, host);
  if (missing !== null) return missing;
  const context = contextToTell(host, invocation);
  const guessing = { ...context, guess: () => guessOf(project, context, host) };
  const read = await readLiveSchemas(project.config, guessing, host.signal);
  if (!read.ok) return failWith(host, read.error);
  const chosen = databaseFor(read.value, invocation.database);
  if (!chosen.ok) return misuse(host, chosen.error);
  print(chosen.value, invocation, host);
  return EXIT.done;
}

function print({ identity, name, rows, schema, guessedFrom }: LiveDatabase, { json }: Invocation, host: CliHost): void {
  const context: Context = { dialect: schema.dialect, mode: 'online', sqlalchemy: '2.0', naming: null };
  if (guessedFrom !== null) {
    host.err(`note: env.py cannot be asked, so this is a guess from ${guessedFrom}: ${identity.label}.\n`);
  }
  if (json) {
    const which = { database: identity.label, current: rows, dialect: schema.dialect, ...(name && { engine: name }) };
    host.out(`${JSON.stringify({ ...which, ...schemaData(schema, context) })}\n`);
    return;
  }
  host.err(`-- ${identity.label}, at ${rows.length === 0 ? 'no revision' : rows.join(', ')}\n`);
  const text = schemaText(schema, context);
  host.out(text === '' ? `-- No tables in ${identity.label}.\n` : text);
}

/** The database that is meant, of those that env.py opens. */
function databaseFor(databases: readonly LiveDatabase[], engine: string | undefined): Result<LiveDatabase, string> {
  const [only, ...more] = databases;
  if (only === undefined) return err('env.py opened no database.');
  const names = databases.map(({ name, identity }) => name ?? identity.label);
  if (engine === undefined) {
    return more.length === 0
      ? ok(only)
      : err(`env.py opens several databases: ${names.join(', ')}. Name one by --database.`);
  }
  const found = databases.find(({ name }) => name === engine);
  return found === undefined ? err(`env.py opens no database '${engine}', but ${names.join(', ')}.`) : ok(found);
}
