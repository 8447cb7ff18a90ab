import { afterAll, beforeAll, expect, it } from 'vitest';
import type { RunnerClient } from '../../../server/src/engine/runnerClient';
import type { NativeProgram } from '../../../server/src/engine/native/program';
import { AlembicProject } from '../support/alembicProject';
import { onlyCancel, startRunner } from '../support/engines';
import { versionRows } from '../support/versionTable';
import { PLAIN_ENVIRONMENT } from './nativeRun';

const REVISIONS = 200;
/** Long enough to be cancelled in, all of them together. */
const SLOW = 'WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000) SELECT max(i) FROM n';

let runner: RunnerClient;
beforeAll(async () => {
  runner = await startRunner();
});
afterAll(() => {
  runner.dispose();
});

function program(): NativeProgram {
  const ids = Array.from({ length: REVISIONS }, (_, index) => `r${index}`);
  return {
    dialect: 'sqlite',
    versionTable: PLAIN_ENVIRONMENT.versionTable,
    rows: [],
    purge: false,
    transactions: ids.map((id, index) => {
      const from = ids[index - 1];
      return {
        steps: [
          {
            step: { kind: 'upgrade', revision: id },
            log: `upgrade ${from ?? ''} -> ${id}`,
            file: null,
            actions: [{ kind: 'statement', sql: SLOW, line: 0 }],
            changes: [from === undefined ? { kind: 'insert', id } : { kind: 'update', from, to: id }],
            rowsAfter: [id],
            checksReferences: false,
          },
        ],
      };
    }),
  };
}

it('a run on SQLite hears between its revisions that it is cancelled', async () => {
  const project = new AlembicProject('sqlite:///shop.db');
  try {
    const cancel = new AbortController();
    const { versionTable } = PLAIN_ENVIRONMENT;
    const place = { url: 'sqlite:///shop.db', workingDirectory: project.root, versionTable, environment: {} };
    const told: string[] = [];
    const report = await runner.migrate(
      { ...place, program: program(), lockTimeout: 0 },
      {
        output: (text) => {
          told.push(text);
          cancel.abort();
        },
        progress: () => undefined,
      },
      onlyCancel(cancel.signal),
    );
    expect(report.error?.code).toBe('cancelled');
    expect(report.done).toBe(told.length);
    expect(report.done).toBeLessThan(REVISIONS);
    expect(versionRows(`${project.root}/shop.db`)).toEqual([`r${report.done - 1}`]);
  } finally {
    project.remove();
  }
});
