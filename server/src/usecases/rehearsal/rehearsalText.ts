import type { ExecutedStatement, TableLock } from '../../engine/engine';
import { contextOf } from './scratch';
import { changedText, objectDifferences } from './changedText';
import type { CopyStart } from './scratch';
import type { RehearsedStep, Rehearsal } from './rehearse';

/** What the copy was, in words. */
const STARTS: Readonly<Record<CopyStart, string>> = {
  blank: 'an empty database',
  schema: 'a copy of its tables without their rows',
  content: 'a copy with all its rows',
};

/** What a lock keeps others from (PostgreSQL manual, 13.3.1 "Table-Level Locks"); absent: nothing that an application does. */
const HINDERS: Readonly<Record<string, string>> = {
  AccessExclusiveLock: 'nobody else reads or writes it',
  ExclusiveLock: 'nobody else writes it',
  ShareRowExclusiveLock: 'nobody else writes it',
  ShareLock: 'nobody else writes it',
  ShareUpdateExclusiveLock: 'no other schema change or VACUUM',
};

/** Objects of a kind that are named before the rest is only counted. */
const MOST_NAMED = 5;

/** A rehearsal as SQL: each statement as it was sent, with its time and the locks that hinder others; then what failed. */
export function rehearsalText(rehearsal: Rehearsal, messageOf: (revision: string) => string): string {
  const { plan, start, steps, error, left } = rehearsal;
  const [{ database }] = plan.databases;
  const lines = [
    comment(
      `Rehearsal of '${[plan.command, ...plan.targets].join(' ')}' for ${database.identity.label} on ${STARTS[start]}.`,
    ),
    comment(`Run by ${plan.engine === 'native' ? 'the native engine' : 'Alembic'}: ${plan.engineDetail}.`),
    comment(outcome(rehearsal)),
    ...(start === 'schema'
      ? [comment('Without rows the times say little, and nothing can fail because of a row.')]
      : []),
    ...lacking(rehearsal).map(comment),
    ...objectDifferences(rehearsal.before, rehearsal.after).map((one) => comment(`Beyond tables: ${one}.`)),
    comment(
      left === null
        ? 'The copy has been removed; the database itself is as it was.'
        : `The database itself is as it was. ${left.message} The next rehearsal removes the copy.`,
    ),
  ];
  const blocks = steps.map((step) => stepText(step, messageOf));
  const end = error === null ? [] : [comment(`Failed: ${error.message}`)];
  return `${[lines.join('\n'), ...blocks, ...end].join('\n\n')}\n`;
}

/** The tables that a rehearsal has changed, before and after. */
export function rehearsedChange({ before, after, plan }: Rehearsal): {
  readonly before: string;
  readonly after: string;
} {
  const { dialect } = plan.databases[0].database.identity;
  return changedText(before.schema, after.schema, contextOf(dialect === 'sqlite' ? 'sqlite' : 'postgresql'));
}

function outcome({ steps, error }: Rehearsal): string {
  const done = error === null ? steps.length : Math.max(0, steps.length - 1);
  const time = shown(steps.reduce((sum, { milliseconds }) => sum + milliseconds, 0));
  const count = `${done} ${done === 1 ? 'step' : 'steps'}`;
  return error === null ? `It succeeded: ${count} in ${time}.` : `It failed after ${count} and ${time}.`;
}

function lacking({ lacks }: Rehearsal): readonly string[] {
  if (lacks.length === 0) return [];
  const named = lacks.slice(0, MOST_NAMED).map(({ kind, name }) => `${kind} ${name}`);
  const more = lacks.length > named.length ? ` and ${lacks.length - named.length} more` : '';
  return [`The copy lacks what is no table: ${named.join(', ')}${more}. Copy the rows too to rehearse with it.`];
}

function stepText({ step, milliseconds, statements }: RehearsedStep, messageOf: (revision: string) => string): string {
  const message = messageOf(step.revision).split('\n', 1)[0] ?? '';
  const title = `${step.kind} ${step.revision}${message === '' ? '' : `, ${message}`}: ${shown(milliseconds)}`;
  return [comment(title), ...statements.map(statementText)].join('\n');
}

function statementText({ sql, milliseconds, locks, isAlone }: ExecutedStatement): string {
  const text = sql.trimEnd();
  const held = isAlone
    ? ['outside of a transaction: which locks it took is not known']
    : locks.flatMap((lock) => lockText(lock) ?? []);
  return `${text.endsWith(';') ? text : `${text};`}\n${comment([shown(milliseconds), ...held].join('; '))}`;
}

function lockText({ table, mode }: TableLock): string | null {
  const effect = HINDERS[mode];
  return effect === undefined ? null : `${lockMode(mode)} on ${table} (${effect})`;
}

/** `ACCESS EXCLUSIVE` of `AccessExclusiveLock`. */
function lockMode(mode: string): string {
  return mode
    .replace(/Lock$/, '')
    .replaceAll(/(?<=[a-z])(?=[A-Z])/g, ' ')
    .toUpperCase();
}

/** Milliseconds for a person. */
function shown(milliseconds: number): string {
  if (milliseconds >= 1000) return `${(milliseconds / 1000).toFixed(1)} s`;
  return `${milliseconds < 10 ? milliseconds.toFixed(1) : milliseconds.toFixed(0)} ms`;
}

function comment(text: string): string {
  return text
    .split('\n')
    .map((line) => `-- ${line}`)
    .join('\n');
}
