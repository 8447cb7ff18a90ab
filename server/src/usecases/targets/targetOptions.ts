import { resolve } from 'node:path';
import { parseDotEnv } from '../../common/dotEnv';
import { type FileSystem, orNull } from '../../common/fileSystem';
import { err, ok } from '../../common/result';
import type { EngineError, EngineResult } from '../../engine/engine';
import type { EnvironmentOptions } from '../../engine/environmentOptions';
import type { TargetSetting } from '../../protocol/settings';

/** What the placeholders of a target mean. */
export interface TargetWorld {
  readonly fs: Pick<FileSystem, 'readFile'>;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly workspaceFolder: string;
  /** Values of `${secret:NAME}`. */
  readonly secrets: Readonly<Record<string, string>>;
}

/** Thrown inside this file only: the first placeholder that means nothing ends the reading. */
class Unresolved extends Error {
  constructor(readonly error: EngineError) {
    super(error.message);
  }
}

/**
 * What `alembic` is given for a target: its placeholders filled in, its file of variables read.
 * @returns `secretMissing` (the name of the secret in `details`), or `targetInvalid` for a variable that is not set or a file
 * that cannot be read: a run with half a target would reach a database nobody meant.
 */
export function targetOptions(target: TargetSetting, world: TargetWorld): EngineResult<EnvironmentOptions> {
  const used = new Set<string>();
  const fill = (text: string): string =>
    text.replace(/\$\{(env|secret):([^}]*)\}|\$\{workspaceFolder\}/g, (_, kind: string | undefined, name: string) => {
      if (kind === undefined) return world.workspaceFolder;
      const value = kind === 'secret' ? world.secrets[name] : world.environment[name];
      if (value === undefined) throw new Unresolved(missing(target, kind, name));
      if (kind === 'secret') used.add(value);
      return value;
    });
  try {
    const file = target.envFile === undefined ? {} : readEnvFile(target, fill(target.envFile), world);
    const own = Object.entries(target.environment ?? {}).map(([name, value]) => [name, fill(value)] as const);
    return ok({
      target: target.name,
      xArguments: (target.x ?? []).map(fill),
      section: target.section ?? null,
      variables: { ...file, ...Object.fromEntries(own) },
      secrets: [...used],
    });
  } catch (error) {
    if (error instanceof Unresolved) return err(error.error);
    throw error;
  }
}

function missing({ name: target }: TargetSetting, kind: string, name: string): EngineError {
  if (kind === 'secret') {
    const message = `The target ${target} needs the secret ${name}, which is not set. Set it, then try again.`;
    return { code: 'secretMissing', message, details: name };
  }
  const message = `The target ${target} needs the environment variable ${name}, which is not set. Set it, or change alembicWorkbench.targets.`;
  return { code: 'targetInvalid', message };
}

function readEnvFile({ name }: TargetSetting, path: string, world: TargetWorld): Readonly<Record<string, string>> {
  const bytes = orNull(() => world.fs.readFile(resolve(world.workspaceFolder, path)));
  if (bytes !== null) return parseDotEnv(new TextDecoder().decode(bytes), world.environment);
  const message = `The target ${name} names the file ${path}, which cannot be read. Correct envFile in alembicWorkbench.targets.`;
  throw new Unresolved({ code: 'targetInvalid', message });
}
