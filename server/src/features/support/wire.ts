import type { CancellationToken, Connection } from 'vscode-languageserver';
import type {
  NotificationType,
  NotificationType0,
  ProgressToken,
  ProgressType,
  RequestType,
  RequestType0,
} from 'vscode-jsonrpc';

// The types of our protocol are of the vscode-jsonrpc the client has; the server's LSP library brings an older one of its
// own. What they share is the method's name, so that is what goes to the library.

export function onRequest<Params, Answer>(
  connection: Connection,
  type: RequestType<Params, Answer, void>,
  handler: (params: Params, token: CancellationToken) => Promise<unknown>,
): void {
  connection.onRequest(type.method, handler);
}

export function onRequest0<Answer>(
  connection: Connection,
  type: RequestType0<Answer, void>,
  handler: (params: undefined, token: CancellationToken) => Promise<unknown>,
): void {
  connection.onRequest(type.method, (...received: readonly unknown[]) =>
    // Without parameters the token comes first; some clients send empty ones.
    handler(undefined, received.at(-1) as CancellationToken),
  );
}

export function onNotification<Params>(
  connection: Connection,
  type: NotificationType<Params>,
  handler: (params: Params) => void,
): void {
  connection.onNotification(type.method, handler);
}

export function onNotification0(connection: Connection, type: NotificationType0, handler: () => void): void {
  connection.onNotification(type.method, handler);
}

export function notify<Params>(connection: Connection, type: NotificationType<Params>, params: Params): void {
  void connection.sendNotification(type.method, params);
}

export function notify0(connection: Connection, type: NotificationType0): void {
  void connection.sendNotification(type.method);
}

export function sendProgress<Value>(
  connection: Connection,
  _type: ProgressType<Value>,
  token: ProgressToken,
  value: Value,
): void {
  void connection.sendNotification('$/progress', { token, value });
}
