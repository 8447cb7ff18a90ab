import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { nodeFileSystem } from '../../../server/src/common/nodeFileSystem';
import { lintConfig } from '../../../server/src/lint/lintProject';
import { configInput } from '../../../server/src/project/configInput';
import { discoverProjects } from '../../../server/src/project/discover';
import { DEFAULT_SETTINGS } from '../../../server/src/protocol/settings';
import { oraclePython, skipReason } from '../support/venv';
import { skipping } from '../../support/missing';

const root = realpathSync(mkdtempSync(join(tmpdir(), 'aw-init-')));
afterAll(() => {
  rmSync(root, { recursive: true, force: true });
});

describe('what alembic init makes', skipping(skipReason()), () => {
  it.each(['generic', 'async', 'multidb', 'pyproject', 'pyproject_async'])(
    'of %s is one project with no problem',
    (template) => {
      const folder = join(root, template);
      mkdirSync(folder);
      execFileSync(oraclePython(), ['-m', 'alembic', 'init', '-t', template, 'migrations'], { cwd: folder });
      const { projects, problems } = discoverProjects(nodeFileSystem, [folder], DEFAULT_SETTINGS);
      expect(problems).toEqual([]);
      expect(projects).toHaveLength(1);
      for (const config of projects) {
        expect(config.scriptLocation).toBe(join(folder, 'migrations'));
        const input = configInput(nodeFileSystem, config);
        expect(input === null ? 'no configuration' : lintConfig(input)).toEqual([]);
        expect(config.versionLocations).toEqual([join(folder, 'migrations/versions')]);
        expect(config.envPy).toBe(join(folder, 'migrations/env.py'));
      }
    },
  );
});
