import { resolveRevisions } from '../revision/resolve';
import { whyNotLoaded, whyRefused } from '../usecases/commands/chainAnswer';
import { generateDowngrade, type GeneratedDowngrade } from '../usecases/schema/generateDowngrade';
import type { ProjectSnapshot } from '../workspace/snapshot';
import { readText } from '../project/textFile';
import { writeBody } from '../python/write/body';
import { fail, misuse } from './context';
import { dialectFor, likelyDialect, readingsFor } from './dialect';
import { type CliHost, EXIT, type ExitCode } from './host';
import type { Invocation } from './invocation';
import { shownPath, writeChange } from './writeChange';

/** `reverse REV`: the downgrade that undoes a revision's upgrade; with --write it is put into the file. */
export async function printReverse(project: ProjectSnapshot, invocation: Invocation, host: CliHost): Promise<ExitCode> {
  const { range: revision, json, write, irreversible = 'comment' } = invocation;
  if (revision === undefined)
    return misuse(host, "'reverse' needs a revision: an id, 'head', or any other identifier.");
  if (irreversible !== 'comment' && irreversible !== 'raise') {
    return misuse(host, `--irreversible is 'comment' or 'raise', not '${irreversible}'.`);
  }
  const broken = whyRefused(project, host.fs) ?? whyNotLoaded(project);
  if (broken !== null) return fail(host, broken);
  const found = resolveRevisions(project.chain.map, revision);
  if (!found.ok) return fail(host, found.error.message);
  const [one, ...more] = found.value;
  if (one === undefined || one === null || one === 'base' || more.length > 0) {
    return misuse(host, `'reverse' is for one revision, which '${revision}' is not.`);
  }
  const dialect = dialectFor(likelyDialect(project, invocation, host), invocation, host);
  if (dialect === null) return EXIT.usage;
  const readings = readingsFor(project, { ...invocation, dialect }, host);
  const generated = generateDowngrade(project, one.id, { readings, irreversible });
  if (!generated.ok) {
    if (json) host.out(`${JSON.stringify({ id: one.id, ok: false, reason: generated.error })}\n`);
    return json ? EXIT.failed : fail(host, `There is no downgrade: ${generated.error}`);
  }
  if (json) host.out(`${JSON.stringify({ id: one.id, ok: true, ...answerOf(generated.value, host) })}\n`);
  else if (!write) host.out(shown(generated.value));
  tell(generated.value, host);
  return write ? writeFile(generated.value, invocation, host) : EXIT.done;
}

function answerOf({ file, functions, imports, notUndone, notes }: GeneratedDowngrade, host: CliHost): object {
  return {
    file: shownPath(file, host),
    functions: functions.map(({ name, lines }) => ({ name, body: lines.join('\n') })),
    imports,
    notUndone: notUndone.map(({ reason, line }) => ({ reason, line: line + 1 })),
    notes,
  };
}

/** Functions as they stand in a file, behind the imports that it lacks. */
function shown({ functions, imports }: GeneratedDowngrade): string {
  const head = imports.length === 0 ? '' : `${imports.join('\n')}\n\n\n`;
  return head + functions.map(({ name, lines }) => `def ${name}() -> None:\n${writeBody(lines)}\n`).join('\n\n');
}

function tell({ file, notUndone, notes }: GeneratedDowngrade, host: CliHost): void {
  for (const note of notes) host.err(`note: ${note}\n`);
  for (const { reason, line } of notUndone) {
    host.err(`note: ${shownPath(file, host)}:${line + 1}: not undone: ${reason}\n`);
  }
}

async function writeFile(
  { file, before, text: after }: GeneratedDowngrade,
  { yes }: Pick<Invocation, 'yes'>,
  host: CliHost,
): Promise<ExitCode> {
  if (before === after) {
    host.err(`${shownPath(file, host)} was not changed: it says so already.\n`);
    return EXIT.done;
  }
  // We write UTF-8.
  const mark = readText(host.fs, file)?.startsWith('\ufeff') === true ? '\ufeff' : '';
  if (readText(host.fs, file) !== mark + before) {
    return fail(host, `${shownPath(file, host)} was not changed: it is not in UTF-8.`);
  }
  return writeChange(file, { before: mark + before, after: mark + after }, { yes }, host);
}
