import type { RunProgress } from '../engine/engine';
import { planRun } from '../usecases/planRun';
import { isIdle } from '../usecases/plannedRun';
import { type Rehearsal, copyStarts, rehearse } from '../usecases/rehearsal/rehearse';
import { rehearsalText, rehearsedChange } from '../usecases/rehearsal/rehearsalText';
import type { CopyStart } from '../usecases/rehearsal/scratch';
import { messageOf } from '../usecases/runsHost';
import type { ProjectSnapshot } from '../workspace/snapshot';
import { contextToTell, failWith, missingPython, misuse, unknownEngine } from './context';
import { type CliHost, EXIT, type ExitCode } from './host';
import type { Invocation } from './invocation';
import { lineDifference } from './lineDifference';
import { planText } from './planText';
import { whyNotConfirmed } from './run';

/** `--copy` of PostgreSQL. */
const STARTS: Readonly<Record<string, CopyStart>> = { schema: 'schema', rows: 'content' };

/** `rehearse [TARGET]`: the upgrade on a copy of the database, and what it changes there. */
export async function printRehearsal(
  project: ProjectSnapshot,
  invocation: Invocation,
  host: CliHost,
): Promise<ExitCode> {
  const { range: target = 'heads', json, copy } = invocation;
  const missing = missingPython(invocation, host) ?? unknownEngine(invocation, host);
  if (missing !== null) return missing;
  const asked = copy === undefined ? undefined : STARTS[copy];
  if (copy !== undefined && asked === undefined) {
    return misuse(host, `--copy is 'schema' (tables without rows) or 'rows', not '${copy}'.`);
  }
  const { config } = project;
  const context = contextToTell(host, invocation);
  const planned = await planRun(
    config,
    project,
    { command: 'upgrade', targets: [target], options: [] },
    context,
    host.signal,
  );
  if (!planned.ok) return failWith(host, planned.error);
  const plan = planned.value;
  host.err(planText(plan, project));
  if (isIdle(plan)) return EXIT.done;
  const starts = copyStarts(plan);
  const start = asked !== undefined && starts.includes(asked) ? asked : starts[0];
  if (start === undefined) throw new Error('there is always a copy');
  const [{ database }] = plan.databases;
  if (database.identity.dialect === 'postgresql') {
    host.err('This makes a temporary database on the same server, which is removed at the end.\n');
    const refusal = await whyNotConfirmed(plan.phrase, [database], invocation, host, 'Rehearse it?');
    if (refusal !== null) return refusal;
  }
  const progress = ({ phase, step, done, total }: RunProgress): void => {
    if (phase === 'starting') host.err(`[${done + 1}/${total}] ${step.kind} ${step.revision}\n`);
  };
  const output = (text: string): void => {
    host.err(`${text}\n`);
  };
  const signals = { cancel: host.signal, force: host.force ?? new AbortController().signal };
  const rehearsed = await rehearse(config, plan, start, context, { progress, output }, signals);
  if (!rehearsed.ok) return failWith(host, rehearsed.error);
  host.out(json ? jsonText(rehearsed.value) : plainText(rehearsed.value, project));
  const { error } = rehearsed.value;
  return error === null ? EXIT.done : failWith(host, error);
}

function plainText(rehearsal: Rehearsal, project: ProjectSnapshot): string {
  const { before, after } = rehearsedChange(rehearsal);
  const change = lineDifference('schema', before, after);
  return `${rehearsalText(rehearsal, (id) => messageOf(project, id))}\n${change === '' ? '-- The tables are as before.\n' : change}`;
}

function jsonText(rehearsal: Rehearsal): string {
  const { plan, start, lacks, steps, error, rowsAfter, left } = rehearsal;
  const answer = {
    database: plan.databases[0].database.identity.label,
    engine: plan.engine,
    copy: start,
    lacks,
    steps: steps.map(({ step, milliseconds, statements }) => ({ ...step, milliseconds, statements })),
    error,
    current: rowsAfter,
    change: rehearsedChange(rehearsal),
    left,
  };
  return `${JSON.stringify(answer)}\n`;
}
