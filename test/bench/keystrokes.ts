import { join } from 'node:path';
import type { Connection } from 'vscode-languageserver';
import { nodeFileSystem } from '../../server/src/common/nodeFileSystem';
import { Publisher } from '../../server/src/features/support/publisher';
import { DEFAULT_SETTINGS } from '../../server/src/protocol/settings';
import { Session } from '../../server/src/usecases/session';
import { revisionText } from './projects';

/** A connection that counts the diagnostics and sends nothing. */
function countingConnection(count: () => void): Connection {
  const connection = {
    sendDiagnostics: () => {
      count();
      return Promise.resolve();
    },
    sendNotification: () => Promise.resolve(),
  };
  return connection as unknown as Connection;
}

/** How the text of a revision file changes with each keystroke. */
const KEYSTROKES = {
  'in the body of upgrade()': (text: string, step: number) => text.replace('unique=False', `unique=False, x=${step}`),
  'in down_revision, broken and mended in turn': (text: string, step: number) =>
    step % 2 === 0 ? text.replace("None] = '", "None] = 'x") : text,
  'in the docstring': (text: string, step: number) => text.replace('Change number', `Change number ${step}`),
} as const;

export interface KeystrokeTimes {
  readonly name: string;
  /** Milliseconds from the end of the debounce to the diagnostics handed over, one a keystroke. */
  readonly times: readonly number[];
  readonly published: number;
}

/** Types into a revision in the middle of a generated project. */
export async function typeInto(root: string, revisions: number, count: number): Promise<readonly KeystrokeTimes[]> {
  let published = 0;
  let waiting: ((time: number) => void) | null = null;
  const publisher = new Publisher(
    countingConnection(() => published++),
    () => undefined,
  );
  const session = new Session({
    fs: nodeFileSystem,
    folders: [root],
    settings: DEFAULT_SETTINGS,
    buildVersion: 'bench',
    log: console.error,
    changed: () => {
      const start = performance.now();
      publisher.publish(session);
      waiting?.(performance.now() - start);
      waiting = null;
    },
  });
  await session.refresh();
  const { name, text } = revisionText(Math.floor(revisions / 2));
  const path = join(root, 'migrations', 'versions', name);
  let version = 0;
  const type = (changed: string): Promise<number> =>
    new Promise((resolve) => {
      waiting = resolve;
      session.edit({ path, text: changed, version: version++ });
    });
  const all: KeystrokeTimes[] = [];
  for (const [kind, change] of Object.entries(KEYSTROKES)) {
    await type(text);
    const before = published;
    const times: number[] = [];
    for (let step = 0; step < count; step++) times.push(await type(change(text, step)));
    all.push({ name: kind, times, published: published - before });
  }
  session.dispose();
  return all;
}
