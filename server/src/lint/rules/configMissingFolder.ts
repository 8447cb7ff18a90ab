import { isAbsolute, relative } from 'node:path';
import type { FileEdit, ProblemFix } from '../../common/problem';
import { versionLocations } from '../../project/locations';
import type { ConfigValue } from '../../project/model';
import type { ConfigInput } from '../../project/configInput';
import type { Finding, Rule } from '../rule';

export const configMissingFolder: Rule<ConfigInput> = {
  id: 'config-missing-folder',
  severity: 'error',
  documentation: {
    summary: '`script_location` or a version location names a folder that is not there.',
    why: 'Without `script_location` Alembic stops. A version location that is not there it passes over without a word, and its revisions are missing. Relative paths start at the folder Alembic runs in.',
    fix: 'Name the folder that holds env.py. `%(here)s` stands for the folder of the configuration file.',
    valid: [
      { files: { 'alembic.ini': '[alembic]\nscript_location = %(here)s/migrations\n' } },
      { files: { 'alembic.ini': '[alembic]\nscript_location = {alembic_dir}\n' } },
    ],
    invalid: [
      {
        files: { 'alembic.ini': '[alembic]\nscript_location = alembic\n' },
        messages: ["There is no folder 'alembic'. 'migrations' holds env.py."],
      },
      {
        files: { 'alembic.ini': '[alembic]\nscript_location = migrations\nversion_locations = migrations/old\n' },
        messages: ["There is no folder 'migrations/old': Alembic passes over it without a word."],
      },
    ],
  },
  check(input) {
    const { config, options } = input;
    if (config.source.bare) return [];
    const location = options.string('script_location');
    // `{alembic_dir}` and `${DIR}`: a template of a configuration, filled in before Alembic reads it.
    if (location !== null && /[{}$]/.test(location.value)) return [];
    const folder = location === null ? null : input.resolve(location);
    if (location !== null && folder !== null && !input.isDirectory(folder)) return [missingScripts(input, location)];
    return (versionLocations(options) ?? []).flatMap((value): readonly Finding[] => {
      const path = input.resolve(value);
      if (path === null || input.isDirectory(path)) return [];
      const message = `There is no folder '${value.value}': Alembic passes over it without a word.`;
      return [{ ...placeOf(value), severity: 'warning', message, data: { key: value.key, path } }];
    });
  },
};

function missingScripts(input: ConfigInput, location: ConfigValue): Finding {
  const candidates = input.scriptFolders();
  const fixes = candidates.flatMap((folder) => fix(input, location, folder, candidates.length === 1));
  const { root } = input.config;
  const [nearest] = candidates;
  const hint =
    nearest === undefined
      ? 'Create it with `alembic init`, or name the folder that holds env.py.'
      : `'${shown(root, nearest)}' holds env.py.`;
  const message = `There is no folder '${location.value}'. ${hint}`;
  return { ...placeOf(location), message, fixes, data: { key: location.key, folders: candidates } };
}

function fix(
  { config }: ConfigInput,
  { file, range, value, key }: ConfigValue,
  folder: string,
  preferred: boolean,
): readonly ProblemFix[] {
  const { root, workingDirectory } = config;
  const path = shown(workingDirectory, folder);
  // Where the working directory is only a guess, the folder of the file is the safer start.
  const fromHere = isAbsolute(value) || workingDirectory !== root;
  const text = fromHere ? `%(here)s/${escapePercents(shown(root, folder))}` : escapePercents(path);
  const newText = file.endsWith('.toml') ? JSON.stringify(text) : text;
  const edits: FileEdit[] = [{ file, range, newText }];
  return [{ title: `Change '${key}' to '${text}'`, edits, preferred }];
}

function placeOf({ file, range }: ConfigValue): Pick<Finding, 'file' | 'range'> {
  return { file, range };
}

function shown(from: string, folder: string): string {
  return relative(from, folder).replaceAll('\\', '/') || '.';
}

function escapePercents(text: string): string {
  return text.replaceAll('%', '%%');
}
