import { beforeAll, describe, expect, it } from 'vitest';
import type { IGrammar } from 'vscode-textmate';
import { loadGrammar, scopesOfMarked } from './tokenize';

let grammar: IGrammar;
beforeAll(async () => {
  grammar = await loadGrammar('source.alembic-ini');
});

/** Each case: what it shows, the marked text, a scope each mark must have, and one none may have. */
const cases: readonly { name: string; text: string; has: string; not?: string }[] = [
  { name: 'a section', text: '[«alembic»]', has: 'entity.name.section.ini' },
  { name: 'a section of another name', text: '[«alembic:orders»]', has: 'entity.name.section.ini' },
  { name: 'the hooks section', text: '[«post_write_hooks»]', has: 'entity.name.section.post-write-hooks.ini' },
  { name: 'what follows a header', text: '[alembic]« ; gone»', has: 'comment.line.ignored.ini' },
  {
    name: "Alembic's keys",
    text: '[alembic]\n«script_location» = a\n«Version_Locations»: b\n«file_template» = c\n«timezone»=d',
    has: 'support.type.property-name.alembic.ini',
  },
  {
    name: "the user's keys",
    text: '[alembic]\n«databases» = a, b\n«script_locations» = x\n«my key» = y',
    has: 'variable.other.property.ini',
    not: 'support.type',
  },
  {
    name: "Alembic's keys mean nothing in a logging section",
    text: '[logger_root]\n«script_location» = a',
    has: 'variable.other.property.ini',
  },
  { name: 'the legacy key', text: '[alembic]\n«version_path_separator» = os', has: 'legacy' },
  {
    name: 'whole-line comments, indented too',
    text: '«# one»\n«; two»\n[alembic]\n«   # three»\na = b',
    has: 'comment.line.ini',
  },
  {
    name: 'no comment after a value',
    text: '[alembic]\npath_separator = os  «# not a comment»\nurl = a «; nor this»',
    has: 'string.unquoted',
    not: 'comment',
  },
  {
    name: 'a continued value, over an empty line and a comment',
    text: '[alembic]\nversion_locations =\n    «%(here)s/a»\n\n# between\n    «b/versions»\nnext = 1',
    has: 'string.unquoted.path.ini',
  },
  {
    name: 'a comment inside a continued value',
    text: '[alembic]\nversion_locations =\n    a\n«# between»\n    b',
    has: 'comment.line.ini',
  },
  {
    name: 'the key after a continued value',
    text: '[alembic]\nversion_locations = a\n    b\n«timezone» = UTC',
    has: 'support.type.property-name.alembic.ini',
    not: 'string',
  },
  {
    name: 'a section after a continued value',
    text: '[alembic]\nversion_locations = a\n    b\n[«post_write_hooks»]',
    has: 'entity.name.section.post-write-hooks.ini',
    not: 'string',
  },
  { name: 'interpolation', text: '[alembic]\nscript_location = %(«here»)s/a', has: 'variable.other.interpolation.ini' },
  { name: 'a doubled percent', text: '[alembic]\nx = a«%%»b', has: 'constant.character.escape.percent.ini' },
  {
    name: 'a lone percent',
    text: '[alembic]\nsqlalchemy.url = postgresql://u:p«%»40ss@h/d',
    has: 'invalid.illegal.percent.ini',
  },
  {
    name: 'tokens of file_template',
    text: '[alembic]\nfile_template = %%«(year)d»_%%«(month).2d»-%%«(rev)s»_%%«(slug)s»',
    has: 'constant.other.placeholder.ini',
  },
  {
    name: 'booleans of boolean keys',
    text: '[alembic]\nsourceless = «false»\nrevision_environment: «true»',
    has: 'constant.language.boolean.ini',
  },
  { name: 'a separator', text: '[alembic]\npath_separator = «newline»', has: 'constant.language.separator.ini' },
  { name: 'a number', text: '[alembic]\ntruncate_slug_length = «40»', has: 'constant.numeric.ini' },
  {
    name: 'a package path',
    text: '[alembic]\nscript_location = «my.app»:db/migrations',
    has: 'entity.name.namespace.ini',
  },
  {
    name: 'no package in a Windows path',
    text: '[alembic]\nscript_location = «C»:\\db',
    has: 'string',
    not: 'namespace',
  },
  { name: 'the URL', text: '[alembic]\nsqlalchemy.url = «sqlite:///shop.db»', has: 'string.unquoted.url.ini' },
  {
    name: 'hooks',
    text: '[post_write_hooks]\n«hooks» = black\n«black.type» = exec\n«black.options» = x',
    has: 'support.type.property-name.alembic.ini',
  },
  {
    name: 'the file name token of a hook',
    text: '[post_write_hooks]\nblack.options = -l 79 «REVISION_SCRIPT_FILENAME»',
    has: 'constant.language.script-filename.ini',
  },
  {
    name: 'logging formats are read raw',
    text: '[formatter_generic]\nformat = «%(levelname)-5.5s» [«%(name)s»] «%(message)s»',
    has: 'constant.other.placeholder.ini',
    not: 'invalid',
  },
  { name: 'a logging level', text: '[logger_root]\nlevel = «WARNING»', has: 'constant.language.level.ini' },
];

describe('the alembic.ini grammar', () => {
  it.each(cases)('marks $name', ({ text, has, not }) => {
    const pieces = scopesOfMarked(grammar, text);
    expect(pieces.length).toBeGreaterThan(0);
    for (const piece of pieces) {
      expect(piece.scopes, piece.text).toContain(has);
      if (not !== undefined) expect(piece.scopes, piece.text).not.toContain(not);
    }
  });
});
