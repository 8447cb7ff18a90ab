import type { TestContext } from 'vitest';
import { DownloadError, unpackedPackage } from './fetch';
import { REAL_PACKAGES, type RealChain, type RealPackage } from './projects';

/** A chain of a package, to be a case of a test. */
export interface ChainCase {
  readonly real: RealPackage;
  readonly chain: RealChain;
  readonly name: string;
}

/** The chains that are looked at: those that `isWanted` takes, or the one that `ALEMBIC_WORKBENCH_ORACLE_PROJECT` names. */
export function chainCases(isWanted: (name: string) => boolean): readonly ChainCase[] {
  const chains = REAL_PACKAGES.flatMap((real) => real.chains.map((chain) => ({ real, chain, name: chain.name })));
  const only = process.env.ALEMBIC_WORKBENCH_ORACLE_PROJECT;
  return chains.filter(({ name }) => (only === undefined ? isWanted(name) : name === only));
}

/** The folder of a package. Where it cannot be fetched the running test is skipped, but with `CI` set. */
export function packageOrSkip(real: RealPackage, context: Pick<TestContext, 'skip'>): string {
  try {
    return unpackedPackage(real);
  } catch (error) {
    if (error instanceof DownloadError && process.env.CI === undefined) return context.skip(error.message);
    throw error;
  }
}
