import { editDistance, nearest } from '../../common/nearest';
import type { ConfigInput } from '../../project/configInput';
import type { Finding, Rule } from '../rule';

/** Options Alembic 1.20 reads from both files (alembic-behaviour.md §2), without those too short or common to be meant. */
const KEYS = [
  'script_location',
  'file_template',
  'truncate_slug_length',
  'timezone',
  'prepend_sys_path',
  'version_locations',
  'recursive_version_locations',
  'sourceless',
  'revision_environment',
  'output_encoding',
];
const INI_KEYS = [...KEYS, 'path_separator', 'version_path_separator'];
const TOML_KEYS = [...KEYS, 'post_write_hooks'];

/** Keys that are no option and no slip either: of the templates, or of other tools. */
const OTHERS = new Set(['databases', 'sqlalchemy.url']);

export const configUnknownKey: Rule<ConfigInput> = {
  id: 'config-unknown-key',
  severity: 'warning',
  documentation: {
    summary: "A key that is nearly one of Alembic's.",
    why: 'Alembic ignores keys it does not know, so the option has no effect. Keys of your own that env.py reads are fine.',
    fix: "Correct the key to Alembic's spelling.",
    valid: [
      { files: { 'alembic.ini': '[alembic]\nscript_location = migrations\nmy_setting = 1\nsqlalchemy.echo = true\n' } },
    ],
    invalid: [
      {
        files: { 'alembic.ini': '[alembic]\nscript_location = migrations\nversion_loctions = %(here)s/versions\n' },
        messages: ["Alembic does not know 'version_loctions'. Did you mean 'version_locations'?"],
      },
      {
        files: { 'alembic.ini': '[alembic]\nscript_location = migrations\nsqlachemy.url = sqlite://\n' },
        messages: ["Alembic does not know 'sqlachemy.url'. Did you mean 'sqlalchemy.url'?"],
      },
      {
        files: { 'pyproject.toml': '[tool.alembic]\nscript_location = "migrations"\nfile_templat = "%%(rev)s"\n' },
        messages: ["Alembic does not know 'file_templat'. Did you mean 'file_template'?"],
      },
    ],
  },
  check(input) {
    const { options, config } = input;
    const { ini, toml } = config.source;
    const findings: Finding[] = [];
    const entries = [...(options.documents.ini?.sections.get(config.source.section)?.entries.values() ?? [])];
    const iniKeys = new Set(entries.map(({ key }) => key));
    for (const { key, keyRange } of ini === undefined ? [] : entries) {
      const meant = intended(key, INI_KEYS);
      if (ini === undefined || meant === undefined || iniKeys.has(meant) || isOwn(input, key)) continue;
      findings.push(finding(ini, key, meant, keyRange));
    }
    const table = options.documents.toml?.table ?? {};
    for (const key of toml === undefined ? [] : Object.keys(table)) {
      const meant = intended(key, TOML_KEYS);
      if (toml === undefined || meant === undefined || Object.hasOwn(table, meant) || isOwn(input, key)) continue;
      findings.push(finding(toml, key, meant, options.tomlPlace([key]).keyRange));
    }
    return findings;
  },
};

function intended(key: string, keys: readonly string[]): string | undefined {
  if (OTHERS.has(key) || keys.includes(key)) return undefined;
  const [prefix = '', rest] = key.split('.', 2);
  // `sqlalchemy.url2` may be another database: only a slip in the first word is surely one.
  if (rest !== undefined) {
    const isSlip = prefix !== 'sqlalchemy' && editDistance(prefix, 'sqlalchemy', 2) <= 2;
    return isSlip && keys === INI_KEYS ? `sqlalchemy.${key.slice(prefix.length + 1)}` : undefined;
  }
  return nearest(key.replaceAll('-', '_'), keys) ?? keys.find((known) => known === key.replaceAll('-', '_'));
}

/** Whether env.py itself speaks of the key. */
function isOwn(input: ConfigInput, key: string): boolean {
  const text = input.envPy() ?? '';
  return text.includes(`"${key}"`) || text.includes(`'${key}'`);
}

function finding(file: string, key: string, meant: string, range: Finding['range']): Finding {
  return {
    file,
    range,
    message: `Alembic does not know '${key}'. Did you mean '${meant}'?`,
    fixes: [{ title: `Change to '${meant}'`, edits: [{ file, range, newText: meant }], preferred: true }],
    data: { key, meant },
  };
}
