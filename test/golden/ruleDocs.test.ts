import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ruleIndex, rulePage } from '../../server/src/lint/documentation';
import { RULES } from '../../server/src/lint/registry';
import { repositoryRoot } from '../support/repository';

const rules = [...RULES.chain, ...RULES.file, ...RULES.schema, ...RULES.config];
const folder = join(repositoryRoot, 'docs/rules');

// `npx vitest run --project golden -u` writes the pages.
describe('docs/rules', () => {
  it.each(rules)('$id.md says what the rule says', async (rule) => {
    await expect(rulePage(rule)).toMatchFileSnapshot(join(folder, `${rule.id}.md`));
  });

  it('lists every rule', async () => {
    await expect(ruleIndex(rules)).toMatchFileSnapshot(join(folder, 'README.md'));
  });

  it('has no page without a rule', () => {
    const expected = ['README.md', ...rules.map((rule) => `${rule.id}.md`)].sort();
    expect(readdirSync(folder).sort()).toEqual(expected);
  });
});
