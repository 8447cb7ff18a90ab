import { describe, expect, it } from 'vitest';
import type { EngineError } from '../../../server/src/engine/engine';
import { RunProblems } from '../../../server/src/features/runProblems';
import type { Problem } from '../../../server/src/common/problem';
import { join } from 'node:path';
import { projectOf, databaseAt, revisionText, VERSIONS } from '../../support/project';

const FILE = join(VERSIONS, 'b.py');
const TEXT = [
  'def upgrade():',
  '    for table in tables:',
  '        op.drop_column(',
  '            table, "x",',
  '        )  # gone',
  '',
].join('\n');

const ERROR: EngineError = {
  code: 'commandFailed',
  message: 'Revision b failed.',
  revision: 'b',
  statement: 'ALTER TABLE',
  place: { file: FILE, line: 2, via: [{ file: FILE, line: 1 }] },
};

/** The editor shows what is on disk, as long as nobody writes. */
class Editor {
  now = TEXT;
  readonly problems = new RunProblems({ onDisk: () => TEXT, now: () => this.now });

  constructor(...errors: readonly EngineError[]) {
    for (const error of errors) this.problems.ended('p', 'upgrade', error);
  }

  edit(text: string, file = FILE): void {
    this.now = text;
    this.problems.changed(file);
  }
}

const texts = (problems: readonly Problem[], text: string): string[] =>
  problems.map(({ range: { start, end } }) =>
    text
      .split('\n')
      .slice(start.line, end.line + 1)
      .map((line, index, all) =>
        line.slice(
          index === 0 ? start.character : 0,
          index === all.length - 1 && all.length > 1 ? end.character : undefined,
        ),
      )
      .join('\n'),
  );

const OF_ENV_PY: EngineError = {
  code: 'environmentFailed',
  message: 'env.py failed',
  place: { file: FILE, line: 0, via: [] },
};

describe('RunProblems', () => {
  it('shows a failure at its statement, with the SQL and who called', () => {
    const { problems } = new Editor(ERROR);
    const [problem] = problems.of('p');
    expect(problem).toMatchObject({ code: 'run-failed', severity: 'error', file: FILE });
    expect(problem?.message).toBe('Revision b failed.\n\nALTER TABLE');
    expect(problem?.range).toEqual({ start: { line: 2, character: 8 }, end: { line: 4, character: 9 } });
    expect(problem?.related).toEqual([
      {
        file: FILE,
        range: { start: { line: 1, character: 4 }, end: { line: 1, character: 24 } },
        message: 'The call goes through here.',
      },
    ]);
    expect(problems.of('another')).toEqual([]);
  });

  it('follows its statement, and goes once that is edited', () => {
    const editor = new Editor(ERROR);
    const moved = `import x\n\n${TEXT}`;
    editor.edit('', '/other.py');
    editor.edit(moved);
    expect(texts(editor.problems.of('p'), moved)).toEqual(['op.drop_column(\n            table, "x",\n        )']);
    editor.edit(moved.replace('"x"', '"y"'));
    expect(editor.problems.of('p')).toEqual([]);
  });

  it('is not shown where the statement was edited while it ran', () => {
    const editor = new Editor();
    editor.now = TEXT.replace('"x"', '"y"');
    editor.problems.ended('p', 'upgrade', ERROR);
    expect(editor.problems.of('p')).toEqual([]);
  });

  it('goes when the revision is where the run was to bring it', async () => {
    const { project } = await projectOf({
      'a.py': revisionText({ id: 'a' }),
      'b.py': revisionText({ id: 'b', down: "'a'" }),
    });
    const { id } = project.config;
    for (const [command, stays, goes] of [
      ['upgrade', 'a', 'b'],
      ['downgrade', 'b', 'a'],
    ] as const) {
      const { problems } = new Editor();
      problems.ended(id, command, ERROR);
      problems.stateRead(project, { kind: 'unknown' });
      problems.stateRead(project, databaseAt(stays));
      problems.ended(id, command, null);
      expect(problems.of(id)).toHaveLength(1);
      problems.stateRead(project, databaseAt(goes));
      expect(problems.of(id)).toEqual([]);
    }
  });

  it('of env.py goes with the next run that succeeds, and gives way to another failure', () => {
    const { problems } = new Editor(OF_ENV_PY);
    expect(texts(problems.of('p'), TEXT)).toEqual(['def upgrade():']);
    problems.ended('p', 'upgrade', null);
    expect(problems.of('p')).toEqual([]);
    expect(new Editor(OF_ENV_PY, ERROR).problems.of('p')[0]?.range.start.line).toBe(2);
  });
});
