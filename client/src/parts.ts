import type * as vscode from 'vscode';
import type { LanguageServer } from './languageServer';
import type { Projects } from './projects';

/** What the registrations of the extension share. */
export interface Parts {
  readonly context: vscode.ExtensionContext;
  readonly log: vscode.LogOutputChannel;
  readonly server: LanguageServer;
  readonly projects: Projects;
}
