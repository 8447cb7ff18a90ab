import { basename, dirname } from 'node:path';
import type { FileSystem } from '../../common/fileSystem';
import { dialectName, parseUrl } from '../../dialect/url';
import { readDocuments } from '../../project/documents';
import { type Direction, type Reading, readOperations } from '../../operations/readOperations';
import type { ProjectConfig } from '../../project/model';
import { AlembicOptions } from '../../project/options';
import type { Context, DialectName } from '../../schema/context';
import type { Schema } from '../../schema/schema';
import type { ProjectSnapshot, ProjectState, RevisionDocument } from '../../workspace/snapshot';
import type { Session } from '../session';
import { ProjectHooks } from '../sql/projectHooks';
import { type DialectFacts, knownDialectOf, sqlDialectOf } from '../sql/sqlDialect';
import { type SqlOptions, sqlOptions } from '../sql/sqlOptions';
import { SchemaReplay } from './schemaReplay';

/** One direction of a revision of a project. */
export interface RevisionWay {
  readonly project: ProjectSnapshot;
  readonly document: RevisionDocument;
  readonly direction: Direction;
}

/** What readings need of the editor's session. */
export interface ReadingsHost {
  /** The files as the editor shows them. */
  readonly fileSystem: () => FileSystem;
  /** The setting for a project; null: it follows the database. */
  readonly dialectSetting: (project: ProjectSnapshot) => DialectName | null;
  readonly state: (projectId: string) => ProjectState | undefined;
  /** The Python program that a project is run with; null: not known. */
  readonly interpreter: (config: ProjectConfig) => string | null;
  /** Where imports of a project without a configuration start; absent: in its first folder. */
  readonly cwd?: string;
}

/** What the editor's session says to readings. */
export function sessionReadings(session: Session, interpreter: ReadingsHost['interpreter']): ReadingsHost {
  return {
    fileSystem: () => session.fileSystem(),
    dialectSetting: (project) => {
      const { sqlDialect } = session.settingsOf(project);
      return sqlDialect === 'auto' ? null : sqlDialect;
    },
    state: (id) => session.settled.states.get(id),
    interpreter,
  };
}

/**
 * What revisions of the editor's projects are read by, and the schemas replayed so far. Kept until a file changes that is no
 * revision: a revision may import it, or env.py may.
 */
export class ProjectReadings {
  readonly #options = new Map<string, SqlOptions>();
  readonly #replays = new Map<string, SchemaReplay>();
  readonly #hooks = new Map<string, ProjectHooks>();
  readonly #configured = new Map<string, string | null>();
  #engines = new WeakMap<ProjectSnapshot, readonly (string | null)[]>();
  /** Files that revisions were seen to import. */
  readonly #imported = new Set<string>();
  /** The last names of modules that they import and that are none of the project's. */
  readonly #elsewhere = new Set<string>();

  /** The dialects the user chose, by project id. */
  chosen: Readonly<Record<string, DialectName>> = {};

  constructor(private readonly host: ReadingsHost) {}

  /** The dialect that SQL of a project is shown for. `engine`: of a file for several databases which; null: the only one. */
  dialectOf(project: ProjectSnapshot, engine: string | null): DialectName {
    return sqlDialectOf(this.#dialectFacts(project, engine), engine);
  }

  /** The same where somebody says so; null: nobody does. */
  knownDialect(project: ProjectSnapshot, engine: string | null): DialectName | null {
    return knownDialectOf(this.#dialectFacts(project, engine), engine);
  }

  /** The names of the databases that revisions of a project are written for; null where it has one. */
  engines(project: ProjectSnapshot): readonly (string | null)[] {
    const known = this.#engines.get(project) ?? this.#enginesIn(project);
    this.#engines.set(project, known);
    return known;
  }

  #enginesIn(project: ProjectSnapshot): readonly (string | null)[] {
    const options = this.options(project, this.dialectOf(project, null), 'online');
    const names = new Set<string>();
    for (const document of project.documents.values()) {
      const several = document.body().functions.some(({ name }) => /^upgrade_./.test(name));
      const read = several ? readOperations(document.text() ?? '', 'upgrade', options.context, options).engines : null;
      for (const { engine } of read ?? []) names.add(engine);
    }
    return names.size === 0 ? [null] : [...names];
  }

  #dialectFacts(project: ProjectSnapshot, engine: string | null): DialectFacts {
    const { id } = project.config;
    const setting = this.host.dialectSetting(project);
    const chosen = this.chosen[id];
    const state = this.host.state(id);
    return { chosen, setting, state, configured: this.#configuredDialect(project, engine) };
  }

  /** What reading a project's revisions goes by. */
  options({ config }: ProjectSnapshot, dialect: DialectName, mode: Context['mode']): SqlOptions {
    return kept(this.#options, JSON.stringify([config.id, dialect, mode]), () => {
      const read = sqlOptions(config, {
        dialect,
        mode,
        fs: this.host.fileSystem(),
        cwd: this.host.cwd ?? config.workingDirectory,
        interpreter: this.host.interpreter(config),
      });
      return {
        ...read,
        readModule: (name) => {
          const module = read.readModule(name);
          if (module === undefined) this.#elsewhere.add(name.slice(name.lastIndexOf('.') + 1));
          else this.#imported.add(module.path);
          return module;
        },
      };
    });
  }

  /** The schemas of a project. `engine`: of files for several databases which; null: the only one. */
  replay(project: ProjectSnapshot, dialect: DialectName, engine: string | null): SchemaReplay {
    return kept(this.#replays, JSON.stringify([project.config.id, dialect, engine]), () => {
      return new SchemaReplay({ ...this.options(project, dialect, 'online'), engine });
    });
  }

  /** What one direction of a revision does online. @param schema what it meets; undefined: not known. */
  read(
    { project, document, direction }: RevisionWay,
    dialect: DialectName,
    engine: string | null,
    schema: Schema | undefined,
  ): Reading {
    const options = { ...this.options(project, dialect, 'online'), ...(schema !== undefined && { schema }) };
    const { engines, ...whole } = readOperations(document.text() ?? '', direction, options.context, options);
    return engines?.find((one) => one.engine === engine) ?? whole;
  }

  /** What the project's files change about SQLAlchemy, for offline SQL. */
  hooks(project: ProjectSnapshot, dialect: DialectName): ProjectHooks {
    return kept(this.#hooks, JSON.stringify([project.config.id, dialect]), () => {
      return new ProjectHooks(this.options(project, dialect, 'offline'));
    });
  }

  #configuredDialect({ config }: ProjectSnapshot, engine: string | null): string | null {
    return kept(this.#configured, JSON.stringify([config.id, engine]), () => {
      const fs = this.host.fileSystem();
      const ofEngine = engine === null ? null : urlDialect({ ...config.source, section: engine }, fs);
      return ofEngine ?? urlDialect(config.source, fs);
    });
  }

  /**
   * Files changed on disk or in a buffer.
   * @returns whether revisions import one of them, or may do now: what they do may be something else.
   */
  filesChanged(paths: readonly string[], projects: readonly ProjectSnapshot[]): boolean {
    const isRevision = (path: string): boolean => projects.some(({ documents }) => documents.has(path));
    const isImported = paths.some((path) => this.#imported.has(path) || this.#elsewhere.has(moduleNameOf(path)));
    if (isImported || paths.some((path) => !isRevision(path))) this.forget();
    return isImported;
  }

  /** Everything is read anew. */
  forget(): void {
    this.#options.clear();
    this.#replays.clear();
    this.#hooks.clear();
    this.#configured.clear();
    this.#engines = new WeakMap();
  }
}

/** The last name that a file is imported by. */
function moduleNameOf(path: string): string {
  const name = basename(path, '.py');
  return name === '__init__' ? basename(dirname(path)) : name;
}

/** The dialect of `sqlalchemy.url` in a section; null: it names none, or `driver` as `alembic init` writes it. */
function urlDialect(source: ProjectConfig['source'], fs: FileSystem): string | null {
  const read = new AlembicOptions(source, readDocuments(fs, source)).iniString('sqlalchemy.url');
  const url = read === null ? null : parseUrl(read.value);
  const name = url === null ? null : dialectName(url);
  return name === 'driver' ? null : name;
}

function kept<T>(map: Map<string, T>, key: string, make: () => T): T {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
