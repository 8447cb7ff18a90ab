import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nodeFileSystem } from '../../../server/src/common/nodeFileSystem';
import { evaluateConfig } from '../../../server/src/project/config';
import { configInput } from '../../../server/src/project/configInput';
import type { ProjectConfig } from '../../../server/src/project/model';
import { lintConfig } from '../../../server/src/lint/lintProject';
import { oraclePython, skipReason } from '../support/venv';
import { skipping } from '../../support/missing';

const INI = '[alembic]\nscript_location = %(here)s/migrations\n';
const TOML = '[tool.alembic]\nscript_location = "%(here)s/migrations"\n';

interface Case {
  readonly ini?: string;
  readonly toml?: string;
  readonly section?: string;
  /** Below the root, where the files stand. */
  readonly folder?: string;
}

/** Named, so that a failure says what it is about. */
const CASES: Readonly<Record<string, Case>> = {
  'plain ini': { ini: INI },
  'relative script_location': { ini: '[alembic]\nscript_location = migrations\n' },
  'script_location that climbs': { ini: '[alembic]\nscript_location = ./pkg/../migrations/.\n' },
  'ini in a subfolder': { folder: 'conf', ini: '[alembic]\nscript_location = migrations\n' },
  'ini in a subfolder, here': { folder: 'conf', ini: '[alembic]\nscript_location = %(here)s/../migrations\n' },
  'package resource': { ini: '[alembic]\nscript_location = pkg:migrations\nprepend_sys_path = .\n' },
  'package below src': {
    ini: '[alembic]\nscript_location = inner.sub:migrations\nprepend_sys_path = src\npath_separator = os\n',
  },
  'package among version locations': {
    ini: `${INI}prepend_sys_path = .\npath_separator = newline\nversion_locations = pkg:migrations:versions\n  migrations/versions\n`,
  },
  'no script_location': { ini: '[alembic]\nfile_template = x\n' },
  'folder not there': { ini: '[alembic]\nscript_location = nothing\n' },
  'empty ini': { ini: '' },
  'legacy split on spaces': { ini: `${INI}version_locations = a b  c\n` },
  'legacy split on commas': { ini: `${INI}version_locations = a,b, c,  d\n` },
  'legacy split with empty parts': { ini: `${INI}version_locations = a ,b, \n` },
  'legacy split leaves line ends': { ini: `${INI}version_locations = a\n  b\n` },
  'separator os': { ini: `${INI}path_separator = os\nversion_locations = a::b: c :\n` },
  'separator colon': { ini: `${INI}path_separator = :\nversion_locations = a:%(here)s/b\n` },
  'separator semicolon': { ini: `${INI}path_separator = ;\nversion_locations = a;b ; c\n` },
  'separator space': { ini: `${INI}path_separator = space\nversion_locations = a  b c\n` },
  'separator newline': { ini: `${INI}path_separator = newline\nversion_locations =\n  a b\n\n  # comment\n  c\n` },
  'separator unknown': { ini: `${INI}path_separator = comma\nversion_locations = a\n` },
  'separator unknown, nothing to split': { ini: `${INI}path_separator = comma\n` },
  'separator with comment': { ini: `${INI}version_path_separator = os  # comment\nversion_locations = a\n` },
  'separator with comment, nothing to split': {
    ini: `${INI}prepend_sys_path = .\nversion_path_separator = os  # comment\n`,
  },
  'legacy separator': { ini: `${INI}version_path_separator = :\nversion_locations = a:b\n` },
  'both separators': { ini: `${INI}version_path_separator = space\npath_separator = ;\nversion_locations = a b;c\n` },
  'only separators in the value': { ini: `${INI}path_separator = ;\nversion_locations = ;;\n` },
  'empty version_locations': { ini: `${INI}version_locations =\n` },
  'empty version_locations before TOML': {
    ini: `${INI}version_locations =\n`,
    toml: `${TOML}version_locations = ["t"]\n`,
  },
  'prepend_sys_path legacy': { ini: `${INI}prepend_sys_path = a:b c, d\n` },
  'prepend_sys_path os': { ini: `${INI}path_separator = os\nprepend_sys_path = .:src\n` },
  'prepend_sys_path with legacy key only': { ini: `${INI}version_path_separator = ;\nprepend_sys_path = a;b c\n` },
  'true in other spellings': { ini: `${INI}recursive_version_locations = True\nsourceless = yes\n` },
  true: { ini: `${INI}recursive_version_locations = true\nsourceless = true\n` },
  'templates and times': {
    ini: `${INI}file_template = %%(year)d_%%(rev)s\ntimezone = Europe/Berlin\noutput_encoding = latin-1\ntruncate_slug_length = 12\n`,
  },
  'slug length of zero': { ini: `${INI}truncate_slug_length = 0\n` },
  'slug length with underscore and sign': { ini: `${INI}truncate_slug_length = +1_0\n` },
  'slug length that is none': { ini: `${INI}truncate_slug_length = forty\n` },
  'empty slug length': { ini: `${INI}truncate_slug_length =\n` },
  'file_template not doubled': { ini: `${INI}file_template = %(rev)s\n` },
  'percent alone in another key': { ini: `${INI}sqlalchemy.url = x://a:b%40c@h/d\n` },
  'percent alone in a hook': { ini: `${INI}[post_write_hooks]\nhooks = a\na.type = 5%\n` },
  DEFAULT: { ini: `[DEFAULT]\nroot = %(here)s\nsourceless = true\n[alembic]\nscript_location = %(root)s/migrations\n` },
  'script_location in DEFAULT': { ini: `[DEFAULT]\nscript_location = %(here)s/migrations\n[alembic]\n` },
  'here overridden': { ini: `[DEFAULT]\nhere = pkg\n[alembic]\nscript_location = %(here)s/../migrations\n` },
  'here of the section': { ini: `[alembic]\nhere = migrations\nscript_location = %(here)s\n` },
  'named section': {
    section: 'two',
    ini: `[alembic]\nscript_location = a\n[two]\nscript_location = migrations\nfile_template = two\n`,
  },
  'named section that is not there': { section: 'three', ini: INI },
  'named section, TOML': {
    section: 'two',
    ini: '[two]\nfile_template = two\n',
    toml: `${TOML}file_template = "toml"\n`,
  },
  'duplicate option': { ini: `${INI}script_location = b\n` },
  'duplicate section': { ini: `${INI}[alembic]\n` },
  'no section': { ini: 'script_location = migrations\n' },
  'byte order mark': { ini: `\ufeff${INI}` },
  CRLF: { ini: INI.replaceAll('\n', '\r\n') },
  'upper case keys': { ini: '[alembic]\nScript_Location = migrations\nFILE_TEMPLATE = x\n' },
  hooks: {
    ini: `${INI}[post_write_hooks]\nhooks = black, ruff  isort,\nblack.type = console_scripts\nblack.entrypoint = black\nblack.options = -l 79 REVISION_SCRIPT_FILENAME\nruff.type = exec\nruff.executable = %(here)s/ruff\nruff.Cwd = x\nnothing.type = exec\n`,
  },
  'hooks section without hooks hides TOML': {
    ini: `${INI}[post_write_hooks]\n`,
    toml: `${TOML}[[tool.alembic.post_write_hooks]]\nname = "a"\ntype = "exec"\n`,
  },
  'hooks TOML': {
    toml: `${TOML}[[tool.alembic.post_write_hooks]]\nname = "black"\ntype = "console_scripts"\nentrypoint = "black"\noptions = "-l 79 %(here)s 100%%"\n[[tool.alembic.post_write_hooks]]\nname = "ruff"\ntype = "module"\nmodule = "ruff"\n`,
  },
  'hooks TOML inline': {
    toml: `${TOML}post_write_hooks = [{ name = "a", type = "exec", executable = "%(here)s/a" }]\n`,
  },
  'hooks TOML without name': { toml: `${TOML}[[tool.alembic.post_write_hooks]]\ntype = "exec"\n` },
  'plain toml': { toml: TOML },
  'toml with everything': {
    toml: `${TOML}file_template = "%%(year)d_%%(rev)s"\nversion_locations = ["%(here)s/a", "b"]\nprepend_sys_path = [".", "src"]\nrecursive_version_locations = true\nsourceless = true\ntimezone = "UTC"\ntruncate_slug_length = 9\noutput_encoding = "utf-16"\n`,
  },
  'toml dotted keys': { toml: 'tool.alembic.script_location = "migrations"\n' },
  'toml inline table': { toml: 'tool = { alembic = { script_location = "migrations" } }\n' },
  'toml integer as string': { toml: `${TOML}truncate_slug_length = "9"\n` },
  'toml boolean as integer': { toml: `${TOML}truncate_slug_length = true\n` },
  'toml float': { toml: `${TOML}truncate_slug_length = 9.0\n` },
  'toml boolean as string': { toml: `${TOML}sourceless = "true"\n` },
  'toml template not doubled': { toml: `${TOML}file_template = "%(rev)s"\n` },
  'toml percent at the end': { toml: `${TOML}file_template = "100%"\n` },
  'toml empty version_locations': { toml: `${TOML}version_locations = []\n` },
  'toml without the table': { toml: '[tool.black]\nline-length = 9\n' },
  'toml broken': { toml: `${TOML}file_template = \n` },
  'toml table that is none': { toml: '[tool]\nalembic = 3\n' },
  'both, key by key': {
    ini: '[alembic]\nfile_template = ini\nsourceless = true\n',
    toml: `${TOML}file_template = "toml"\nsourceless = false\nrecursive_version_locations = true\ntimezone = "UTC"\nversion_locations = ["x"]\n`,
  },
  'both, ini without section': { ini: '[loggers]\nkeys = root\n', toml: TOML },
  'both, separator of ini does not split TOML': {
    ini: '[alembic]\npath_separator = ;\n',
    toml: `${TOML}version_locations = ["a;b"]\n`,
  },
  'both, toml broken': { ini: INI, toml: 'x = = 1\n' },
  'both, ini broken': { ini: 'x\n', toml: TOML },
};

/** Configurations Alembic accepts where we show something: what it then stumbles over later, or what is surely not meant. */
const STRICTER = new Set(['percent alone in another key']);

const root = realpathSync(mkdtempSync(join(tmpdir(), 'aw-config-')));
afterAll(() => {
  rmSync(root, { recursive: true, force: true });
});

function write(path: string, text: string): string {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  return path;
}

describe('the configuration', skipping(skipReason()), () => {
  const prepared = Object.entries(CASES).map(([name, { ini, toml, section = 'alembic', folder = '.' }], index) => {
    const top = join(root, String(index));
    for (const file of [
      'migrations/env.py',
      'pkg/__init__.py',
      'pkg/migrations/env.py',
      'src/inner/sub/migrations/env.py',
    ]) {
      write(join(top, file), '');
    }
    mkdirSync(join(top, 'pkg/migrations/versions'));
    for (const init of ['inner', 'inner/sub']) write(join(top, 'src', init, '__init__.py'), '');
    const source = {
      section,
      bare: false,
      ...(ini !== undefined && { ini: write(join(top, folder, 'alembic.ini'), ini) }),
      ...(toml !== undefined && { toml: write(join(top, folder, 'pyproject.toml'), toml) }),
    };
    return { name, source, config: evaluateConfig(nodeFileSystem, source, { name }) };
  });
  let answers: readonly Readonly<Record<string, unknown>>[] = [];
  beforeAll(() => {
    answers = ask(prepared.map(({ source, config }) => ({ ...source, cwd: config.workingDirectory })));
  });

  it.each(prepared.map(({ name, config }, index) => ({ name, config, index })))(
    'is read as Alembic reads it: $name',
    ({ name, config, index }) => {
      const answer = answers[index];
      expect(answer).toBeDefined();
      const input = configInput(nodeFileSystem, config);
      const errors = (input === null ? [] : lintConfig(input)).filter(
        ({ code, severity }) =>
          severity === 'error' || (code === 'config-unreadable' && config.scriptLocation === null),
      );
      if (answer !== undefined && 'error' in answer) {
        expect(errors).not.toEqual([]);
      } else {
        expect(shown(config)).toEqual(answer);
        if (!STRICTER.has(name)) expect(errors).toEqual([]);
      }
    },
  );

  it('has cases of either kind', () => {
    const refused = answers.filter((answer) => 'error' in answer).length;
    expect(refused).toBeGreaterThan(10);
    expect(answers.length - refused).toBeGreaterThan(30);
  });
});

function shown(config: ProjectConfig): Readonly<Record<string, unknown>> {
  return {
    scriptLocation: config.scriptLocation,
    versionLocations: config.versionLocations,
    prependSysPath: config.prependSysPath,
    recursive: config.recursive,
    sourceless: config.sourceless,
    fileTemplate: config.fileTemplate,
    truncateSlugLength: config.truncateSlugLength,
    timezone: config.timezone,
    outputEncoding: config.outputEncoding,
    postWriteHooks: config.postWriteHooks.map(({ name, options }) => ({ name, options: Object.fromEntries(options) })),
    files: [],
  };
}

function ask(cases: readonly object[]): readonly Readonly<Record<string, unknown>>[] {
  const output = execFileSync(oraclePython(), [resolve(import.meta.dirname, 'alembicConfig.py')], {
    input: cases.map((one) => JSON.stringify(one)).join('\n'),
    encoding: 'utf8',
  });
  return output
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);
}
