import type { Rule, RuleExample } from './rule';
import type { Severity } from '../common/problem';

type AnyRule = Pick<Rule<never>, 'id' | 'severity' | 'documentation'>;

const INTRODUCTION = `# Rules

Every rule has a page of its own. \`alembicWorkbench.lint.severity\` sets a rule to \`error\`, \`warning\`, \`information\`,
\`hint\` or \`off\`. A comment silences a rule in one place:

\`\`\`python
down_revision = "ae10"  # alembic-lint: ignore[unknown-down-revision]
\`\`\`

Behind code it speaks of its own line, alone on a line of the next one, and alone before the first statement of the whole
file. In \`alembic.ini\` it stands alone on the line before, or before the first section. \`ignore\` without brackets
silences every rule. A comment that silences nothing is shown as \`unused-suppression\`.
`;

function example({ files, messages }: RuleExample): string {
  const blocks = Object.entries(files).map(([name, text]) => {
    const language = name.endsWith('.py') ? 'python' : name.endsWith('.toml') ? 'toml' : 'ini';
    return `\`${name}\`\n\n\`\`\`${language}\n${text.trimEnd()}\n\`\`\`\n`;
  });
  const shown = messages?.length ? [`Shown:\n\n${messages.map((message) => `- ${message}\n`).join('')}`] : [];
  return [...blocks, ...shown].join('\n');
}

/** The documentation page of a rule, as Markdown (`docs/rules/<id>.md`). */
export function rulePage({ id, severity, documentation }: AnyRule): string {
  const { summary, why, fix, valid, invalid } = documentation;
  return [
    `# ${id}\n\n${summary} Severity: ${severity}.\n`,
    `## Why\n\n${why}\n`,
    `## What to do\n\n${fix}\n`,
    ...(invalid.length > 0 ? [`## Reported\n\n${invalid.map(example).join('\n---\n\n')}`] : []),
    ...(valid.length > 0 ? [`## Not reported\n\n${valid.map(example).join('\n---\n\n')}`] : []),
  ].join('\n');
}

/** The index of all rules (`docs/rules/README.md`), one row a rule, by id. */
export function ruleIndex(rules: readonly AnyRule[]): string {
  const order: readonly Severity[] = ['error', 'warning', 'information', 'hint'];
  const sorted = rules.toSorted(
    (a, b) => order.indexOf(a.severity) - order.indexOf(b.severity) || a.id.localeCompare(b.id, 'en'),
  );
  const rows = sorted.map(
    ({ id, severity, documentation }) => `| [${id}](${id}.md) | ${severity} | ${documentation.summary} |`,
  );
  return `${INTRODUCTION}\n| Rule | Severity | What it reports |\n| --- | --- | --- |\n${rows.join('\n')}\n`;
}
