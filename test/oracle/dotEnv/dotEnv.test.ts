import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseDotEnv } from '../../../server/src/common/dotEnv';
import { oraclePython, skipReason } from '../support/venv';
import { skipping } from '../../support/missing';

const SCRIPT = join(import.meta.dirname, 'dotEnvValues.py');

function python(text: string): unknown {
  const environment = { PATH: process.env.PATH, OUTER: 'outer' };
  return JSON.parse(execFileSync(oraclePython(), [SCRIPT], { input: text, env: environment, encoding: 'utf8' }));
}

const TEXTS: readonly string[] = [
  '',
  '# a comment\nA=1\n\n  # another\n B = two words # with a comment\n',
  'A="quo\\"ted\\n$A" # c\nB=\'sin\\\'gle\\n $A\'\n',
  'export A=1\nexport B\nexportC=2\n',
  'A=\nB=""\nC=\'\'\nD\n',
  'A="several\nlines"\nB=\'several\n\nlines\'\nC=after\n',
  'A=a#b\nB=a #b\nC="a # b"\nD=#b\n',
  "A='x'y\nB=1\n",
  'A: 1\nB=1\n',
  '"A"=1\n\'B C\'=2\n1D=3\nE-F=4\nG.H = 5\n',
  'A=1\nB=${A}x${NOPE:-default}${A:-no}${NOPE}\nC=$A\nA=2\nD=${A}${OUTER}\n',
  "A=\"${B}\"\nB='${A}'\nC='${OUTER}'\n",
  'A="unterminated\nB=1\n',
  'A=1\r\nB="2"\r\nC=3',
  '=1\nA=1\n==\nB=2\n',
  '\uFEFFA=1\n',
  'A="\\t\\x41é"\nB=`a`\nC=a\\nb\n',
  'DATABASE_URL=postgresql://app:p%40ss#word@db:5432/shop?sslmode=require\n',
  '   \n\t\nA=1   \n',
  'A = "1"   # c\nB="1"x\nC=2\n',
];

describe('a .env file', skipping(skipReason()), () => {
  it.each(TEXTS.map((text) => [JSON.stringify(text), text]))('is read as python-dotenv reads %s', (_, text) => {
    // A stream is not decoded: what a byte order mark does there, `utf-8` of a file does as well.
    expect(parseDotEnv(text, { OUTER: 'outer' })).toEqual(python(text.replace('\uFEFF', '')));
  });
});
