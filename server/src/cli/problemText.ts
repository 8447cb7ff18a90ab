import { relative } from 'node:path';
import type { Problem } from '../common/problem';

/** One line for a problem, as compilers write them: `path:line:column: severity: message [rule]`, counted from one. */
export function problemLine({ file, range, severity, message, code }: Problem, cwd: string): string {
  const near = relative(cwd, file);
  const path = near === '' || near.startsWith('..') ? file : near;
  const { line, character } = range.start;
  // A message may list several lines (a cycle); they stay together.
  return `${path}:${line + 1}:${character + 1}: ${severity}: ${message.replaceAll('\n', '\n    ')} [${code}]\n`;
}
