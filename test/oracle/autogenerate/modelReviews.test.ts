import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { uriToPath } from '../../../server/src/common/fileUri';
import type { ModelReview } from '../../../server/src/protocol/autogenerate';
import type { RevisionOptions } from '../../../server/src/protocol/commandWords';
import type { Outcome } from '../../../server/src/protocol/data';
import { ModelReviews } from '../../../server/src/usecases/autogenerate/modelReviews';
import type { ProjectSnapshot } from '../../../server/src/workspace/snapshot';
import { keysOf, ModelsBench } from '../../database/support/reviewBench';
import { skipReason } from '../support/venv';
import { skipping } from '../../support/missing';

const reason = skipReason();

const NEVER = new AbortController().signal;
const MODELS = 'sa.Table("pet", metadata, sa.Column("id", sa.Integer, primary_key=True))';

const benches: ModelsBench[] = [];
afterEach(() => {
  for (const bench of benches.splice(0)) bench.project.remove();
});

/** The reviews of a project, as the language server has them. */
class Editor {
  readonly bench = new ModelsBench('sqlite:///pets.db');
  readonly progress: string[] = [];
  #project: ProjectSnapshot | undefined;
  readonly reviews = new ModelReviews({
    project: () => this.#project,
    context: () => this.bench.context,
  });

  constructor() {
    benches.push(this.bench);
    this.bench.models(MODELS);
  }

  async compare(options: RevisionOptions = {}, check = false): Promise<Outcome<{ readonly review: ModelReview }>> {
    this.#project = await this.bench.snapshot();
    const params = { projectId: 'p', options: { message: 'pets', ...options }, progressId: 't', check };
    return this.reviews.compare(params, ({ table }) => this.progress.push(table), NEVER);
  }

  async review(options: RevisionOptions = {}): Promise<ModelReview> {
    const outcome = await this.compare(options);
    if (outcome.ok) return outcome.review;
    throw new Error(outcome.failure.message);
  }

  write({ reviewId, rows }: ModelReview, keep = keysOf(rows)): ReturnType<ModelReviews['write']> {
    return this.reviews.write({ reviewId, keep }, () => undefined, NEVER);
  }
}

describe('the reviews of the language server', { ...skipping(reason), timeout: 60_000 }, () => {
  it('are previewed, written once, and gone', async () => {
    const editor = new Editor();
    const review = await editor.review();
    expect(review.databases.map(({ label }) => label)).toEqual(['pets.db']);
    const preview = editor.reviews.preview({ reviewId: review.reviewId, keep: keysOf(review.rows) });
    expect(preview).toMatchObject({ ok: true, files: [{ text: expect.stringContaining("'pet'") as string }] });
    const [first, second] = await Promise.all([editor.write(review), editor.write(review)]);
    expect(second).toMatchObject({ ok: false, failure: { code: 'reviewGone' } });
    const path = first.ok ? uriToPath(first.uris[0] ?? '') : null;
    expect(readFileSync(path ?? '', 'utf8')).toContain("op.create_table('pet'");
    expect(editor.reviews.preview({ reviewId: review.reviewId, keep: [] })).toMatchObject({
      failure: { code: 'reviewGone' },
    });
  });

  it('write nothing where nothing is ticked, and are still there', async () => {
    const editor = new Editor();
    const review = await editor.review();
    expect(await editor.write(review, [])).toMatchObject({ failure: { code: 'nothingKept' } });
    expect(await editor.write(review)).toMatchObject({ ok: true });
  });

  it('say when the database has to be upgraded first', async () => {
    const editor = new Editor();
    editor.bench.project.revision({ id: 'a1' });
    expect(await editor.compare()).toMatchObject({ ok: false, failure: { code: 'notUpToDate' } });
  });

  it('say what is different now, and can be written when it is as it was', async () => {
    const editor = new Editor();
    const review = await editor.review();
    editor.bench.models(MODELS.replace('pet', 'dog'));
    const outcome = await editor.write(review);
    if (outcome.ok) throw new Error('written');
    expect(outcome.failure.code).toBe('changedPlan');
    expect(outcome.failure.details).toMatch(
      /^\+ dog: op\.create_table\('dog',[\s\S]*^- pet: op\.create_table\('pet',/m,
    );
    editor.bench.models(MODELS);
    expect(await editor.write(review)).toMatchObject({ ok: true });
  });

  it('name a file that was written before something went wrong', async () => {
    const editor = new Editor();
    const template = readFileSync(`${editor.bench.project.root}/migrations/script.py.mako`, 'utf8');
    editor.bench.project.write('migrations/script.py.mako', template.replace(/^branch_labels.*\n/m, ''));
    const outcome = await editor.write(await editor.review({ branchLabel: 'pets' }));
    if (outcome.ok) throw new Error('nothing went wrong');
    expect(outcome.failure.code).toBe('writtenWithError');
    const [path = ''] = /^\S+\.py/.exec(outcome.failure.message) ?? [];
    expect(existsSync(path)).toBe(true);
  });

  it('go on with the next number of a numbered project', async () => {
    const editor = new Editor();
    editor.bench.project.chain('0001', '0002');
    editor.bench.alembic('upgrade', 'head');
    const review = await editor.review();
    const preview = editor.reviews.preview({ reviewId: review.reviewId, keep: keysOf(review.rows) });
    expect(preview).toMatchObject({ files: [{ path: expect.stringMatching(/0003_pets\.py$/) as string }] });
  });

  it('say that nothing was found', async () => {
    const editor = new Editor();
    editor.bench.models('');
    expect(await editor.review()).toMatchObject({ rows: [], reasons: [expect.stringContaining('has no tables')] });
  });

  describe('that are cancelled', () => {
    /** Reading the first of its tables takes long enough to cancel it, once `slow` is there. */
    function slowTables(): Editor {
      const editor = new Editor();
      editor.bench.project.chain('a', 'b', 'c');
      editor.bench.alembic('upgrade', 'head');
      editor.bench.models(MODELS, {
        start: [
          'import os, time, sqlalchemy as sa',
          '@sa.event.listens_for(sa.Table, "column_reflect")',
          'def slow(*arguments):',
          '    if os.path.exists("slow"): time.sleep(60)',
        ].join('\n'),
      });
      return editor;
    }

    it('while tables are read end there, and write nothing', async () => {
      const editor = slowTables();
      const review = await editor.review();
      editor.bench.project.write('slow', '');
      for (const ask of [
        (cancel: AbortController) =>
          editor.reviews.compare(
            { projectId: 'p', options: { message: 'pets' }, progressId: 't' },
            () => {
              cancel.abort();
            },
            cancel.signal,
          ),
        (cancel: AbortController) =>
          editor.reviews.write(
            { reviewId: review.reviewId, keep: keysOf(review.rows) },
            () => {
              cancel.abort();
            },
            cancel.signal,
          ),
      ]) {
        const begun = performance.now();
        expect(await ask(new AbortController())).toMatchObject({ ok: false, failure: { code: 'cancelled' } });
        expect(performance.now() - begun).toBeLessThan(30_000);
      }
      expect(
        readdirSync(`${editor.bench.project.root}/migrations/versions`).filter((name) => name.endsWith('.py')),
      ).toEqual(['a.py', 'b.py', 'c.py']);
      // It is still there.
      rmSync(`${editor.bench.project.root}/slow`);
      expect(await editor.write(review)).toMatchObject({ ok: true });
    });
  });

  it('tell which tables are being read', async () => {
    const editor = new Editor();
    editor.bench.project.chain('a');
    editor.bench.alembic('upgrade', 'head');
    await editor.review();
    expect(editor.progress).toEqual(['t_a']);
  });

  describe('of a check', () => {
    /** A database at two heads, with models that lack one of its tables and have one more. */
    function twoHeads(): Editor {
      const editor = new Editor();
      editor.bench.project.revision({ id: 'left' });
      editor.bench.project.revision({ id: 'right' });
      editor.bench.alembic('upgrade', 'heads');
      return editor;
    }

    it('list what is different at several heads, where no revision could be made', async () => {
      const editor = twoHeads();
      expect(() => editor.bench.alembic('check')).toThrow(/New upgrade operations detected/);
      expect(await editor.compare()).toMatchObject({ ok: false, failure: { code: 'commandFailed' } });
      const outcome = await editor.compare({}, true);
      if (!outcome.ok) throw new Error(outcome.failure.message);
      const { reviewId, rows } = outcome.review;
      expect(rows.map(({ group, label }) => `${group}: ${label}`).sort()).toEqual([
        'pet: Create table',
        't_left: Drop table',
        't_right: Drop table',
      ]);
      const preview = editor.reviews.preview({ reviewId, keep: [] });
      expect(preview).toMatchObject({
        files: [
          {
            text: expect.stringContaining("op.create_table('pet'") as string,
            notes: [expect.stringMatching(/^No file can be made of it now: Multiple heads are present/) as string],
          },
        ],
      });
    });

    it('list it without a template', async () => {
      const editor = new Editor();
      rmSync(`${editor.bench.project.root}/migrations/script.py.mako`);
      expect(await editor.compare()).toMatchObject({ ok: false });
      expect(await editor.compare({}, true)).toMatchObject({ ok: true, review: { rows: [{ label: 'Create table' }] } });
    });
  });

  it('are asked for a head where there are several', async () => {
    const editor = new Editor();
    editor.bench.project.revision({ id: 'left' });
    editor.bench.project.revision({ id: 'right' });
    editor.bench.alembic('upgrade', 'heads');
    const outcome = await editor.compare();
    expect(outcome.ok ? '' : outcome.failure.message).toMatch(/^Multiple heads are present.*Name one of the heads/s);
    expect(await editor.compare({ head: 'left@head' })).toMatchObject({ ok: true });
  });

  it('mark a change of type that may lose what is stored, and not one that keeps it', async () => {
    const editor = new Editor();
    editor.bench.project.revision({
      id: 'a',
      upgrade:
        'op.create_table("pet", sa.Column("id", sa.Integer, primary_key=True), sa.Column("weight", sa.Float), sa.Column("name", sa.String(9)))',
    });
    editor.bench.alembic('upgrade', 'head');
    editor.bench.models(
      'sa.Table("pet", metadata, sa.Column("id", sa.Integer, primary_key=True), sa.Column("weight", sa.Integer), sa.Column("name", sa.String(20)))',
      { configure: 'compare_type=True' },
    );
    const { rows } = await editor.review();
    expect(rows.map(({ label, destructive }) => [label, destructive])).toEqual([
      ['Alter column weight: type', true],
      ['Alter column name: type', false],
    ]);
  });
});
