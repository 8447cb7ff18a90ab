import type { FileSystem } from '../../common/fileSystem';
import type { ReadOptions } from '../../operations/readOperations';
import type { ProjectConfig } from '../../project/model';
import type { Context, DialectName } from '../../schema/context';
import { moduleReader } from '../projectModules';
import { environmentOf } from './environment';
import { namingOf } from './naming';
import { sqlalchemyVersion } from './sqlalchemyVersion';

/** What reading a project's revisions goes by. */
export interface SqlOptions extends ReadOptions {
  readonly context: Context;
}

interface SqlQuestion extends Pick<Context, 'dialect' | 'mode'> {
  readonly fs: FileSystem;
  readonly cwd: string;
  /** The program that the project is run with; null: not known. */
  readonly interpreter: string | null;
  /** Absent: the one that the project has installed. */
  readonly sqlalchemy?: Context['sqlalchemy'];
}

/**
 * What is known of a project without running it, for one dialect and mode.
 * `cwd`: where imports of a project without configuration start: where the command is given, as Alembic's own does.
 */
export function sqlOptions(
  config: ProjectConfig,
  { dialect, mode, fs, cwd, interpreter, sqlalchemy }: SqlQuestion,
): SqlOptions {
  const installed = config.source.bare ? '2.0' : sqlalchemyVersion(config.workingDirectory, interpreter, fs);
  const context: Context = { dialect, mode, sqlalchemy: sqlalchemy ?? installed, naming: namingOf(config, fs) };
  const readModule = moduleReader(config.source.bare ? { ...config, workingDirectory: cwd } : config, fs);
  return { context, readModule, environment: environmentOf(config, fs) };
}

const NAMES: Readonly<Record<DialectName, true>> = { postgresql: true, sqlite: true, mysql: true };

/** A dialect that SQL is written for, by SQLAlchemy's name. */
export function isDialectName(name: string): name is DialectName {
  return Object.hasOwn(NAMES, name);
}
