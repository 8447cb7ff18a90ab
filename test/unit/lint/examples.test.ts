import { describe, expect, it } from 'vitest';
import { RULES } from '../../../server/src/lint/registry';
import { lintExample } from './support';

describe.each([...RULES.chain, ...RULES.file, ...RULES.schema, ...RULES.config])('$id', (rule) => {
  it('has examples of both kinds', () => {
    expect(rule.documentation.invalid.length).toBeGreaterThan(0);
    expect(rule.documentation.valid.length).toBeGreaterThan(0);
  });

  it.each(rule.documentation.valid)('is silent about valid example %#', async (example) => {
    const problems = await lintExample(example);
    expect(problems.filter(({ code }) => code === rule.id).map(({ message }) => message)).toEqual([]);
  });

  it.each(rule.documentation.invalid)('reports invalid example %#', async (example) => {
    const problems = (await lintExample(example)).filter(({ code }) => code === rule.id);
    expect(problems.length).toBeGreaterThan(0);
    if (example.messages) expect(problems.map(({ message }) => message)).toEqual(example.messages);
  });
});
