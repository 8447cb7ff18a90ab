import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { BATCH_PARAMETERS } from '../../../server/src/operations/batch';
import { DIRECTIVES } from '../../../server/src/operations/registry';
import { parameters } from '../../../server/src/sqlalchemy/parameters';
import { oraclePython } from '../support/venv';

type Parameters = readonly (readonly [name: string, kind: string, required: boolean])[];

interface Signatures {
  readonly op: Readonly<Record<string, Parameters>>;
  readonly batch: Readonly<Record<string, Parameters>>;
  readonly batchAlterTable: Parameters;
}

function theirs(): Signatures {
  const program = join(import.meta.dirname, 'signatures.py');
  return JSON.parse(execFileSync(oraclePython(), [program], { encoding: 'utf8' })) as Signatures;
}

/** Parameters by name only stand in no order. */
function normal(listed: Parameters): Parameters {
  const keywords = listed.filter(([, kind]) => kind === 'keyword').sort(([a], [b]) => (a < b ? -1 : 1));
  return [...listed.filter(([, kind]) => kind !== 'keyword'), ...keywords];
}

function normalAll(listed: Readonly<Record<string, Parameters>>): object {
  return Object.fromEntries(Object.entries(listed).map(([name, one]) => [name, normal(one)]));
}

/** Ours without what Alembic takes among its `**kw`. */
function ours(short: string, reference: Parameters): Parameters {
  const others = reference.find(([, kind]) => kind === 'doubleStar')?.[0];
  const known = new Set(reference.map(([name]) => name));
  return normal(
    parameters(short)
      .map(({ name, kind, required }) => [kind === 'doubleStar' ? (others ?? name) : name, kind, required] as const)
      .filter(([name]) => others === undefined || known.has(name)),
  );
}

describe('the signatures of directives', () => {
  it('are those of the installed Alembic', () => {
    const { op, batch, batchAlterTable } = theirs();
    const expected = { op: normalAll(op), batch: normalAll(batch), batchAlterTable };
    const specs = [...DIRECTIVES.values()];
    const own = {
      op: Object.fromEntries(specs.map((spec) => [spec.name, ours(spec.parameters, op[spec.name] ?? [])])),
      batch: Object.fromEntries(
        specs.flatMap(({ name, batchParameters }) =>
          batchParameters === null ? [] : [[name, ours(batchParameters, batch[name] ?? [])]],
        ),
      ),
      batchAlterTable: ours(BATCH_PARAMETERS, batchAlterTable),
    };
    expect(own).toEqual(expected);
  });
});
