import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ModuleRow } from '../../../server/src/sqlalchemy/moduleTable';
import { MODULES } from '../../../server/src/sqlalchemy/moduleTable';
import { DIALECT_KEYWORDS } from '../../../server/src/sqlalchemy/dialectOptions';
import { TYPE_CLASSES } from '../../../server/src/sqlalchemy/typeTable';
import { skipping } from '../../support/missing';
import { oraclePython, skipReason } from '../support/venv';

interface Description {
  readonly types: Readonly<Record<string, unknown>>;
  readonly complete: readonly string[];
  readonly modules: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly keywords: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

function installed(): Description {
  const run = spawnSync(oraclePython(), [join(import.meta.dirname, 'describe.py')], {
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  });
  if (run.status !== 0) throw new Error(run.stderr);
  return JSON.parse(run.stdout) as Description;
}

function pairs(text: string): readonly (readonly [string, string])[] {
  return text === '' ? [] : text.split(' ').map((entry) => [entry.split('=')[0] ?? '', entry.split('=')[1] ?? '']);
}

/** A row as `describe.py` writes it. */
function names(module: string, row: ModuleRow): Readonly<Record<string, string>> {
  const of = (text: string, key: (name: string, other: string) => string) =>
    pairs(text).map(([name, other]): [string, string] => [name, key(name, other)]);
  return Object.fromEntries([
    ...of(row.types, (name, other) => `type:${other || `sqlalchemy.${name}`}`),
    ...of(row.modules, (name, other) => `module:${other || `${module}.${name}`}`),
    ...of(row.members, (name, other) => (other.includes(':') ? other : `core:${other || name}`)),
    ...of(row.exceptions, (name, other) => `exception:${other || name}`),
    ...of(row.others, () => 'other'),
  ]);
}

describe('the tables of SQLAlchemy', skipping(skipReason()), () => {
  const theirs = installed();

  it('hold every type class with the parameters of its constructor', () => {
    expect(TYPE_CLASSES).toEqual(theirs.types);
  });

  it('hold every public name of the modules, each with what it stands for', () => {
    for (const [module, found] of Object.entries(theirs.modules)) {
      const row = MODULES[module];
      if (row === undefined) throw new Error(`${module} is missing`);
      const known = Object.entries(found).filter(([name, kind]) => kind !== 'other' || !name.startsWith('_'));
      expect({ module, ...names(module, row) }).toEqual({ module, ...Object.fromEntries(known) });
      expect(row.complete).toBe(theirs.complete.includes(module));
    }
  });

  it('hold the keywords each dialect takes on each item', () => {
    expect(DIALECT_KEYWORDS).toEqual(theirs.keywords);
  });
});
