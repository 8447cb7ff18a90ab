import type { Connection } from 'vscode-languageserver';
import {
  ListOperations,
  type RevisionSqlInfo,
  type RevisionSqlParams,
  ShowRevisionSql,
  SqlDialectsChosen,
} from '../protocol/operations';
import { revisionSqlText } from '../usecases/sql/revisionSqlText';
import { isDialectName } from '../usecases/sql/sqlOptions';
import { directionAt } from './support/directionAt';
import { guard } from './support/guard';
import { inProjects } from './support/inProjects';
import { needed } from './support/needed';
import { operationRows } from './support/operationRows';
import type { OperationsHost } from './support/operationsHost';
import { onNotification, onRequest } from './support/wire';

/** The requests about what revisions do: their SQL and their operations. Nothing is run for them. */
export function registerOperations(
  connection: Connection,
  get: () => OperationsHost | null,
  log: (message: string) => void,
): void {
  const host = needed(get);
  onRequest(
    connection,
    ShowRevisionSql,
    guard('the SQL of a revision', (params, signal) => revisionSql(host(), params, signal), log),
  );
  onRequest(
    connection,
    ListOperations,
    guard(
      'the operations of a revision',
      ({ uri }) => {
        const { snapshot, readings } = host();
        const [found] = inProjects(snapshot(), uri);
        if (found === undefined) return [];
        const { project, document } = found;
        return operationRows(document, readings.options(project, readings.dialectOf(project, null), 'online'));
      },
      log,
    ),
  );
  onNotification(connection, SqlDialectsChosen, (chosen) => {
    // The client tells what it kept: what is no dialect any more is none.
    host().readings.chosen = Object.fromEntries(Object.entries(chosen).filter(([, name]) => isDialectName(name)));
  });
}

/** Of a file that is a revision of several projects the first one counts. */
async function revisionSql(
  { snapshot, readings }: OperationsHost,
  { uri, position, direction, otherwise }: RevisionSqlParams,
  signal: AbortSignal,
): Promise<RevisionSqlInfo | null> {
  const [found] = inProjects(snapshot(), uri);
  if (found === undefined) return null;
  const { project, document } = found;
  const at = position === undefined ? null : directionAt(document, position);
  const way = direction ?? at ?? otherwise ?? 'upgrade';
  return {
    projectId: project.config.id,
    id: document.script?.id ?? '',
    dialect: readings.dialectOf(project, null),
    direction: way,
    at,
    text: await revisionSqlText({ project, document, direction: way }, readings, signal),
  };
}
