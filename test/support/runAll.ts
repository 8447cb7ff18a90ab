import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { DESKTOP_SKIP } from './editor/desktop';
import { addOutcomes, OUTCOME_VARIABLE, refuseSkips, summary, type Outcome } from './outcome';
import { repositoryRoot } from './repository';

/** A step of `npm test`: a program of node_modules/.bin, or one of our own scripts. */
interface Step {
  readonly name: string;
  readonly command: readonly string[];
  /** A vitest run counts its tests; anything else is one check. */
  readonly kind: 'check' | 'vitest';
  /** Steps without which this one would test something old. */
  readonly needs?: readonly string[];
}

const vitest = (...projects: readonly string[]): readonly string[] => [
  'node_modules/vitest/vitest.mjs',
  'run',
  '--passWithNoTests',
  '--reporter=default',
  '--reporter=./test/support/outcomeReporter.ts',
  ...projects.flatMap((project) => ['--project', project]),
];

const steps: readonly Step[] = [
  { name: 'prettier', kind: 'check', command: ['node_modules/prettier/bin/prettier.cjs', '--check', '.'] },
  { name: 'tsc', kind: 'check', command: ['node_modules/typescript/bin/tsc', '-p', '.'] },
  { name: 'eslint', kind: 'check', command: ['node_modules/eslint/bin/eslint.js', 'server', 'client', 'test'] },
  { name: 'build', kind: 'check', command: ['esbuild.mjs', '--production'] },
  {
    name: 'the parts',
    kind: 'vitest',
    // Most tests wait for a Python or a database, so two at once go well on two processors (vitest itself takes one).
    command: [
      ...vitest('unit', 'golden', 'oracle', 'database', 'lsp'),
      `--maxWorkers=${String(Math.max(2, availableParallelism() - 1))}`,
    ],
    needs: ['build'],
  },
  // One file at a time: two editors would share the time limits of one.
  {
    name: 'the packages, and in the editor',
    kind: 'vitest',
    command: [...vitest('package', 'vscode'), '--no-file-parallelism'],
    needs: ['build'],
  },
];

/** Runs everything, also after a failure, unless what failed is what a later step would test. */
async function runAll(): Promise<Outcome> {
  const temporary = mkdtempSync(join(tmpdir(), 'aw-outcome-'));
  const outcomes: Outcome[] = [];
  const broken = new Set<string>();
  for (const step of steps) {
    const missing = step.needs?.find((name) => broken.has(name));
    console.log(`\n=== ${step.name}`);
    const outcome =
      missing === undefined
        ? await runStep(step, join(temporary, `${outcomes.length}.json`))
        : failure(`${step.name}: not run, because ${missing} failed`);
    if (outcome.failed.length > 0) broken.add(step.name);
    outcomes.push(outcome);
  }
  rmSync(temporary, { recursive: true, force: true });
  return addOutcomes(outcomes);
}

async function runStep(step: Step, outcomeFile: string): Promise<Outcome> {
  const code = await runNode(step.command, { ...process.env, [OUTCOME_VARIABLE]: outcomeFile });
  if (step.kind === 'check') {
    return code === 0 ? { passed: 1, failed: [], skipped: [] } : failure(`${step.name}: ${step.command.join(' ')}`);
  }
  if (!existsSync(outcomeFile)) return failure(`${step.name}: vitest ended with ${String(code)} and reported nothing`);
  const outcome = JSON.parse(readFileSync(outcomeFile, 'utf8')) as Outcome;
  if (code === 0 || outcome.failed.length > 0) return outcome;
  return addOutcomes([outcome, failure(`${step.name}: vitest ended with ${String(code)}`)]);
}

function failure(text: string): Outcome {
  return { passed: 0, failed: [text], skipped: [] };
}

/** Runs one of our JavaScript programs on the Node that runs us, its output going where ours goes. */
function runNode(command: readonly string[], env: NodeJS.ProcessEnv): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, command, {
      cwd: repositoryRoot,
      env,
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    child.once('error', reject);
    child.once('exit', resolve);
  });
}

const found = await runAll();
const outcome = process.env.CI === 'true' ? refuseSkips(found, (reason) => reason.startsWith(DESKTOP_SKIP)) : found;
console.log(summary(outcome));
process.exitCode = outcome.failed.length === 0 ? 0 : 1;
