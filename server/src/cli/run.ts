import type { DatabaseIdentity, RunProgress, WritingCommand } from '../engine/engine';
import { argumentsOf, type Command } from '../usecases/commands/readCommand';
import { executeRun } from '../usecases/executeRun';
import { planRun } from '../usecases/planRun';
import { isIdle } from '../usecases/plannedRun';
import type { ProjectSnapshot } from '../workspace/snapshot';
import { contextOf, failWith, missingPython, misuse, unknownEngine } from './context';
import { type CliHost, EXIT, type ExitCode } from './host';
import type { Invocation } from './invocation';
import { withOptionNames } from './optionNames';
import { planText, rowsText, whatForceLeaves } from './planText';

/** The command when it writes to a database: null for what only prints SQL. */
export function writingCommand({ name, flags }: Command): WritingCommand | null {
  if (flags.has('sql')) return null;
  return name === 'upgrade' || name === 'downgrade' || name === 'stamp' || name === 'ensure_version' ? name : null;
}

/** Shows what will happen to which database, asks, runs it, and says what came of it. */
export async function run(
  project: ProjectSnapshot,
  name: WritingCommand,
  command: Command,
  invocation: Invocation,
  host: CliHost,
): Promise<ExitCode> {
  const { config } = project;
  const missing = missingPython(invocation, host) ?? unknownEngine(invocation, host);
  if (missing !== null) return missing;
  // env.py runs once to plan, once to migrate, and maybe once more to read: what it says is shown once, unless it fails.
  let aside: string[] = [];
  const context = contextOf(host, invocation, (text) => aside.push(text));
  const tellAside = (): void => {
    for (const text of aside) host.err(`${text}\n`);
  };
  const options = argumentsOf({ ...command, words: [] }).slice(1);
  const planned = await planRun(
    config,
    project,
    { command: name, targets: command.words, options },
    context,
    host.signal,
  );
  if (!planned.ok) {
    tellAside();
    return failWith(host, planned.error);
  }
  aside = [];
  const plan = planned.value;
  // Whoever is asked sees what about, also where answers are not printed.
  const mustAsk = invocation.confirm === undefined && !(plan.phrase === null && invocation.yes);
  (invocation.quiet && mustAsk && !isIdle(plan) ? host.err : host.out)(planText(plan, project));
  if (isIdle(plan)) return EXIT.done;
  const opened = plan.databases.map(({ database }) => database);
  const refusal = await whyNotConfirmed(plan.phrase, opened, invocation, host);
  if (refusal !== null) return refusal;
  const progress = ({ phase, step, done, total }: RunProgress): void => {
    if (phase === 'starting') host.out(`[${done + 1}/${total}] ${step.kind} ${step.revision}\n`);
  };
  const force = host.force ?? new AbortController().signal;
  const tellCancel = (): void => {
    host.err('The run is asked to end; the step it is at may take its time. Ctrl+C again ends it by force.\n');
  };
  const tellForce = (): void => {
    host.err(`The run is ended by force. ${whatForceLeaves(plan)}\n`);
  };
  host.signal.addEventListener('abort', tellCancel, { once: true });
  force.addEventListener('abort', tellForce, { once: true });
  const { state, error } = await executeRun(
    config,
    plan,
    context,
    {
      progress,
      output: (text) => {
        host.err(`${text}\n`);
      },
    },
    { cancel: host.signal, force },
  ).finally(() => {
    host.signal.removeEventListener('abort', tellCancel);
    force.removeEventListener('abort', tellForce);
  });
  if (state.kind === 'known') {
    for (const { identity, rows } of state.databases) {
      const which = state.databases.length === 1 ? 'The database' : identity.label;
      host.out(`${which} is now at ${rowsText(rows)}.\n`);
    }
  } else {
    tellAside();
    host.err(`What the database is at now could not be read: ${withOptionNames(state.error.message)}\n`);
  }
  return error === null ? EXIT.done : failWith(host, error);
}

/**
 * Asks, where the arguments do not answer already; null when it may begin.
 * @param phrase What has to be typed, because a database is protected; null: nothing.
 */
export async function whyNotConfirmed(
  phrase: string | null,
  databases: readonly { readonly identity: DatabaseIdentity }[],
  invocation: Invocation,
  host: CliHost,
  question = 'Run it?',
): Promise<ExitCode | null> {
  const names = phrase === null ? databases.map(({ identity }) => identity.label) : [phrase];
  const { confirm } = invocation;
  if (confirm !== undefined) {
    if (names.includes(confirm)) return null;
    return misuse(host, `--confirm names ${confirm}, but the database is ${names.join(', ')}. Nothing was run.`);
  }
  if (phrase === null && invocation.yes) return null;
  if (host.ask === null) {
    const option = phrase === null ? '--yes to run it without a question' : `--confirm ${phrase}`;
    const why = phrase === null ? 'nobody is at the terminal to confirm it' : `${phrase} is a protected database`;
    host.err(`Nothing was run: ${why}. Add ${option}.\n`);
    return EXIT.usage;
  }
  const answer = await host.ask(
    phrase === null ? `${question} [y/N] ` : `This database is protected. Type ${phrase} to run it: `,
  );
  if (phrase === null ? /^y(es)?$/i.test(answer.trim()) : answer.trim() === phrase) return null;
  host.err('Nothing was run.\n');
  return EXIT.usage;
}
