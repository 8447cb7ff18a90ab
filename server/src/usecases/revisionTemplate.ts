import { err, ok, type Result } from '../common/result';
import { NONE, repr } from '../python/value';

/** What a template may name, as Python text where the template prints `repr()` of it. */
export interface TemplateValues {
  readonly message: string;
  readonly revision: string;
  readonly downRevision: readonly string[];
  /** As Python prints a datetime. */
  readonly createDate: string;
}

type Expression = (values: TemplateValues) => string;

/**
 * The expressions of the templates Alembic ships, by their text without spaces. A revision without operations has no
 * imports and `pass` for a body.
 */
const EXPRESSIONS: Readonly<Record<string, Expression>> = {
  message: ({ message }) => message,
  up_revision: ({ revision }) => revision,
  'down_revision|comma,n': ({ downRevision }) => downRevision.join(', '),
  create_date: ({ createDate }) => createDate,
  'importsifimportselse""': () => '',
  'repr(up_revision)': ({ revision }) => repr({ kind: 'string', value: revision }),
  'repr(down_revision)': ({ downRevision }) => pythonIdentifiers(downRevision),
  'repr(branch_labels)': () => 'None',
  'repr(depends_on)': () => 'None',
  'upgradesifupgradeselse"pass"': () => 'pass',
  'downgradesifdowngradeselse"pass"': () => 'pass',
};

/**
 * Used where a project has no script.py.mako: Alembic could not make a revision there, a file that is written by hand
 * needs none.
 */
export const PLAIN_TEMPLATE = `"""\${message}

Revision ID: \${up_revision}
Revises: \${down_revision | comma,n}
Create Date: \${create_date}

"""
from alembic import op
import sqlalchemy as sa


revision = \${repr(up_revision)}
down_revision = \${repr(down_revision)}
branch_labels = \${repr(branch_labels)}
depends_on = \${repr(depends_on)}


def upgrade() -> None:
    \${upgrades if upgrades else "pass"}


def downgrade() -> None:
    \${downgrades if downgrades else "pass"}
`;

/**
 * Renders a script.py.mako that holds nothing but text, `##` comments and the expressions of Alembic's own templates.
 * Anything else (control lines, blocks, other expressions) is told as a reason: it is Python to run, and we run none.
 */
export function renderTemplate(template: string, values: TemplateValues): Result<string, string> {
  const lines = template.replaceAll('\r\n', '\n').split('\n');
  const kept: string[] = [];
  for (const [index, line] of lines.entries()) {
    const start = line.trimStart();
    if (start.startsWith('##')) continue;
    if (start.startsWith('%') && !start.startsWith('%%')) return err(`line ${index + 1} is a Mako control line`);
    kept.push(start.startsWith('%%') ? line.replace('%%', '%') : line);
  }
  // A backslash before the end of a line takes the line break out (Mako documentation, "Syntax").
  const text = kept.join('\n').replaceAll('\\\n', '');
  if (/<%|<\/%/.test(text)) return err('it holds a Mako block or tag');
  const strange: string[] = [];
  const rendered = text.replace(/\$\{([^}]*)\}/g, (whole, expression: string) => {
    const known = EXPRESSIONS[expression.replace(/\s+/g, '').replaceAll("'", '"')];
    if (known !== undefined) return known(values);
    strange.push(whole);
    return '';
  });
  const [first] = strange;
  return first === undefined ? ok(rendered) : err(`'${first}' is not one of Alembic's own expressions`);
}

/** `down_revision` as Alembic writes it: None, a string, or a tuple. */
export function pythonIdentifiers(ids: readonly string[]): string {
  const items = ids.map((value) => ({ kind: 'string', value }) as const);
  const [first = NONE] = items;
  return repr(ids.length > 1 ? { kind: 'tuple', items } : first);
}
