import type { Severity } from '../../common/problem';
import { databaseSections } from '../../project/databaseSections';
import { inlineComments, type SectionKind } from '../../project/inlineComment';
import type { IniEntry, IniSection } from '../../project/ini';
import type { AlembicOptions } from '../../project/options';
import type { ConfigInput } from '../../project/configInput';
import type { Finding, Rule } from '../rule';

const INI = '[alembic]\nscript_location = migrations\n';

export const configInlineComment: Rule<ConfigInput> = {
  id: 'config-inline-comment',
  severity: 'warning',
  documentation: {
    summary: 'A comment behind a value of alembic.ini: it is part of the value.',
    why: 'INI files of Python have comments on lines of their own only. Alembic takes the rest of the line as the value, and refuses it or looks in a folder of that name.',
    fix: 'Move the comment to a line of its own.',
    valid: [
      {
        files: {
          'alembic.ini': `${INI}\n[post_write_hooks]\nhooks = black\nblack.type = exec\nblack.executable = black\nblack.options = --line-ranges="1 # 2" REVISION_SCRIPT_FILENAME\n`,
        },
      },
      { files: { 'alembic.ini': `${INI}# Use os.pathsep.\npath_separator = os\n` } },
      {
        files: { 'alembic.ini': `${INI}path_separator = ;\nversion_locations = migrations/a ; migrations/versions\n` },
      },
    ],
    invalid: [
      {
        files: { 'alembic.ini': `${INI}path_separator = os  # Use os.pathsep.\n` },
        messages: ["This comment is part of the value of 'path_separator'. Move it to a line of its own."],
      },
      {
        files: { 'alembic.ini': `${INI}recursive_version_locations = true ; look below\n` },
        messages: ["This comment is part of the value of 'recursive_version_locations'. Move it to a line of its own."],
      },
      {
        files: { 'alembic.ini': `${INI}file_template = %%(rev)s  # short\n` },
        messages: ["This comment is part of the value of 'file_template'. Move it to a line of its own."],
      },
      {
        files: {
          'alembic.ini': `${INI}databases = shop  # and log\n\n[shop]\nsqlalchemy.url = sqlite:///shop.db  # here\n`,
        },
        messages: [
          "This comment is part of the value of 'databases'. Move it to a line of its own.",
          "This comment is part of the value of 'sqlalchemy.url'. Move it to a line of its own.",
        ],
      },
      {
        files: {
          'alembic.ini': `${INI}\n[post_write_hooks]\nhooks = black  # format\nblack.type = console_scripts\nblack.entrypoint = black ; the program\nblack.options = -l 79 # wide\n`,
        },
        messages: [
          "This comment is part of the value of 'hooks'. Move it to a line of its own.",
          "This comment is part of the value of 'black.entrypoint'. Move it to a line of its own.",
          "This comment is part of the value of 'black.options'. Move it to a line of its own.",
        ],
      },
    ],
  },
  check({ config, options }) {
    const { ini, section } = config.source;
    const document = options.documents.ini;
    if (ini === undefined || document === null) return [];
    const sections: readonly (readonly [SectionKind, IniSection | null | undefined])[] = [
      ['main', document.defaults],
      ['main', document.sections.get(section)],
      ['hooks', document.sections.get('post_write_hooks')],
      ...databaseSections(options).map((name) => ['database', document.sections.get(name)] as const),
    ];
    return sections.flatMap(([kind, one]) =>
      [...(one?.entries.values() ?? [])].flatMap((entry) => {
        const fatal = kind === 'hooks' ? isFatalHook(entry.key) : kind === 'main' && isFatal(entry.key, options);
        return findings(ini, entry, kind, fatal ? 'error' : 'warning');
      }),
    );
  },
};

/** Whether Alembic stops at a value that is none of those the key may have. */
function isFatal(key: string, options: AlembicOptions): boolean {
  const isSet = (other: string): boolean => (options.iniString(other)?.value ?? '') !== '';
  switch (key) {
    case 'truncate_slug_length':
      return true;
    case 'path_separator':
      return isSet('version_locations') || isSet('prepend_sys_path');
    case 'version_path_separator':
      return isSet('version_locations') && options.iniPlace('path_separator') === null;
    default:
      return false;
  }
}

/** Alembic writes the revision's file, then stops: it knows neither a hook nor a type of that name. */
function isFatalHook(key: string): boolean {
  return key === 'hooks' || key.endsWith('.type');
}

function findings(file: string, entry: IniEntry, kind: SectionKind, severity: Severity): readonly Finding[] {
  return inlineComments(entry, kind).flatMap(({ text, line, length }) => {
    const value = entry.lines[line];
    if (value === undefined) return [];
    const { start, end } = value.range;
    const behind = { start: { line: start.line, character: start.character + length }, end };
    const range = { start: { line: end.line, character: end.character - text.length }, end };
    // The comment goes above the line it stands on: among the lines of a value it is a comment, too.
    const above = { line: start.line, character: 0 };
    const edits = [
      { file, range: { start: above, end: above }, newText: `${text}\n` },
      { file, range: behind, newText: '' },
    ];
    return [
      {
        file,
        range,
        severity,
        message: `This comment is part of the value of '${entry.key}'. Move it to a line of its own.`,
        fixes: [{ title: 'Move the comment to a line of its own', edits, preferred: true }],
        data: { key: entry.key },
      },
    ];
  });
}
