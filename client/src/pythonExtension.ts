import * as vscode from 'vscode';

/** The part of the Python extension's API that we use (its `environments` namespace). */
interface Environments {
  getActiveEnvironmentPath(resource?: vscode.Uri): { readonly path: string };
  resolveEnvironment(path: {
    readonly path: string;
  }): Promise<{ readonly executable: { readonly uri: vscode.Uri | undefined } } | undefined>;
  onDidChangeActiveEnvironmentPath: vscode.Event<unknown>;
}

/** The interpreters that the Python extension has chosen. Without that extension there are none. */
export interface PythonExtension {
  /** By workspace folder URI. */
  interpreters(): Promise<Record<string, string>>;
  onDidChange(listener: () => void | Promise<void>): vscode.Disposable;
}

/** Waits for the Python extension where it is installed; a fault of it is logged and counts as its absence. */
export async function pythonExtension(log: vscode.LogOutputChannel): Promise<PythonExtension> {
  const environments = await environmentsOf(log);
  return {
    async interpreters() {
      if (environments === undefined) return {};
      const found = (vscode.workspace.workspaceFolders ?? []).map(async ({ uri }) => {
        const chosen = environments.getActiveEnvironmentPath(uri);
        // The path may be that of an environment's folder: only the resolved one is surely a program.
        const resolved = await environments.resolveEnvironment(chosen);
        const path = resolved?.executable.uri?.fsPath;
        return path === undefined ? [] : [[uri.toString(), path] as const];
      });
      try {
        return Object.fromEntries((await Promise.all(found)).flat());
      } catch (error) {
        log.warn(`The Python extension did not say which interpreter it uses: ${String(error)}`);
        return {};
      }
    },
    onDidChange: (listener) =>
      environments?.onDidChangeActiveEnvironmentPath(listener) ?? new vscode.Disposable(() => undefined),
  };
}

async function environmentsOf(log: vscode.LogOutputChannel): Promise<Environments | undefined> {
  const extension = vscode.extensions.getExtension<{ readonly environments?: Environments } | undefined>(
    'ms-python.python',
  );
  if (extension === undefined) return undefined;
  try {
    return (await extension.activate())?.environments;
  } catch (error) {
    log.warn(`The Python extension did not start: ${String(error)}`);
    return undefined;
  }
}
