import * as vscode from 'vscode';
import type { SqlDialectName } from '../../../server/src/protocol/operations';
import type { Parts } from '../parts';
import { tellDialects } from './chosenDialects';
import { SCHEMA_SCHEME, SchemaDocuments } from './schemaDocuments';
import { SQL_SCHEME, SqlPreview } from './sqlPreview';

/** Dialects as their makers write them. */
export const DIALECT_TITLES: Readonly<Record<SqlDialectName, string>> = {
  postgresql: 'PostgreSQL',
  sqlite: 'SQLite',
  mysql: 'MySQL',
};

/** The documents that show SQL. */
export interface SqlDocuments {
  readonly preview: SqlPreview;
  readonly schemas: SchemaDocuments;
}

/** The documents with the SQL of a revision and with schemas, and the dialect they are written for in the status bar. */
export function registerSqlDocuments(parts: Parts): SqlDocuments {
  const preview = new SqlPreview(parts);
  const schemas = new SchemaDocuments(parts);
  const item = vscode.window.createStatusBarItem('alembicWorkbench.sqlDialect', vscode.StatusBarAlignment.Right, 0);
  item.name = 'SQL Dialect of Revisions';
  item.command = { title: 'Select SQL Dialect…', command: 'alembicWorkbench.selectSqlDialect' };
  parts.context.subscriptions.push(
    preview,
    schemas,
    item,
    tellDialects(parts),
    vscode.workspace.registerTextDocumentContentProvider(SQL_SCHEME, preview),
    vscode.workspace.registerTextDocumentContentProvider(SCHEMA_SCHEME, schemas),
    vscode.workspace.onDidCloseTextDocument((document) => {
      preview.closed(document);
    }),
    preview.onDidAnswer((answer) => {
      if (answer === undefined) {
        item.hide();
        return;
      }
      item.text = `$(database) ${DIALECT_TITLES[answer.dialect]}`;
      item.tooltip = 'The dialect that the SQL of revisions is shown for. Click to select another.';
      item.accessibilityInformation = {
        label: `SQL of revisions is shown for ${DIALECT_TITLES[answer.dialect]}`,
        role: 'button',
      };
      item.show();
    }),
  );
  return { preview, schemas };
}
