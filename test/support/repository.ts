import { join } from 'node:path';

/** The checkout's root: npm scripts and vitest both run there. */
export const repositoryRoot = process.cwd();

/** Where what is fetched once and kept goes; ignored by git. */
export const cacheFolder = join(repositoryRoot, '.cache');

/** Where runs leave what a person may want to look at; ignored by git. */
export const resultsFolder = join(repositoryRoot, 'test-results');
