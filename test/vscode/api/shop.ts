import { equal, ok } from 'node:assert/strict';
import * as vscode from 'vscode';
import type { ApiTest } from '../../support/editor/apiTests';

/** The extension as the registry of the running editor knows it. */
function extension(): vscode.Extension<unknown> {
  const found = vscode.extensions.getExtension('alembic-workbench.alembic-workbench');
  ok(found, 'the editor does not know the extension');
  return found;
}

/** Tests over a copy of examples/shop. */
export const shop: readonly ApiTest[] = [
  {
    name: 'the extension is known to the editor and activates',
    async run() {
      await extension().activate();
      equal(extension().isActive, true);
    },
  },
];
