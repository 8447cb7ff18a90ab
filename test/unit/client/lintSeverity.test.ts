import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { RULES } from '../../../server/src/lint/registry';

interface Manifest {
  readonly contributes: {
    readonly configuration: {
      readonly properties: {
        readonly 'alembicWorkbench.lint.severity': {
          readonly properties: Readonly<
            Record<string, { readonly default: string; readonly markdownDescription: string }>
          >;
        };
      };
    };
  };
}

test('the setting offers every rule, with its severity and summary', () => {
  const text = readFileSync(resolve(import.meta.dirname, '../../../package.json'), 'utf8');
  const { contributes } = JSON.parse(text) as Manifest;
  const offered = contributes.configuration.properties['alembicWorkbench.lint.severity'].properties;
  const rules = [...RULES.chain, ...RULES.file, ...RULES.schema, ...RULES.config].map(
    ({ id, severity, documentation }) => {
      return [id, { default: severity, markdownDescription: documentation.summary }] as const;
    },
  );
  expect(
    Object.fromEntries(
      Object.entries(offered).map(([id, { default: severity, markdownDescription }]) => {
        return [id, { default: severity, markdownDescription }] as const;
      }),
    ),
  ).toEqual(Object.fromEntries(rules));
});
