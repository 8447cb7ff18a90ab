import { expect } from 'vitest';
import { canonical } from '../../oracle/chain/cli/canonical';
import { filesOf, nameOf } from './projects';
import type { Outcome, Side } from './side';
import type { Step } from './story';

/** Runs a step on both sides, and holds what came of it on ours against the other. */
export async function compareStep(
  { words: given, real: instead = given, of }: Step,
  real: Side,
  own: Side,
): Promise<void> {
  const [expected, found] = await Promise.all([real.run(instead), own.run(given)]);
  const name = given.join(' ');
  const both = `${name}\n--- Alembic ---\n${expected.out}${expected.err}\n--- ours ---\n${found.out}${found.err}`;
  expect(found.ok, both).toBe(expected.ok);
  // What makes files tells of them in words of its own, and so does what writes to a database.
  if (!expected.ok) {
    // What a known failure means is said besides.
    expect(words(said(found, own)), both).toEqual(expect.arrayContaining(words(refusal(expected, real))));
  } else if (of === 'text' || given.includes('--sql')) {
    expect(said(found, own, given[0]), both).toBe(said(expected, real, given[0]));
  }
  if (of === 'text') return;
  const state = await own.look();
  expect(state, name).toEqual(await real.look());
  if (of === 'files') expect(filesOf(own.copy), name).toEqual(filesOf(real.copy));
  else if (expected.ok) expect(shownRows(found.out), both).toEqual(state.map(({ rows }) => rows ?? []));
}

/** What was printed, without what differs between two copies and what Alembic prints from sets. */
function said({ out, err, ok }: Outcome, { copy }: Side, command = ''): string {
  let text = (ok ? out : out + err).replaceAll(copy.folder, '<folder>');
  for (const url of copy.urls) text = text.replaceAll(nameOf(url), '<database>');
  text = canonical(text)
    .replace(/:[^:@/]*@/g, ':***@')
    .replace(/ at 0x[0-9a-f]+/g, ' at 0x')
    .replace(/^( *Create Date: ).*$/gm, '$1now');
  // The rows of a table have no order, and those of several databases may be the same.
  return UNORDERED.has(command) ? [...new Set(text.split('\n'))].sort().join('\n') : text;
}

const UNORDERED: ReadonlySet<string> = new Set(['current', 'show', 'edit']);

/** The message of Alembic's refusal (of Flask-Migrate's after `Error:`); of an exception that nobody catches the last line. */
function refusal(outcome: Outcome, side: Side): string {
  const text = said(outcome, side);
  return [...text.matchAll(/(?:FAILED|Error): (.*)/g)].at(-1)?.[1] ?? text.trim().split('\n').at(-1) ?? '';
}

/** `check` lists what differs in the order of sets. */
function words(text: string): string[] {
  return text.match(/\w+/g) ?? [];
}

/** The rows that the terminal command says each database is at, in the order of the databases. */
function shownRows(out: string): readonly (readonly string[])[] {
  const said = [...out.matchAll(/ (?:is now at|is at) ([^\n:]+?)(?:\.\n|: )/g)].map(([, rows = '']) => rows);
  return said.map((rows) => (rows === 'base' ? [] : rows.split(', ').sort()));
}
