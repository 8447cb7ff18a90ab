import { fc } from '../../support/random';
import { describe, expect, it } from 'vitest';
import { nodeFileSystem } from '../../../server/src/common/nodeFileSystem';
import { readOperations } from '../../../server/src/operations/readOperations';
import type { Operation } from '../../../server/src/operations/operation';
import { loadProject } from '../../../server/src/usecases/loadProject';
import { moduleReader } from '../../../server/src/usecases/projectModules';
import { emptyRoundTrips, report, roundTrip } from '../../unit/operations/python/roundTrip';
import { ONLINE } from '../../unit/operations/support';
import { element, statement } from '../sql/expressionArbitrary';
import { python, tablePython } from '../sql/expressionPython';
import { TABLES } from '../sql/expressionTables';
import { operationCase } from '../sql/operationTexts';
import { chainConfig, DownloadError, unpackedPackage } from '../realProjects/fetch';
import { REAL_PACKAGES } from '../realProjects/projects';
import { testSeed } from '../../support/seed';

const HEAD = [
  'from alembic import op',
  'import datetime, decimal, enum, uuid',
  'import sqlalchemy as sa',
  'from sqlalchemy import func',
  'from sqlalchemy.dialects import mysql, postgresql, sqlite',
  '',
  'def upgrade():',
];

function read(text: string): readonly Operation[] {
  return readOperations(text, 'upgrade', ONLINE, { readModule: () => undefined }).operations;
}

describe('operations that are written are read as they were', () => {
  it('for generated calls of every directive', () => {
    const seed = testSeed();
    const tally = emptyRoundTrips();
    for (const { body } of fc.sample(operationCase, { seed, numRuns: 2000 })) {
      const operations = read([...HEAD, ...body.map((line) => `    ${line}`), ''].join('\n'));
      roundTrip(operations, ONLINE, body.join('\n'), tally);
    }
    console.log(`Generated operations, seed ${seed}: ${report(tally)}`);
    expect(tally.wrong.slice(0, 3).join('\n\n'), `${tally.wrong.length} differ, seed ${seed}`).toBe('');
    expect(tally.equal).toBeGreaterThan(tally.operations * 0.97);
  });

  it('for generated expressions of Core', () => {
    const seed = testSeed();
    const tally = emptyRoundTrips();
    const arbitrary = fc.oneof({ weight: 3, arbitrary: statement }, element);
    const tables = TABLES.map((table) => `    ${tablePython(table)}`);
    for (const one of fc.sample(arbitrary, { seed, numRuns: 1500 })) {
      const text = `    op.execute(${python(one)})`;
      roundTrip(read([...HEAD, ...tables, text, ''].join('\n')), ONLINE, text, tally);
    }
    console.log(`Generated expressions, seed ${seed}: ${report(tally)}`);
    expect(tally.wrong.slice(0, 3).join('\n\n'), `${tally.wrong.length} differ, seed ${seed}`).toBe('');
    expect(tally.equal).toBeGreaterThan(tally.operations * 0.5);
  });

  // `ALEMBIC_WORKBENCH_ORACLE_ALL`: every file; otherwise some sixty of each chain.
  const EVERY_FILE = process.env.ALEMBIC_WORKBENCH_ORACLE_ALL !== undefined;
  const chains = REAL_PACKAGES.flatMap((real) => real.chains.map((chain) => ({ real, chain, name: chain.name })));
  const wanted = process.env.ALEMBIC_WORKBENCH_ORACLE_PROJECT;

  it.for(chains.filter(({ name }) => wanted === undefined || name === wanted))(
    'for revisions of $name',
    async ({ real, chain, name }, context) => {
      let root: string;
      try {
        root = unpackedPackage(real);
      } catch (error) {
        if (error instanceof DownloadError && process.env.CI === undefined) return context.skip(error.message);
        throw error;
      }
      const config = chainConfig(root, chain);
      const project = await loadProject(config, { fs: nodeFileSystem });
      const readModule = moduleReader(config, nodeFileSystem);
      const tally = emptyRoundTrips();
      const step = EVERY_FILE ? 1 : Math.ceil(project.documents.size / 60);
      for (const [file, document] of [...project.documents].filter((_one, index) => index % step === 0)) {
        for (const direction of ['upgrade', 'downgrade'] as const) {
          const reading = readOperations(document.text() ?? '', direction, ONLINE, { readModule });
          const operations = reading.engines?.flatMap((engine) => engine.operations) ?? reading.operations;
          roundTrip(operations, ONLINE, `${file} ${direction}`, tally);
        }
      }
      console.log(`${name}: ${report(tally)}`);
      expect(tally.wrong.slice(0, 3).join('\n\n'), `${tally.wrong.length} differ`).toBe('');
    },
  );
});
