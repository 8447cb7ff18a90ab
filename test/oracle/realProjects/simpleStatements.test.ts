import { describe, expect, it } from 'vitest';
import { nodeFileSystem } from '../../../server/src/common/nodeFileSystem';
import { listRevisionFiles } from '../../../server/src/project/versionFiles';
import { decodePython } from '../../../server/src/python/decode';
import { layOut } from '../../../server/src/python/layout';
import { parseByGrammar } from '../../../server/src/python/parse';
import { readSimpleStatement } from '../../../server/src/python/simpleStatement';
import { skipReason } from '../support/venv';
import { chainConfig, DownloadError, unpackedPackage } from './fetch';
import { REAL_PACKAGES } from './projects';
import { skipping } from '../../support/missing';

const noPython = skipReason();

describe('the short way to read statements', skipping(noPython), () => {
  it.for(REAL_PACKAGES)('reads those of $requirement as the grammar does', (real, context) => {
    let root;
    try {
      root = unpackedPackage(real);
    } catch (error) {
      if (error instanceof DownloadError && process.env.CI === undefined) return context.skip(error.message);
      throw error;
    }
    let all = 0;
    let answered = 0;
    for (const chain of real.chains) {
      for (const file of listRevisionFiles(nodeFileSystem, chainConfig(root, chain)).files) {
        const { text } = decodePython(nodeFileSystem.readFile(file));
        for (const chunk of layOut(text).chunks) {
          if (chunk.kind !== 'statement') continue;
          all++;
          const short = readSimpleStatement(text, chunk.from, chunk.to);
          if (short === undefined) continue;
          answered++;
          expect([short], file).toEqual(parseByGrammar(text, chunk));
        }
      }
    }
    // What it leaves to the grammar costs a cold start the whole grammar.
    expect(answered / all).toBeGreaterThan(0.95);
  });
});
