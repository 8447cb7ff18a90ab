import { LineIndex } from '../../common/lineIndex';
import { err, ok, type Result } from '../../common/result';
import { type Node, nodesWithin } from '../../engine/alembic/envNodes';
import { VisibleText } from '../../engine/alembic/visibleText';
import { visibleUrlOf } from '../../engine/alembic/visibleUrl';
import type { EnvironmentOptions } from '../../engine/environmentOptions';
import type { EngineHost } from '../../engine/host';
import type { NativeRefusal } from '../../engine/native/program';
import { readDocuments } from '../../project/documents';
import type { ProjectConfig } from '../../project/model';
import { AlembicOptions } from '../../project/options';
import type { Statement } from '../../python/ast';
import { layOut } from '../../python/layout';
import { parseChunks } from '../../python/parse';
import { readSource } from '../documentReader';
import type { ConfigureOptions } from '../sql/configureOptions';
import type { ProjectHooks } from '../sql/projectHooks';
import type { ProjectModule } from '../projectModules';
import { environmentShape } from './environmentShape';
import { DOTENV, loadedDotEnv } from './loadedDotEnv';
import { ProjectTexts } from './projectTexts';
import { takenStatements, withoutOffline } from './takenStatements';

/** What an env.py surely does when a run has a connection. */
export interface OnlineEnvironment extends ConfigureOptions {
  /** May hold a password: never log it. */
  readonly url: string;
}

/** Keys of `engine_from_config` that say nothing about what runs where; those of the pool are left out by their beginning. */
const ENGINE_KEYS = new Set(['sqlalchemy.url', 'sqlalchemy.echo', 'sqlalchemy.future']);
/** What changes how Alembic itself writes statements. */
const OWN_DIRECTIVES = /\b(?:implementation_for|register_operation|DefaultImpl|SQLiteImpl|PostgresqlImpl)\b/;
/** What changes Alembic's configuration from another file. */
const OWN_OPTIONS = /\b(?:set_main_option|set_section_option)\b/;
const READS_VARIABLES = /\b(?:environ|getenv)\b/;
/** What changes variables: packages that read a file of them, and whatever is done with all of them but reading one. */
const SETS_VARIABLES = /\b(?:read_env|putenv)\b|\benviron\b(?!\s*(?:\.\s*get\b|\[[^\]]*\](?!\s*=(?!=))|$|\s*[,)]))/m;

const NOT_LOADED = 'Which variables `load_dotenv()` sets before env.py reads them is not followed.';

/** What templates of others say, and why that is not run. */
const SPECIAL: readonly (readonly [RegExp, string])[] = [
  [/\bcurrent_app\b/, 'env.py asks a Flask application for its database, and only Python can make one.'],
  [/\brun_migrations\s*\(\s*engine_name\b/, 'env.py runs on several databases, and the native engine on one.'],
];

/**
 * Reads what env.py does for a run, without running it. Only what Alembic's templates do is taken for known: nothing is ever
 * written on a guess.
 * @returns in the error the first line that may do something else.
 */
export function onlineEnvironment(
  config: Pick<ProjectConfig, 'envPy' | 'source' | 'versionTableCustomized' | 'workingDirectory'>,
  options: EnvironmentOptions,
  { fs, environment }: Pick<EngineHost, 'fs' | 'environment'>,
  hooks: Pick<ProjectHooks, 'mayChange' | 'leadsTo' | 'modulesWith'>,
  readModule: (name: string) => ProjectModule | undefined,
): Result<OnlineEnvironment, NativeRefusal> {
  const { envPy } = config;
  const source = envPy === null ? null : readSource(fs, envPy);
  const refused = (reason: string, line: number | null = null): Result<never, NativeRefusal> =>
    err({ revision: null, file: envPy, line, reason });
  if (source === null || envPy === null) return refused('The project has no env.py that can be read.');
  const { text } = source;
  if (config.versionTableCustomized) return refused('env.py makes a version table of its own.');
  const refusedAt = (reason: string, from: number): Result<never, NativeRefusal> =>
    refused(reason, new LineIndex(text).position(from).line);
  const statements = parseChunks(text, layOut(text).chunks);
  const outer = { ...environment, ...options.variables };
  const places = { fs, variables: outer, readModule };
  const loaded = loadedDotEnv(statements, envPy, hooks.modulesWith(text, DOTENV), places);
  // What modules load, or may, counts only where something is read.
  const variables = loaded === 'unknown' || loaded === null ? outer : loaded.variables;
  const call = loaded === 'unknown' || loaded === null ? null : loaded.call;
  const { workingDirectory } = config;
  const module = { name: '', path: envPy, statements };
  const project = new ProjectTexts(module, readModule, { fs, workingDirectory, variables });
  const textsIn = (nodes: readonly Node[]): VisibleText =>
    new VisibleText(nodes, variables, (value) => project.of(value));
  const taken = takenStatements(statements, textsIn([...nodesWithin(withoutOffline(statements))]));
  const shape = environmentShape(taken, (one) => one === call || project.makes(one));
  if (!shape.ok) {
    const isLate = loaded === 'unknown' && DOTENV.test(text);
    const special = isLate ? NOT_LOADED : SPECIAL.find(([words]) => words.test(text))?.[1];
    return refusedAt(special ?? shape.error.reason, shape.error.from);
  }
  if (hooks.mayChange(text) || OWN_DIRECTIVES.test(text) || hooks.leadsTo(text, OWN_DIRECTIVES)) {
    return refused('env.py, or a module that it imports, listens to SQLAlchemy or changes what it writes.');
  }
  if (hooks.leadsTo(text, OWN_OPTIONS)) return refused('A module that env.py imports changes the configuration.');
  const setting = new AlembicOptions(
    { ...config.source, section: options.section ?? config.source.section },
    readDocuments(fs, config.source),
  );
  const odd = oddKey(setting);
  if (odd !== null) return refused(`What the configuration says as ${odd} is not followed.`);
  const nodes = [...nodesWithin(taken)];
  const visible = visibleUrlOf(nodes, textsIn(nodes), true);
  const readers = [...project.modules];
  if (READS_VARIABLES.test(text) || readers.length > 0) {
    if (hooks.leadsTo(text, SETS_VARIABLES)) return refused('env.py reads variables that a module it imports may set.');
    if (loaded === 'unknown' || (loaded?.modules != null && !isLoadedFor(text, statements, readers, loaded.modules))) {
      return refused(NOT_LOADED);
    }
  }
  if (project.attributes.size > 0 && hooks.leadsTo(text, assigns(project.attributes))) {
    return refused('env.py reads settings that a module it imports may change.');
  }
  const url =
    visible.kind === 'url'
      ? visible.url
      : visible.kind === 'configuration'
        ? setting.iniString('sqlalchemy.url')?.value
        : undefined;
  if (url === undefined) return refused('Which database env.py opens cannot be seen without running it.');
  return ok({ ...shape.value, url });
}

/** Whether all that reads variables does so after modules have loaded them: themselves, or env.py after its imports. */
function isLoadedFor(
  text: string,
  statements: readonly Statement[],
  readers: readonly string[],
  modules: ReadonlySet<string>,
): boolean {
  const imports = statements.filter(({ kind }) => kind === 'import' || kind === 'importFrom');
  const rest = text.slice(imports.at(-1)?.to ?? 0);
  const mentions = (from: string): number => from.match(new RegExp(READS_VARIABLES, 'g'))?.length ?? 0;
  const inImports = imports.reduce((sum, { from, to }) => sum + mentions(text.slice(from, to)), 0);
  return mentions(text) === mentions(rest) + inImports && readers.every((path) => modules.has(path));
}

/** Where something other than a class itself assigns one of these attributes. */
function assigns(attributes: ReadonlySet<string>): RegExp {
  return new RegExp(String.raw`(?<!\bself\s*)\.\s*(?:${[...attributes].join('|')})\s*=(?!=)|\bsetattr\b|\b__dict__\b`);
}

/** A key that `engine_from_config` would take. */
function oddKey({ source: { section }, documents: { ini } }: AlembicOptions): string | null {
  const keys = [...(ini?.sections.get(section)?.entries.keys() ?? []), ...(ini?.defaults?.entries.keys() ?? [])];
  const odd = keys.filter((key) => key.startsWith('sqlalchemy.') && !key.startsWith('sqlalchemy.pool'));
  return odd.find((key) => !ENGINE_KEYS.has(key)) ?? null;
}
