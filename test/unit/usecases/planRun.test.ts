import { describe, expect, it } from 'vitest';
import { NO_OPTIONS } from '../../../server/src/engine/environmentOptions';
import { DEFAULT_SETTINGS } from '../../../server/src/protocol/settings';
import type { EngineContext } from '../../../server/src/usecases/engineContext';
import { planRun } from '../../../server/src/usecases/planRun';
import { memoryFileSystem } from '../../support/memoryFileSystem';
import { PROJECT_ROOT, projectOf, revisionText } from '../../support/project';
import { NO_MIGRATION } from '../../support/noMigration';

/** A context in which nothing may be executed. */
const context: EngineContext = {
  host: {
    spawn: () => {
      throw new Error('Python was started');
    },
    fs: memoryFileSystem({ '/python': '' }),
    environment: {},
    platform: process.platform,
    bridgeProgram: '',
  },
  runner: {
    ...NO_MIGRATION,
    request: () => {
      throw new Error('the database was asked');
    },
  },
  trusted: true,
  python: { ...DEFAULT_SETTINGS.python, interpreter: '/python' },
  options: NO_OPTIONS,
  workspaceFolder: PROJECT_ROOT,
  output: () => undefined,
};

describe('planRun', () => {
  it('says what stops Alembic and where to look, and runs nothing, when the chain does not load', async () => {
    const { project } = await projectOf({ 'a.py': revisionText({ id: 'aaaa', down: "'zzzz'" }) });
    const question = { command: 'upgrade', targets: ['head'], options: [] } as const;
    const planned = await planRun(project.config, project, question, context, new AbortController().signal);
    expect(planned).toMatchObject({
      ok: false,
      error: {
        message:
          "Alembic cannot load the revisions: KeyError: 'zzzz'. First mend what the Problems view (or 'alembic-workbench lint') shows.",
      },
    });
  });
});
