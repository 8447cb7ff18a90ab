import { inlineComments } from '../../project/inlineComment';
import { prependSysPath } from '../../project/locations';
import { AlembicOptions } from '../../project/options';
import type { ConfigInput } from '../../project/configInput';
import type { Rule } from '../rule';

const OLD = 'version_path_separator';
const NEW = 'path_separator';
const INI = '[alembic]\nscript_location = migrations\n';

export const configLegacyKey: Rule<ConfigInput> = {
  id: 'config-legacy-key',
  severity: 'information',
  documentation: {
    summary: 'A key of alembic.ini that has a new name.',
    why: '`version_path_separator` is deprecated since Alembic 1.16: it splits `version_locations` only. `path_separator` splits `prepend_sys_path` as well.',
    fix: 'Use `path_separator`.',
    valid: [{ files: { 'alembic.ini': `${INI}path_separator = os\n` } }],
    invalid: [
      {
        files: { 'alembic.ini': `${INI}version_path_separator = os\n` },
        messages: ["'version_path_separator' is deprecated: its new name is 'path_separator'."],
      },
      {
        files: { 'alembic.ini': `${INI}path_separator = os\nversion_path_separator = space\n` },
        messages: ["'version_path_separator' is deprecated and has no effect beside 'path_separator'. Remove it."],
      },
    ],
  },
  check({ config, options }) {
    const { ini: file, section } = config.source;
    const entry = options.documents.ini?.sections.get(section)?.entries.get(OLD);
    if (file === undefined || entry === undefined) return [];
    const range = entry.keyRange;
    if (options.iniPlace(NEW) !== null) {
      const message = `'${OLD}' is deprecated and has no effect beside '${NEW}'. Remove it.`;
      const whole = {
        start: { line: range.start.line, character: 0 },
        end: { line: entry.range.end.line + 1, character: 0 },
      };
      return [
        {
          file,
          range,
          message,
          fixes: [{ title: 'Remove the line', edits: [{ file, range: whole, newText: '' }], preferred: true }],
        },
      ];
    }
    // A comment in the value would be part of the new key's value too: it goes first.
    const isPlain = inlineComments(entry, 'main').length === 0;
    const fixes =
      isPlain && keepsSysPath(options)
        ? [{ title: `Change to '${NEW}'`, edits: [{ file, range, newText: NEW }], preferred: true }]
        : [];
    return [{ file, range, message: `'${OLD}' is deprecated: its new name is '${NEW}'.`, fixes }];
  },
};

/** Whether `prepend_sys_path` means the same folders once the separator splits it, too. */
function keepsSysPath({ source, documents }: AlembicOptions): boolean {
  const paths = (ini: typeof documents.ini): string => {
    const options = new AlembicOptions(source, { ...documents, ini });
    return JSON.stringify([prependSysPath(options).map(({ value }) => value), options.problems.length]);
  };
  const { ini } = documents;
  const section = ini?.sections.get(source.section);
  const entry = section?.entries.get(OLD);
  if (ini === null || section === undefined || entry === undefined) return false;
  const renamed = { ...section, entries: new Map([...section.entries, [NEW, { ...entry, key: NEW }]]) };
  return paths(ini) === paths({ ...ini, sections: new Map([...ini.sections, [source.section, renamed]]) });
}
