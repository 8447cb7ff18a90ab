import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { skipping } from '../../support/missing';
import { repositoryRoot } from '../../support/repository';
import { terminal } from '../chain/cli/terminal';
import { oraclePython, skipReason } from '../support/venv';

/** URLs that offline mode takes its dialect from; nobody connects. */
const URLS = { postgresql: 'postgresql://u@h/d', sqlite: 'sqlite:///none.db', mysql: 'mysql+pymysql://u@h/d' } as const;
const DIALECTS = ['postgresql', 'sqlite', 'mysql'] as const;

/** Which row a merge updates and which it deletes comes from a set; bookkeeping.test.ts looks at that. */
function withoutMerges(script: string): string {
  const rows = /^(?:INSERT INTO|UPDATE|DELETE FROM) alembic_version .*\n\n/gm;
  const steps = script.split(/^(?=-- Running )/m);
  return steps.map((step) => ((step.match(rows)?.length ?? 0) > 1 ? step.replace(rows, '') : step)).join('');
}

describe('the script from one revision to another', skipping(skipReason()), () => {
  let folder: string;
  beforeAll(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'aw-scripts-')));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  /** A copy of a project whose configuration names this URL. */
  function copy(project: string, dialect: keyof typeof URLS): string {
    const made = join(folder, `${project.replaceAll('/', '-')}-${dialect}`);
    cpSync(join(repositoryRoot, project), made, { recursive: true });
    const ini = join(made, 'alembic.ini');
    const text = readFileSync(ini, 'utf8').replace(/^sqlalchemy\.url\s*=.*$/m, `sqlalchemy.url = ${URLS[dialect]}`);
    writeFileSync(ini, text);
    return made;
  }

  const ranges = [
    ['upgrade', 'base:heads'],
    ['downgrade', 'heads:base'],
    ['upgrade', 'base:+2'],
  ] as const;
  const cases = DIALECTS.flatMap((dialect) => ranges.map((range) => ['examples/shop', dialect, ...range] as const));
  const tally = { same: 0, refusedByBoth: 0, notKnown: [] as string[] };

  it.each(cases)('%s, %s, %s %s: is what --sql prints, or not known', async (project, dialect, direction, range) => {
    const made = copy(project, dialect);
    const theirs = spawnSync(oraclePython(), ['-m', 'alembic', direction, range, '--sql'], {
      cwd: made,
      encoding: 'utf8',
    });
    const way = direction === 'downgrade' ? ['--downgrade'] : [];
    const own = await terminal(['sql', ...way, range, '--dialect', dialect], made);
    if (own.code === 0) {
      expect(withoutMerges(own.out)).toBe(withoutMerges(theirs.stdout));
      expect(theirs.status).toBe(0);
      tally.same++;
    } else if (theirs.status !== 0) tally.refusedByBoth++;
    else tally.notKnown.push(`${project} ${dialect} ${direction} ${range}: ${own.err.trim()}`);
  });

  it('is known for most', () => {
    console.log(
      `scripts: ${tally.same} the same, ${tally.refusedByBoth} refused by both, ${tally.notKnown.length} not known`,
    );
    expect(tally.same, tally.notKnown.join('\n')).toBeGreaterThan(5);
  });
});
