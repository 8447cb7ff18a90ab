import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { nodeFileSystem } from '../../../server/src/common/nodeFileSystem';
import { loadProject } from '../../../server/src/usecases/loadProject';
import { oraclePython, skipReason } from '../support/venv';
import { answersOf, type OracleDump, ourDump } from './answers';
import { chainConfig, chainFolders, DownloadError, unpackedPackage } from './fetch';
import { type RealChain, type RealPackage, REAL_PACKAGES } from './projects';
import { skipping } from '../../support/missing';

/** Where Alembic iterates sets its answer depends on this: what differs between them says nothing about us. */
const HASH_SEEDS = ['0', '1', '2'];

const noPython = skipReason();

/** The unpacked package, or why it cannot be had; with `CI` set that is a failure. */
function packageFolder(real: RealPackage, skip: (reason: string) => never): string {
  try {
    return unpackedPackage(real);
  } catch (error) {
    if (error instanceof DownloadError && process.env.CI === undefined) return skip(error.message);
    throw error;
  }
}

async function askAlembic(root: string, chain: RealChain, hashSeed: string): Promise<OracleDump> {
  const task = {
    root,
    ...chainFolders(root, chain),
    recursive: chain.recursive ?? false,
    without: chain.without ?? [],
    ignoreAnnotations: chain.sqlalchemy14 ?? false,
  };
  const asked = promisify(execFile)(oraclePython(), [join(import.meta.dirname, 'oracle.py')], {
    env: { ...process.env, PYTHONHASHSEED: hashSeed },
    maxBuffer: 2 ** 28,
  });
  asked.child.stdin?.end(JSON.stringify(task));
  return JSON.parse((await asked).stdout) as OracleDump;
}

/** A text without the order of its words: what is left of an answer that Alembic makes out of sets. */
function sortedWords(text: string): string {
  return text
    .split(/[\s,]|\\n/)
    .toSorted()
    .join(' ');
}

describe('the chain of', skipping(noPython), () => {
  const chains = REAL_PACKAGES.flatMap((real) => real.chains.map((chain) => ({ real, chain, name: chain.name })));

  it.for(chains)('$name is what Alembic says', async ({ real, chain }, context) => {
    const root = packageFolder(real, (reason) => context.skip(reason));
    const dumps = await Promise.all(HASH_SEEDS.map((seed) => askAlembic(root, chain, seed)));
    const theirs = dumps.map(answersOf);
    const [first] = dumps;
    if (first === undefined) throw new Error('no answer');
    const project = await loadProject(chainConfig(root, chain), { fs: nodeFileSystem });
    const ours = answersOf(ourDump(project, first));

    const unstable: string[] = [];
    const different: string[] = [];
    for (const question of new Set([...ours.keys(), ...theirs.flatMap((one) => [...one.keys()])])) {
      const answers = new Set(theirs.map((one) => one.get(question)));
      const our = ours.get(question);
      if (answers.has(our)) continue;
      if (answers.size > 1 && our !== undefined && sortedWords(our) === sortedWords([...answers][0] ?? ''))
        unstable.push(question);
      else different.push(`${question}\n  ours   ${our ?? 'nothing'}\n  theirs ${[...answers].join() || 'nothing'}`);
    }

    const revisions = first.revisions ?? [];
    const count = (wanted: (revision: (typeof revisions)[number]) => boolean) => revisions.filter(wanted).length;
    const result = different.length > 0 ? `${different.length} DIFFER` : 'identical';
    const counts = [
      `${revisions.length} revisions`,
      `${count((one) => one.isMergePoint)} merges`,
      `${count((one) => one.ownLabels.length > 0)} labels`,
      `${count((one) => one.dependsOn.length > 0)} depends_on`,
      `${first.plans?.length ?? 0} plans`,
      `${ours.size} answers ${result}`,
      ...(unstable.length > 0 ? [`unstable in Alembic: ${unstable.join(', ')}`] : []),
      `stubbed: ${first.stubbed.join(' ') || 'nothing'}`,
    ];
    console.log(`${chain.name} (${real.requirement}): ${counts.join('; ')}`);
    expect(first.error).toBeNull();
    expect(revisions.length).toBeGreaterThan(0);
    expect(different).toEqual([]);
  });
});
