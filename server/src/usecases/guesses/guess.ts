import { join } from 'node:path';
import { parseDotEnv } from '../../common/dotEnv';
import { orNull } from '../../common/fileSystem';
import { dialectName, parseUrl } from '../../dialect/url';
import { nodesOf, versionTable } from '../../engine/alembic/envNodes';
import { readSource } from '../documentReader';
import { fromConfiguration } from './configuration';
import { fromEnvironment } from './environment';
import { fromSecretStorage } from './secretStorage';
import { fromSetting } from './setting';
import type { Guess, GuessFacts, GuessQuestion, SourceAnswer } from './source';

/** In the order in which they are believed. */
const SOURCES: readonly ((facts: GuessFacts) => SourceAnswer)[] = [
  fromSetting,
  fromSecretStorage,
  fromEnvironment,
  fromConfiguration,
];

/** The likeliest place of a project's database; null when nobody knows one. Executes nothing, connects to nothing. */
export function guessDatabase(question: GuessQuestion): Guess | null {
  const { fs, config } = question;
  if (config.envPy === null || config.versionTableCustomized) return null;
  const source = readSource(fs, config.envPy);
  const table = source === null ? null : versionTable(nodesOf(source.text));
  if (source === null || table === null) return null;
  const facts = { ...question, envText: source.text, variables: variablesOf(question) };
  for (const ask of SOURCES) {
    const answer = ask(facts);
    if (answer === null) continue;
    if (answer.kind === 'refused') return answer;
    const url = parseUrl(answer.url);
    // What `alembic init` writes is no database.
    if (url === null || dialectName(url) === 'driver') continue;
    return { kind: 'database', url: answer.url, versionTable: table, origin: answer.origin };
  }
  return null;
}

function variablesOf({ fs, config, options, workspaceFolder, environment }: GuessQuestion): GuessFacts['variables'] {
  const outer = { ...environment, ...options.variables };
  const folders = [...new Set([config.workingDirectory, config.root, workspaceFolder])];
  for (const folder of folders) {
    const bytes = orNull(() => fs.readFile(join(folder, '.env')));
    // load_dotenv leaves alone what is set already.
    if (bytes !== null) return { ...parseDotEnv(new TextDecoder().decode(bytes), outer), ...outer };
  }
  return outer;
}
