import { relative } from 'node:path';
import type { Problem } from '../common/problem';
import { shortenWords } from '../common/shorten';
import type { EngineError, FileLine } from '../engine/engine';

/** One line for a problem, as compilers write them: `path:line:column: severity: message [rule]`, counted from one. */
export function problemLine({ file, range, severity, message, code }: Problem, cwd: string): string {
  const { line, character } = range.start;
  // A message may list several lines (a cycle); they stay together.
  return `${shownPath(file, cwd)}:${line + 1}:${character + 1}: ${severity}: ${message.replaceAll('\n', '\n    ')} [${code}]\n`;
}

/** Why a run failed: at its line of the project's files where that is known, with the statement. */
export function runErrorText({ place, message, statement }: EngineError, cwd: string): string {
  const at = ({ file, line }: FileLine): string => `${shownPath(file, cwd)}:${line + 1}`;
  const sql = statement === undefined ? '' : `    ${statement.replaceAll('\n', '\n    ')}\n`;
  if (place === undefined) return errorText(message) + sql;
  const through = place.via.map((line) => `    through ${at(line)}\n`);
  return `${at(place)}: error: ${message.replaceAll('\n', '\n    ')} [run-failed]\n${through.join('')}${sql}`;
}

function shownPath(file: string, cwd: string): string {
  const near = relative(cwd, file);
  return near === '' || near.startsWith('..') ? file : near;
}

/** An error as it is printed, with the next step where Alembic's own words name none. */
export function errorText(message: string): string {
  // What the project's Alembic says comes with advice already.
  const isUnknown = /^Can't locate revision identified by '[^']*'$/.test(message);
  const hint = isUnknown ? "hint: 'alembic-workbench history' lists the revisions there are.\n" : '';
  return `error: ${shortenWords(message)}\n${hint}`;
}
