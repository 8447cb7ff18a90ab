import * as vscode from 'vscode';
import type { ProjectInfo } from '../../../server/src/protocol/data';
import {
  type HistoryTable,
  ListHistoryTables,
  ListTouching,
  type TouchingParams,
  type TouchingRow,
} from '../../../server/src/protocol/operations';
import type { Parts } from '../parts';
import type { CommandArguments } from './arguments';
import { showFailure, unexpected } from './failure';
import { pickProject } from './pickProject';
import { BACK, type Choice, pickOne } from './quickInput';
import { openFile } from './revisions';
import { runningServer } from './runningServer';
import { shortId } from '../tree/shortId';

const WHAT = 'Show Revisions That Touched';

type Target = Pick<TouchingParams, 'table' | 'column'>;

/**
 * The revisions that touched a table or column, the newest first; the one picked is opened at that place.
 * @returns its path; undefined: none was opened.
 */
export async function showTouching(parts: Parts, given: CommandArguments): Promise<string | undefined> {
  const project = await pickProject(parts, given);
  const client = project && (await runningServer(parts, WHAT));
  if (project === undefined || client === undefined) return undefined;
  const { id: projectId } = project;
  try {
    const { table, column } = given;
    const target =
      table === undefined
        ? await pickTarget(project, await client.sendRequest(ListHistoryTables, { projectId }))
        : { table, ...(column !== undefined && { column }) };
    if (target === undefined) return undefined;
    const found = await client.sendRequest(ListTouching, { projectId, ...target });
    const row = await pickRow(nameOf(target), found);
    return row && (await openFile(parts, { uri: row.uri, line: row.line }));
  } catch (error) {
    await showFailure(parts, WHAT, unexpected(error));
    return undefined;
  }
}

async function pickTarget({ name }: ProjectInfo, tables: readonly HistoryTable[]): Promise<Target | undefined> {
  if (tables.length === 0) {
    void vscode.window.showInformationMessage(`No revision of ${name} makes a table, as far as that is known.`);
    return undefined;
  }
  const choices = tables.flatMap(({ name: table, columns }): Choice<Target>[] => [
    { label: `$(table) ${table}`, value: { table } },
    ...columns.map((column) => ({ label: `$(symbol-field) ${table}.${column}`, value: { table, column } })),
  ]);
  const picked = await pickOne(
    { title: WHAT, back: false },
    { choices, placeholder: 'A table, or one of its columns' },
  );
  return picked === BACK ? undefined : picked;
}

async function pickRow(name: string, found: readonly TouchingRow[]): Promise<TouchingRow | undefined> {
  if (found.length === 0) {
    void vscode.window.showInformationMessage(`No revision touches ${name}, as far as that is known.`);
    return undefined;
  }
  const choices = found.map((row): Choice<TouchingRow> => {
    const { id, message, labels, perhaps } = row;
    const first = message.split('\n')[0]?.trim() ?? '';
    return {
      label: `${perhaps === undefined ? '$(git-commit)' : '$(question)'} ${first === '' ? id : first}`,
      description: shortId(id),
      detail: perhaps === undefined ? labels.join(', ') : `perhaps: ${perhaps}`,
      value: row,
    };
  });
  const title = `Revisions That Touched ${name}`;
  const picked = await pickOne({ title, back: false }, { choices, placeholder: 'Opens the revision there' });
  return picked === BACK ? undefined : picked;
}

function nameOf({ table, column }: Target): string {
  return column === undefined ? table : `${table}.${column}`;
}
