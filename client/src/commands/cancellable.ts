import * as vscode from 'vscode';

/** Does work below a notification that can cancel it. Undefined: the user has. */
export async function cancellable<T>(
  title: string,
  work: (token: vscode.CancellationToken, progress: vscode.Progress<{ message: string }>) => Promise<T>,
): Promise<T | undefined> {
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  return vscode.window.withProgress(options, async (progress, token) => {
    try {
      return await work(token, progress);
    } catch (error) {
      if (token.isCancellationRequested) return undefined;
      throw error;
    }
  });
}
