import type { ConfigInput } from '../../project/configInput';
import type { Rule } from '../rule';

const INI = '[alembic]\nscript_location = %(here)s/migrations\n';

export const configUnreadable: Rule<ConfigInput> = {
  id: 'config-unreadable',
  severity: 'error',
  documentation: {
    summary: 'A configuration file, or a value in it, that Alembic refuses.',
    why: 'Every command of Alembic stops with an error before it does anything.',
    fix: "Correct the line. An INI file follows the rules of Python's `configparser`, pyproject.toml those of TOML.",
    valid: [
      { files: { 'alembic.ini': `${INI}path_separator = os\nversion_locations = %(here)s/migrations/versions\n` } },
      {
        files: {
          'pyproject.toml':
            '[tool.alembic]\nscript_location = "%(here)s/migrations"\nrecursive_version_locations = true\n',
        },
      },
    ],
    invalid: [
      {
        files: { 'alembic.ini': `${INI}script_location = migrations\n` },
        messages: ["Alembic cannot read this file: 'script_location' is there twice in this section. Remove one."],
      },
      {
        files: { 'alembic.ini': `script_location = migrations\n${INI}` },
        messages: [
          'Alembic cannot read this file: its first line must be a section such as [alembic], without a byte order mark in front.',
        ],
      },
      {
        files: { 'alembic.ini': `${INI}path_separator = comma\nversion_locations = migrations/versions\n` },
        messages: ["Alembic stops here: 'path_separator' must be one of os, space, newline, : and ;"],
      },
      {
        files: { 'alembic.ini': `${INI}truncate_slug_length = forty\n` },
        messages: ["'truncate_slug_length' must be a whole number."],
      },
      {
        files: {
          'pyproject.toml':
            '[tool.alembic]\nscript_location = "%(here)s/migrations"\nrecursive_version_locations = "true"\n',
        },
        messages: ["'recursive_version_locations' must be true or false, without quotes."],
      },
    ],
  },
  check({ config }) {
    return config.problems.filter(({ code }) => code === 'config-unreadable');
  },
};
