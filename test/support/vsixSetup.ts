import { packageVsix, VSIX_VARIABLE } from './packages';

/** A vitest `globalSetup`: the extension is built and packaged once for all tests of the run. */
export async function setup(): Promise<void> {
  // The workers that run the tests inherit it.
  process.env[VSIX_VARIABLE] ??= await packageVsix();
}
