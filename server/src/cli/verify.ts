import { resolveRevisions } from '../revision/resolve';
import { asRevision } from '../revision/traverse';
import { err, ok, type Result } from '../common/result';
import { allChecks } from '../usecases/rehearsal/allChecks';
import type { CheckInfo } from '../protocol/rehearsal';
import { needsDatabase, type Verdict, verify } from '../usecases/rehearsal/verify';
import { requiredPhrase } from '../usecases/protection';
import { copySource } from '../usecases/rehearsal/copySource';
import type { ProjectSnapshot } from '../workspace/snapshot';
import { contextToTell, fail, failWith, missingPython, unknownEngine } from './context';
import { type CliHost, EXIT, type ExitCode } from './host';
import type { Invocation } from './invocation';
import { lineDifference } from './lineDifference';
import { whyNotConfirmed } from './run';

/** `verify [REV]`: one head, an upgrade from base, and the round trip of each revision, on databases made for it. */
export async function printVerification(
  project: ProjectSnapshot,
  invocation: Invocation,
  host: CliHost,
): Promise<ExitCode> {
  const missing = missingPython(invocation, host) ?? unknownEngine(invocation, host);
  if (missing !== null) return missing;
  const checks = checksFor(project, invocation.range);
  if (!checks.ok) return fail(host, checks.error);
  const context = contextToTell(host, invocation);
  const found: { check: CheckInfo; verdict: Verdict }[] = [];
  const listener = {
    started: () => undefined,
    done: (check: CheckInfo, verdict: Verdict) => {
      found.push({ check, verdict });
      if (!invocation.json) host.out(verdictText(check, verdict));
    },
    output: () => undefined,
  };
  const source = checks.value.some(needsDatabase) ? await copySource(project.config, context, host.signal) : null;
  if (source?.ok === false) return failWith(host, source.error);
  if (source?.value.dialect === 'postgresql') {
    host.err('This makes temporary databases on the server of the database, which are removed at the end.\n');
    const phrase = requiredPhrase([source.value], context.protection);
    const refusal = await whyNotConfirmed(phrase, [source.value], invocation, host, 'Verify it?');
    if (refusal !== null) return refusal;
  }
  const signals = { cancel: host.signal, force: host.force ?? new AbortController().signal };
  const stopped = await verify(
    project.config,
    project,
    checks.value,
    source?.value ?? null,
    context,
    listener,
    signals,
  );
  const count = (kind: Verdict['kind']): number => found.filter(({ verdict }) => verdict.kind === kind).length;
  if (invocation.json) host.out(`${JSON.stringify(found.map(({ check, verdict }) => ({ ...check, verdict })))}\n`);
  else host.out(`${count('passed')} passed, ${count('failed')} failed, ${count('skipped')} skipped\n`);
  if (stopped !== null) return failWith(host, stopped);
  return count('failed') === 0 ? EXIT.done : EXIT.failed;
}

function checksFor(project: ProjectSnapshot, revision: string | undefined): Result<readonly CheckInfo[], string> {
  if (revision === undefined) return ok(allChecks(project));
  const found = resolveRevisions(project.chain.map, revision);
  if (!found.ok) return err(found.error.message);
  const revisions = found.value.filter((one) => one !== null && one !== 'base').map(asRevision);
  return ok(revisions.map(({ id }): CheckInfo => ({ kind: 'roundTrip', revision: id })));
}

const MARKS: Readonly<Record<Verdict['kind'], string>> = { passed: 'ok', failed: 'FAILED', skipped: 'skipped' };

function verdictText(check: CheckInfo, verdict: Verdict): string {
  const line = `${MARKS[verdict.kind]}  ${nameOf(check)}`;
  switch (verdict.kind) {
    case 'passed':
      return `${line}\n`;
    case 'skipped':
      return `${line}: ${verdict.reason}\n`;
    case 'failed': {
      const { before = '', after = '', error } = verdict;
      return `${line}: ${error.message}\n${lineDifference('schema', before, after)}`;
    }
  }
}

function nameOf(check: CheckInfo): string {
  switch (check.kind) {
    case 'singleHead':
      return 'single head';
    case 'upgradeFromBase':
      return 'upgrade from base';
    case 'roundTrip':
      return `round trip of ${check.revision}`;
  }
}
