import { beforeAll, describe, expect, it } from 'vitest';
import type { IGrammar } from 'vscode-textmate';
import { loadGrammar, pythonGrammars, scopesOfMarked } from './tokenize';

const cases: readonly { name: string; text: string; has: string; not?: string }[] = [
  { name: 'an expression in a docstring', text: '"""${«message»}\n"""', has: 'meta.expression.mako' },
  {
    name: 'the text around it as a docstring',
    text: '"""${message}\n\n«Revision ID»: ${x}\n"""',
    has: 'string.quoted',
  },
  { name: 'a filter', text: 'a = ${b | «n», «trim»}', has: 'support.function.filter.mako' },
  {
    name: "the user's filter",
    text: '"""\nRevises: ${down_revision | «comma»,n}\n"""',
    has: 'entity.name.function.filter',
  },
  { name: 'the bar of a filter', text: 'a = ${b «|» n}', has: 'keyword.operator.filter.mako' },
  { name: 'a bar inside parentheses as Python', text: 'a = ${f(b «|» c)}', has: 'meta', not: 'filter' },
  {
    name: 'code after an expression',
    text: '${imports}\nx = 1 «# comment»',
    has: 'comment.line.number-sign.python',
    not: 'mako.',
  },
  { name: 'a dictionary inside an expression', text: 'a = ${ {"b": 1}[«"b"»] } ', has: 'string.quoted' },
  {
    name: 'code after a dictionary',
    text: 'a = ${ {"b": 1}["b"] }\n«# c»',
    has: 'comment.line.number-sign.python',
    not: 'expression',
  },
  { name: 'an expression in a string', text: 'x = "upgrade_${«name»}"', has: 'meta.expression.mako' },
  { name: 'an expression in a Python comment', text: '# ${«name»}', has: 'meta.expression.mako' },
  { name: 'an expression in a name', text: 'def upgrade_${«name»}() -> None:\n    pass', has: 'meta.expression.mako' },
  { name: 'a control line', text: '«% for x in y:»\n% endfor', has: 'meta.control-line.mako' },
  { name: 'Python in a control line', text: '  % «for» x in y:\n  % endfor', has: 'keyword.control' },
  { name: 'the end of a block', text: '% if x:\n% «endif»', has: 'keyword.control.flow.end.mako' },
  { name: 'a control line inside a docstring', text: '"""\n% «if» x:\nfoo\n% endif\n"""', has: 'keyword.control' },
  {
    name: 'no control line in the middle of a line',
    text: 'a = b «%» c',
    has: 'source.alembic-mako',
    not: 'control-line',
  },
  {
    name: 'an unclosed bracket in a control line',
    text: '% if f(:\nx = 1 «# c»',
    has: 'comment.line.number-sign.python',
    not: 'control-line',
  },
  { name: 'a control line that goes on', text: '% for x in \\\n  «y»:\nz', has: 'meta.control-line.mako' },
  {
    name: 'code after a control line that goes on',
    text: '% for x in \\\n  y:\n«z»',
    has: 'source',
    not: 'control-line',
  },
  {
    name: 'an escaped percent',
    text: '«%%» if literally',
    has: 'constant.character.escape.percent.mako',
    not: 'control-line',
  },
  { name: 'a comment', text: '«## generate functions»', has: 'comment.line.double-number-sign.mako' },
  { name: 'a comment inside a docstring', text: '"""\n«## hidden»\n"""', has: 'comment.line.double-number-sign.mako' },
  { name: 'no expression inside a comment', text: '## ${«x»}', has: 'comment', not: 'expression' },
  {
    name: 'a Python comment as one',
    text: 'x\n«# revision identifiers»',
    has: 'comment.line.number-sign.python',
    not: 'mako.',
  },
  { name: 'a module block', text: '<%!\n«import» re\n%>\nx', has: 'meta.embedded.block.python.mako' },
  {
    name: 'code after a block',
    text: '<%\n    a = 1\n%>\n«# c»',
    has: 'comment.line.number-sign.python',
    not: 'meta.block',
  },
  {
    name: 'the docstring after a block',
    text: '<%!\nimport re\n%>"""«text»"""',
    has: 'string.quoted',
    not: 'block.mako',
  },
  { name: 'a tag', text: '<%«def» name="f(x)">\n</%«def»>', has: 'entity.name.tag.mako' },
  { name: 'the attribute of a tag', text: '<%include «file»="a.mako"/>', has: 'entity.other.attribute-name.mako' },
  { name: 'Python inside a def', text: '<%def name="f(x)">\n«# c»\n</%def>', has: 'comment.line.number-sign.python' },
  {
    name: 'a documentation block',
    text: '<%doc>\n«any ${thing}»\n</%doc>',
    has: 'comment.block.documentation.mako',
    not: 'expression',
  },
  { name: 'raw text', text: '<%text>\n«${raw}»\n</%text>', has: 'meta.raw.mako', not: 'expression' },
  { name: 'an escaped line end', text: 'foo «\\»\nbar', has: 'constant.character.escape.newline.mako' },
];

describe.each(pythonGrammars())('the script.py.mako grammar over $name', ({ file }) => {
  let grammar: IGrammar;
  beforeAll(async () => {
    grammar = await loadGrammar('source.alembic-mako', file);
  });

  it.each(cases)('marks $name', ({ text, has, not }) => {
    const pieces = scopesOfMarked(grammar, text);
    expect(pieces.length).toBeGreaterThan(0);
    for (const piece of pieces) {
      expect(piece.scopes, piece.text).toContain(has);
      if (not !== undefined) expect(piece.scopes, piece.text).not.toContain(not);
    }
  });
});
