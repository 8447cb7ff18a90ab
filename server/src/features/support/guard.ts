import { type CancellationToken, LSPErrorCodes, ResponseError } from 'vscode-languageserver';

/**
 * The one wrapper of every request: its token becomes a signal, an abort becomes "cancelled", and a bug is logged once
 * and becomes an error response, so that the server goes on.
 */
export function guard<Params, Answer>(
  name: string,
  answer: (params: Params, signal: AbortSignal) => Answer | Promise<Answer>,
  log: (message: string) => void,
): (params: Params, token: CancellationToken) => Promise<Answer | ResponseError> {
  return async (params, token) => {
    const controller = new AbortController();
    const listener = token.onCancellationRequested(() => {
      controller.abort();
    });
    if (token.isCancellationRequested) controller.abort();
    try {
      controller.signal.throwIfAborted();
      return await answer(params, controller.signal);
    } catch (error) {
      if (controller.signal.aborted) return new ResponseError(LSPErrorCodes.RequestCancelled, `${name} was cancelled`);
      const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
      log(`${name}: ${text}`);
      return new ResponseError(LSPErrorCodes.RequestFailed, `Alembic Workbench could not answer ${name}; see its log.`);
    } finally {
      listener.dispose();
    }
  };
}
