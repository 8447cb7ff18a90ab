import type { RunnerClient } from '../../../server/src/engine/runnerClient';
import { oraclePython } from '../../oracle/support/venv';
import { terminal } from '../../oracle/chain/cli/terminal';
import { engineHost } from '../support/engines';
import type { WarmPython } from '../support/warmPython';
import type { Copy, WholeProject } from './projects';
import type { Look, Reference } from './reference';

/** What a command came to. */
export interface Outcome {
  readonly ok: boolean;
  readonly out: string;
  readonly err: string;
}

/** One copy of a project with the command that is tried on it: the real one, or ours. */
export interface Side {
  readonly copy: Copy;
  run(words: readonly string[]): Promise<Outcome>;
  /** What each of its databases holds, read by a driver. */
  look(): Promise<readonly Look[]>;
}

export function realSide(project: WholeProject, copy: Copy, reference: Reference): Side {
  return {
    copy,
    run: async (words) => {
      const { code, out, err } = await reference.run({
        words: [...(project.place ?? []), ...words],
        cwd: copy.folder,
        variables: copy.variables,
        application: project.application ?? null,
      });
      return { ok: code === 0, out, err };
    },
    look: () => looks(copy, reference),
  };
}

/** What the terminal command is run with. */
export interface OurParts {
  readonly runner: RunnerClient;
  readonly python: Pick<WarmPython, 'spawn'>;
}

/** The terminal command, run in this process. */
export function ourSide(project: WholeProject, copy: Copy, reference: Reference, { runner, python }: OurParts): Side {
  // Alembic prints some things in the order of sets.
  const variables = { PYTHONDONTWRITEBYTECODE: '1', PYTHONHASHSEED: '1', EDITOR: 'echo', ...copy.variables };
  const engine = { ...engineHost(variables), spawn: python.spawn };
  const application = project.application === undefined ? [] : ['--app', project.application];
  return {
    copy,
    run: async (words) => {
      const opened: string[] = [];
      const open = (_: string, files: readonly string[]): Promise<number> => {
        opened.push(...files.map((file) => `${file}\n`));
        return Promise.resolve(0);
      };
      const writes = /^(upgrade|downgrade|stamp|ensure_version)$/.test(words[0] ?? '');
      const python = /^(heads|branches)$/.test(words[0] ?? '') ? [] : ['--python', oraclePython(), ...application];
      const all = [...words, ...python, ...(writes ? ['--yes'] : [])];
      const { code, out, err } = await terminal(all, copy.folder, { runner, engine, open });
      return { ok: code === 0, out: out + opened.join(''), err };
    },
    look: () => looks(copy, reference),
  };
}

async function looks(copy: Copy, reference: Reference): Promise<readonly Look[]> {
  const found: Look[] = [];
  for (const url of copy.urls) found.push(await reference.look(url, copy.folder));
  return found;
}
