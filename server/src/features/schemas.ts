import type { Connection } from 'vscode-languageserver';
import { pathToUri } from '../common/fileUri';
import { LineIndex } from '../common/lineIndex';
import { operationLabel } from '../operations/operationWords';
import {
  type HistoryTable,
  ListHistoryTables,
  ListTouching,
  ShowSchema,
  type TouchingRow,
} from '../protocol/operations';
import { failed, PROJECT_GONE } from '../usecases/failures';
import { calledLater } from '../usecases/schema/calledLater';
import { historiesOf, keyOfShown, projectSchema, tablesOf } from '../usecases/schema/projectSchema';
import { shownKey } from '../usecases/schema/schemaText';
import { touchedBy, type TouchingRevision } from '../usecases/schema/touched';
import type { ProjectSnapshot } from '../workspace/snapshot';
import { guard } from './support/guard';
import { needed } from './support/needed';
import type { OperationsHost } from './support/operationsHost';
import { onRequest } from './support/wire';

/** The requests about the schemas that revisions leave, and who touched what of them. Nothing is run for them. */
export function registerSchemas(
  connection: Connection,
  get: () => OperationsHost | null,
  log: (message: string) => void,
): void {
  const host = needed(get);
  const projectOf = (id: string): ProjectSnapshot | undefined =>
    host()
      .snapshot()
      .projects.find(({ config }) => config.id === id);
  onRequest(
    connection,
    ShowSchema,
    guard(
      'a schema',
      async ({ projectId, revision }, signal) => {
        const project = projectOf(projectId);
        if (project === undefined) return failed(PROJECT_GONE);
        const text = await projectSchema(project, revision, host().readings, signal);
        return text.ok ? { ok: true, text: text.value } : failed({ code: 'noSchema', message: text.error });
      },
      log,
    ),
  );
  onRequest(
    connection,
    ListHistoryTables,
    guard(
      'the tables of the revisions',
      ({ projectId }, signal) => historyTables(projectOf(projectId), host(), signal),
      log,
    ),
  );
  onRequest(
    connection,
    ListTouching,
    guard(
      'the revisions that touched a table',
      ({ projectId, table, column }, signal) => touching(projectOf(projectId), table, column ?? null, host(), signal),
      log,
    ),
  );
}

async function historyTables(
  project: ProjectSnapshot | undefined,
  { readings }: OperationsHost,
  signal: AbortSignal,
): Promise<readonly HistoryTable[]> {
  const histories = project && (await historiesOf(project, 'heads', readings, signal));
  const found = new Map<string, Set<string>>();
  for (const { replayed } of histories ?? []) {
    for (const [key, columns] of tablesOf(replayed)) {
      found.set(shownKey(key), new Set([...(found.get(shownKey(key)) ?? []), ...columns]));
    }
  }
  return [...found]
    .map(([name, columns]) => ({ name, columns: [...columns].sort() }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

async function touching(
  project: ProjectSnapshot | undefined,
  shown: string,
  column: string | null,
  { readings }: OperationsHost,
  signal: AbortSignal,
): Promise<readonly TouchingRow[]> {
  const histories = project && (await historiesOf(project, 'heads', readings, signal));
  return (histories ?? []).flatMap(({ replayed }) => {
    const key = keyOfShown(tablesOf(replayed).keys(), shown);
    if (key === undefined) return [];
    const [table = '', schema = null] = key.split('\0').toReversed();
    // Under the name it has at last: what has it no more was renamed since, or dropped.
    const since = replayed.findLastIndex(({ after }) => after.tables.has(key)) + 1;
    return touchedBy(replayed, calledLater(replayed.slice(since), { table, schema, column })).map(rowOf);
  });
}

function rowOf({ id, document, touches }: TouchingRevision): TouchingRow {
  const sure = touches.filter(({ perhaps }) => perhaps === null);
  const reasons = new Set(touches.flatMap(({ perhaps }) => perhaps ?? []));
  const [first] = sure.length > 0 ? sure : touches;
  return {
    id,
    message: document.script?.message ?? '',
    uri: pathToUri(document.path),
    line: new LineIndex(document.text() ?? '').position(first?.place.from ?? 0).line,
    labels: [...new Set(sure.map(({ operation }) => operationLabel(operation)))],
    ...(sure.length === 0 && { perhaps: [...reasons].join(' ') }),
  };
}
