import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import type { RevisionOptions } from '../../server/src/protocol/commandWords';
import type { PythonSettings } from '../../server/src/protocol/settings';
import { oraclePython, skipReason } from '../oracle/support/venv';
import { skipping } from '../support/missing';
import { Container, noContainer } from './support/container';
import { copiedProject, keysOf, labelsOf, ReviewBench, undated } from './support/reviewBench';

const cleanups: (() => void)[] = [];
afterEach(() => {
  for (const cleanup of cleanups.splice(0).reverse()) cleanup();
});

/** A project of test/projects, and what its review finds. */
interface Reviewed {
  readonly name: string;
  /** What no revision of it has yet. */
  readonly labels: readonly string[];
  readonly options?: RevisionOptions;
  readonly settings?: Partial<PythonSettings>;
  /** The hook after writing, and what it appends. */
  readonly hook?: { readonly name: string; readonly mark: string };
}

const GENERIC: Reviewed = {
  name: 'generic',
  labels: ['invoices: Create table'],
  options: { head: 'main@head' },
};
const PYPROJECT: Reviewed = {
  name: 'pyproject',
  labels: ['price: Create table', 'price: Create index ix_price_product_id'],
  hook: { name: 'mark', mark: '# review me\n' },
};
const FLASK: Reviewed = {
  name: 'flask-migrate',
  labels: ['member: Add column phone'],
  settings: { applicationLoader: 'app:create_app' },
};

/** A copy of the project, upgraded by the real command: `flask db` where the project needs an application. */
class ProjectBench extends ReviewBench {
  constructor({ name, settings = {} }: Reviewed, project = copiedProject(name), reached: Partial<PythonSettings> = {}) {
    super(project, oraclePython(), { ...settings, ...reached });
    cleanups.push(() => {
      this.remove();
    });
    this.#isFlask = name === 'flask-migrate';
    this.alembic('upgrade', 'heads');
  }

  readonly #isFlask: boolean;

  override alembic(...words: readonly string[]): string {
    if (!this.#isFlask) return super.alembic(...words);
    return execFileSync(this.python, ['-m', 'flask', '--app', 'app:create_app', 'db', ...words], {
      cwd: this.project.root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1' },
    });
  }
}

/** Writes what is ticked: the file is the one that is shown, besides what the hook adds, and Alembic upgrades to it. */
async function writesWhatIsShown(bench: ReviewBench, { options, hook }: Reviewed, ticked: number): Promise<void> {
  const models = await bench.compare({ ...options, revId: 'c0ffee' });
  const keys = keysOf(models.rows).slice(0, ticked);
  const [shown, ...others] = await bench.preview(models, keys);
  if (shown === undefined) throw new Error('no file is shown');
  expect(others).toEqual([]);
  const note = `Afterwards these hooks change the file: ${hook?.name ?? ''}.`;
  expect(shown.notes.filter((text) => text.startsWith('Afterwards'))).toEqual(hook === undefined ? [] : [note]);
  expect(hook === undefined || !shown.text.includes(hook.mark)).toBe(true);
  const expected = undated(shown.text) + (hook?.mark ?? '');
  if (keys.length === models.rows.length) expect(bench.byAlembic(models)).toEqual([expected]);

  const { files, error } = await bench.tryWrite(models, keys);
  expect(error).toBeNull();
  expect(files).toEqual([shown.path]);
  expect(undated(readFileSync(shown.path, 'utf8'))).toBe(expected);
  expect(bench.alembic('show', 'c0ffee')).toContain(`Path: ${shown.path}`);
  bench.alembic('upgrade', 'heads');
  expect(bench.alembic('current')).toContain('c0ffee');
}

describe('a review of the project', skipping(skipReason()), () => {
  it.for([GENERIC, PYPROJECT, FLASK])('$name: everything', async (reviewed) => {
    const bench = new ProjectBench(reviewed);
    expect(labelsOf((await bench.compare(reviewed.options)).rows)).toEqual(reviewed.labels);
    await writesWhatIsShown(bench, reviewed, reviewed.labels.length);
    expect((await bench.compare(reviewed.options)).rows).toEqual([]);
  });

  it('pyproject: a part', async () => {
    const bench = new ProjectBench(PYPROJECT);
    await writesWhatIsShown(bench, PYPROJECT, 1);
    expect(labelsOf((await bench.compare()).rows)).toEqual(PYPROJECT.labels.slice(1));
  });

  it('pyproject, in a container', skipping(noContainer()), async () => {
    const project = copiedProject('pyproject');
    const container = new Container(project.root);
    cleanups.push(() => {
      container.remove();
    });
    const bench = new ProjectBench(PYPROJECT, project, {
      interpreter: '',
      command: container.command,
      pathMapping: { '${workspaceFolder}': '/app' },
    });
    expect(labelsOf((await bench.compare()).rows)).toEqual(PYPROJECT.labels);
    await writesWhatIsShown(bench, PYPROJECT, PYPROJECT.labels.length);
    expect((await bench.compare()).rows).toEqual([]);
  });
});
