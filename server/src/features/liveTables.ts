import type { Connection } from 'vscode-languageserver';
import { ListLiveTables, ShowLiveTable } from '../protocol/liveTables';
import type { EngineContext } from '../usecases/engineContext';
import { failed, failureOf, PROJECT_GONE } from '../usecases/failures';
import { LiveTables } from '../usecases/schema/liveTables';
import type { ProjectReadings } from '../usecases/schema/projectReadings';
import type { ProjectSnapshot } from '../workspace/snapshot';
import { guard } from './support/guard';
import { needed } from './support/needed';
import { onRequest } from './support/wire';

export interface LiveTablesHost {
  readonly project: (id: string) => ProjectSnapshot | undefined;
  readonly context: (project: ProjectSnapshot) => EngineContext;
  readonly readings: ProjectReadings;
}

/** The requests about what databases hold. A database is opened when its tables are asked for, and only then. */
export function registerLiveTables(
  connection: Connection,
  get: () => LiveTablesHost | null,
  log: (message: string) => void,
): void {
  const host = needed(get);
  const tables = new LiveTables();
  onRequest(
    connection,
    ListLiveTables,
    guard(
      'the tables of a database',
      async ({ projectId }, signal) => {
        const { project: find, context, readings } = host();
        const project = find(projectId);
        if (project === undefined) return failed(PROJECT_GONE);
        const listed = await tables.list(project, { engine: context(project), readings }, signal);
        return listed.ok ? { ok: true, databases: listed.value } : failed(failureOf(listed.error));
      },
      log,
    ),
  );
  onRequest(
    connection,
    ShowLiveTable,
    guard(
      'a table of a database',
      ({ projectId, database, table }) => {
        const rows = tables.table(projectId, database, table);
        return rows === null ? failed({ code: 'notListed', message: NOT_LISTED }) : { ok: true, rows };
      },
      log,
    ),
  );
}

const NOT_LISTED = 'The table is not among those that were read. Read the tables again.';
