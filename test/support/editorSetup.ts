import { installCodeServer } from './editor/codeServer';
import { whyNoEditor } from './editor/runInEditor';

/** A vitest `globalSetup`: the browser edition is there before a test's time limit counts. */
export async function setup(): Promise<void> {
  if (whyNoEditor('browser') === undefined) await installCodeServer(console.log);
}
