import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { ProjectConfig } from '../../../server/src/project/model';
import { newRevisionFile } from '../../../server/src/usecases/newRevision';
import type { ProjectSnapshot } from '../../../server/src/workspace/snapshot';
import { oraclePython } from '../support/venv';

interface Case {
  readonly id: string;
  readonly message: string;
  readonly options: Readonly<Record<string, string>>;
  readonly mako?: string;
}

const CASES: readonly Case[] = [
  { id: 'ae1027a6acf0', message: 'merge left and right', options: {} },
  { id: 'ae1027a6acf0', message: "Ünïcode: don't “quote” 日本 me", options: {} },
  { id: 'x', message: 'a very long message that goes on and on until it is far too long', options: {} },
  { id: 'x', message: 'onewordthatislongerthanthelimitoffortycharacters', options: {} },
  { id: 'x', message: 'one two three', options: { truncate_slug_length: '6' } },
  { id: 'x', message: 'm', options: { file_template: '%(year)d/%(month).2d/%(day).2d_%(rev)s' } },
  { id: 'x', message: 'm', options: { file_template: '%(rev).3s-%(year)s%%-%(month)02d-%(day)5d' } },
  { id: 'x', message: 'm', options: { timezone: 'UTC' } },
  {
    id: 'x',
    message: 'm',
    options: {},
    mako: '## note\n"""${message}\n%% ${up_revision} \\\njoined\n  ## not here\n"""\nrevision = ${repr(up_revision)}\ndown_revision = ${repr(down_revision)}\n${imports if imports else ""}',
  },
];

/** What depends on the moment: the docstring's date. */
const dateless = (text: string): string =>
  text.replace(/^Create Date: \d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?/m, 'Create Date: now');

it('makes the file `alembic merge` makes, name and text', () => {
  const output = execFileSync(oraclePython(), [join(import.meta.dirname, 'merge.py')], {
    input: CASES.map((one) => `${JSON.stringify(one)}\n`).join(''),
    encoding: 'utf8',
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const answers = output
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { path: string; text: string; template: string });
  expect(answers).toHaveLength(CASES.length);
  for (const [index, { id, message, options }] of CASES.entries()) {
    const answer = answers[index];
    const config: Partial<ProjectConfig> = {
      versionLocations: ['/p/versions'],
      scriptLocation: '/p',
      fileTemplate: options.file_template ?? '%(rev)s_%(slug)s',
      truncateSlugLength: Number(options.truncate_slug_length ?? 40),
      timezone: options.timezone ?? null,
    };
    const project = { config, chain: { map: { revisions: new Map() } } } as unknown as ProjectSnapshot;
    const ours = newRevisionFile(
      project,
      { id, message, down: ['left', 'right'], now: new Date() },
      () => answer?.template ?? null,
    );
    if (!ours.ok) throw new Error(ours.error);
    expect({ path: ours.value.path.slice('/p/versions/'.length), text: dateless(ours.value.text) }).toEqual({
      path: answer?.path,
      text: dateless(answer?.text ?? ''),
    });
  }
});
