import { resolveRevisions } from '../revision/resolve';
import { schemaData } from '../usecases/schema/schemaData';
import { schemaText } from '../usecases/schema/schemaText';
import type { ProjectSnapshot } from '../workspace/snapshot';
import { fail, misuse } from './context';
import { type CliHost, EXIT, type ExitCode } from './host';
import type { Invocation } from './invocation';
import { replayFor } from './replay';

/** `schema [REV]`: what a database holds after an upgrade from base to a revision, without a database. */
export function printSchema(project: ProjectSnapshot, invocation: Invocation, host: CliHost): ExitCode {
  const { range: revision = 'heads', json } = invocation;
  const made = replayFor(project, invocation, host);
  if (typeof made === 'number') return made;
  const target = targetOf(project, revision);
  if (!target.ok) return target.isMany ? misuse(host, target.error) : fail(host, target.error);
  const { replay, context, engine } = made;
  const schema = replay.schemaAt(project, target.id);
  if (schema === null) return fail(host, `The revisions up to '${revision}' cannot be put in order.`);
  if (json) {
    const which = { revision: target.id, dialect: context.dialect, ...(engine !== null && { engine }) };
    const answer = { ...which, ...schemaData(schema, context) };
    host.out(`${JSON.stringify(answer)}\n`);
    return EXIT.done;
  }
  const text = schemaText(schema, context);
  host.out(text === '' ? `-- No tables at ${revision}.\n` : text);
  return EXIT.done;
}

type Target =
  { readonly ok: true; readonly id: string } | { readonly ok: false; readonly error: string; readonly isMany: boolean };

/** The revision that is meant, or `heads`. */
function targetOf({ chain }: ProjectSnapshot, revision: string): Target {
  if (revision === 'heads') return { ok: true, id: revision };
  const found = resolveRevisions(chain.map, revision);
  if (!found.ok) return { ok: false, error: found.error.message, isMany: false };
  const [one, ...more] = found.value;
  if (one === undefined || one === null || one === 'base' || more.length > 0) {
    const error = `'schema' is for one revision or 'heads', which '${revision}' is not.`;
    return { ok: false, error, isMany: true };
  }
  return { ok: true, id: one.id };
}
