import { ok } from 'node:assert/strict';
import * as vscode from 'vscode';
import type { ApiTest, Figures } from '../../support/editor/apiTests';
import { extension, open, until } from './support';

interface Mark {
  readonly name: string;
  readonly startTime: number;
}

/** Where VS Code's own code keeps the marks of its process, for its startup statistics (vs/base/common/performance.ts). */
interface WithMarks {
  readonly MonacoPerformanceMarks?: { getMarks(): readonly Mark[] };
}

/** When the extension host came to a point of our activation, in milliseconds. */
function mark(point: string): number {
  const marks = (globalThis as WithMarks).MonacoPerformanceMarks?.getMarks() ?? [];
  const name = `code/extHost/${point}/${extension().id}`;
  const found = marks.find((one) => one.name === name);
  ok(found, `the editor marks no ${point}; it has ${marks.map((one) => one.name).join(', ')}`);
  return found.startTime;
}

/** Measures how the extension comes up in a folder with a project; part of the bench, not of the tests. */
export const activation: readonly ApiTest[] = [
  {
    name: 'activation',
    async run(): Promise<Figures> {
      await until('activation', () => extension().isActive, Boolean);
      const editor = await open('**/*_create_products.py');
      await until(
        'lenses',
        () => vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', editor.document.uri),
        (lenses) => lenses.length > 0,
      );
      const sinceBegin = Date.now() - mark('willLoadExtensionCode');
      ok(sinceBegin < 60_000, 'the marks are no times of day');
      return {
        'loading its code': mark('didLoadExtensionCode') - mark('willLoadExtensionCode'),
        'activate()': mark('didActivateExtension') - mark('willActivateExtension'),
        'first lenses': sinceBegin,
      };
    },
  },
];
