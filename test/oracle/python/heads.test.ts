import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { decodePython } from '../../../server/src/python/decode';
import { readHead } from '../../../server/src/revision/file';
import { toScript } from '../../../server/src/revision/toScript';
import { oraclePython, skipReason } from '../support/venv';
import { oddFiles } from './odd';
import { skipping } from '../../support/missing';

const reason = skipReason();

/** What we make of a file, in the words of `loadHeads.py`; undefined when we say that we do not know. */
function ours(fileName: string, bytes: Uint8Array): unknown {
  const script = toScript(readHead(decodePython(bytes).text), join('/versions', fileName));
  if (!script.ok) {
    const { error } = script;
    return error.kind === 'refused' ? { exception: error.exception, message: error.message } : undefined;
  }
  const { id, downRevision, dependsOn, branchLabels, message } = script.value;
  return { id, downRevision, dependsOn, branchLabels: [...new Set(branchLabels)].sort(), message };
}

/** An empty string among the dependencies is falsy to Alembic: it resolves to none (`_add_depends_on`). */
function normal(answer: unknown): unknown {
  const { dependsOn, ...rest } = answer as { dependsOn?: unknown[] };
  return dependsOn === undefined ? rest : { ...rest, dependsOn: dependsOn.join() === '' ? [] : dependsOn };
}

describe('the head of a revision file', skipping(reason), () => {
  it('says what Alembic loads, or that it is not known', () => {
    const files = oddFiles();
    const input = JSON.stringify(files.map(({ fileName, bytes }) => [fileName, Buffer.from(bytes).toString('base64')]));
    const run = spawnSync(oraclePython(), [join(import.meta.dirname, 'loadHeads.py')], {
      input,
      encoding: 'utf8',
      maxBuffer: 2 ** 28,
    });
    expect(run.stderr).toBe('');
    const answers = JSON.parse(run.stdout) as unknown[];
    expect(answers.length).toBe(files.length);
    let exact = 0;
    const wrong: unknown[] = [];
    for (const [index, { fileName, bytes, exact: must }] of files.entries()) {
      const mine = ours(fileName, bytes);
      if (mine === undefined && !must) continue;
      exact++;
      const alembic = normal(answers[index]);
      if (JSON.stringify(sorted(mine)) !== JSON.stringify(sorted(alembic))) {
        wrong.push({ fileName, text: decodePython(bytes).text, mine, alembic });
      }
    }
    expect(wrong).toEqual([]);
    expect(files.length).toBeGreaterThan(500);
    expect(exact / files.length).toBeGreaterThan(0.8);
  });
});

function sorted(answer: unknown): unknown {
  return answer === undefined ? undefined : Object.entries(answer as object).sort(([a], [b]) => (a < b ? -1 : 1));
}
