import { pathToUri } from '../common/fileUri';
import type { EngineError } from '../engine/engine';
import type { Failure } from '../protocol/data';
import type { ProjectSnapshot } from '../workspace/snapshot';

/** Said to a request about a project that has vanished since it was shown. */
export const PROJECT_GONE: Failure = {
  code: 'projectGone',
  message: 'The project is not there any more. Look at the revisions again.',
};

/** The answer to a request that was not done. */
export function failed(failure: Failure): { readonly ok: false; readonly failure: Failure } {
  return { ok: false, failure };
}

/** Why an engine failed, as the client is told. */
export function failureOf({ code, message, details, place, stayed, install }: EngineError): Failure {
  const stayedText = stayed === undefined ? [] : [`Stayed in the database:\n${stayed.statements.join(';\n')};`];
  const parts = [...(details === undefined ? [] : [details]), ...stayedText];
  return {
    code,
    message,
    ...(parts.length > 0 && { details: parts.join('\n') }),
    ...(install !== undefined && { install }),
    ...(place !== undefined && { place: { uri: pathToUri(place.file), line: place.line } }),
  };
}

/** A project has one run at a time. */
export function busy({ config }: ProjectSnapshot): Failure {
  const message = `Another run of ${config.name} has not ended yet. Wait for it, or cancel it.`;
  return { code: 'busy', message };
}
