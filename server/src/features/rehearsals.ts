import type { Connection } from 'vscode-languageserver';
import { PlanVerification, Rehearse, Verify, VerifyProgressType } from '../protocol/rehearsal';
import type { ProjectRehearsals } from '../usecases/rehearsal/projectRehearsals';
import { guard } from './support/guard';
import { needed } from './support/needed';
import { onRequest, sendProgress } from './support/wire';

/** The requests that try something on databases made for it. */
export function registerRehearsals(
  connection: Connection,
  get: () => ProjectRehearsals | null,
  log: (message: string) => void,
): void {
  const rehearsals = needed(get);
  onRequest(
    connection,
    Rehearse,
    guard('a rehearsal', (params, signal) => rehearsals().rehearse(params, signal), log),
  );
  onRequest(
    connection,
    PlanVerification,
    guard('planning a verification', (params, signal) => rehearsals().planVerification(params, signal), log),
  );
  onRequest(
    connection,
    Verify,
    guard(
      'a verification',
      (params, signal) =>
        rehearsals().verify(
          params,
          (progress) => {
            sendProgress(connection, VerifyProgressType, params.token, progress);
          },
          signal,
        ),
      log,
    ),
  );
}
