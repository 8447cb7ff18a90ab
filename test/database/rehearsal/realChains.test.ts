import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { chainCases, packageOrSkip } from '../../oracle/realProjects/chains';
import { chainProject } from '../../oracle/sql/chainProject';
import { skipReason } from '../../oracle/support/venv';
import { skipping } from '../../support/missing';
import { rehearsed, useRehearsals, verdicts } from './rehearsalBench';

useRehearsals();

/** One whose revisions need nothing but Alembic. */
const USUAL: ReadonlySet<string> = new Set(['phoenix']);

/** What the engine itself cannot do says nothing of the revision. */
const CANNOT = /runs only what it wholly knows|cannot import|It is not reached/;

describe('both engines verify alike the real chain of', { ...skipping(skipReason()), timeout: 300_000 }, () => {
  it.for(chainCases((name) => USUAL.has(name)))('$name', async (one, context) => {
    const root = packageOrSkip(one.real, context);
    const project = rehearsed('sqlite:///shop.db');
    const { config } = await chainProject(one, root, join(project.root, 'initial'));
    const [versions = ''] = config.versionLocations;
    cpSync(versions, join(project.root, 'migrations/versions'), { recursive: true });
    const [native, alembic] = [await verdicts(project, 'native'), await verdicts(project, 'alembic')];
    const names = Object.keys(alembic).sort();
    expect(Object.keys(native).sort()).toEqual(names);
    const told = names.filter((name) => ![native, alembic].some((found) => CANNOT.test(found[name] ?? '')));
    const kinds = (found: typeof native): readonly string[] =>
      told.map((name) => `${name} ${/^\w+/.exec(found[name] ?? '')?.[0] ?? ''}`);
    expect(kinds(native)).toEqual(kinds(alembic));
    console.log(`${one.name}: alike on ${told.length} of ${names.length} checks`);
    expect(told.length).toBeGreaterThan(2);
  });
});
