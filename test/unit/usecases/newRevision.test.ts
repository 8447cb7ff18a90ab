import { describe, expect, it } from 'vitest';
import type { ProjectConfig } from '../../../server/src/project/model';
import { type NewRevision, newRevisionFile, newRevisionId } from '../../../server/src/usecases/newRevision';
import { PLAIN_TEMPLATE, renderTemplate } from '../../../server/src/usecases/revisionTemplate';
import type { ProjectSnapshot } from '../../../server/src/workspace/snapshot';

const VALUES = { message: 'merge a', revision: 'ccc', downRevision: ['a', 'b'], createDate: '2026-01-02 03:04:05' };

describe('renderTemplate', () => {
  it('fills in the expressions of the templates Alembic ships', () => {
    expect(renderTemplate(PLAIN_TEMPLATE, VALUES)).toEqual({
      ok: true,
      value: [
        '"""merge a',
        '',
        'Revision ID: ccc',
        'Revises: a, b',
        'Create Date: 2026-01-02 03:04:05',
        '',
        '"""',
        'from alembic import op',
        'import sqlalchemy as sa',
        '',
        '',
        "revision = 'ccc'",
        "down_revision = ('a', 'b')",
        'branch_labels = None',
        'depends_on = None',
        '',
        '',
        'def upgrade() -> None:',
        '    pass',
        '',
        '',
        'def downgrade() -> None:',
        '    pass',
        '',
      ].join('\n'),
    });
  });

  it.each([
    ['comments go', '## note\nx = ${repr(up_revision)}\n', "x = 'ccc'\n"],
    ['a doubled percent sign stands for one', '%% literal\n', '% literal\n'],
    ['a backslash joins lines', 'a \\\nb\n', 'a b\n'],
    ['spaces in an expression do not matter', '${ up_revision }', 'ccc'],
  ])('%s', (_, template, expected) => {
    expect(renderTemplate(template, VALUES)).toEqual({ ok: true, value: expected });
  });

  it.each([
    ['a control line', 'a\n% for x in y:\n', 'line 2 is a Mako control line'],
    ['a block', '<%! import re %>', 'it holds a Mako block or tag'],
    [
      'an expression of the project',
      "${config.get('x')}",
      "'${config.get('x')}' is not one of Alembic's own expressions",
    ],
  ])('says why it cannot fill in %s', (_, template, error) => {
    expect(renderTemplate(template, VALUES)).toEqual({ ok: false, error });
  });
});

const CONFIG: Partial<ProjectConfig> = {
  versionLocations: ['/p/versions'],
  scriptLocation: '/p',
  fileTemplate: '%(rev)s_%(slug)s',
  truncateSlugLength: 40,
  timezone: 'UTC',
};

function fileFor(
  config: Partial<ProjectConfig>,
  revision: Partial<NewRevision> = {},
): ReturnType<typeof newRevisionFile> {
  const project = {
    config: { ...CONFIG, ...config },
    chain: { map: { revisions: new Map([['a', { script: { path: '/p/other/a.py' } }]]) } },
  } as unknown as ProjectSnapshot;
  const now = new Date('2026-03-04T05:06:07.089Z');
  return newRevisionFile(project, { id: 'ccc', message: 'Merge: A & b!', down: ['a'], now, ...revision }, () => null);
}

function pathFor(config: Partial<ProjectConfig>, revision: Partial<NewRevision> = {}): string {
  const file = fileFor(config, revision);
  return file.ok ? file.value.path : file.error;
}

describe('newRevisionFile', () => {
  it.each([
    ['%(rev)s_%(slug)s', '/p/versions/ccc_merge_a_b.py'],
    ['%(year)d_%(month).2d_%(day).2d_%(hour).2d%(minute).2d-%(rev)s', '/p/versions/2026_03_04_0506-ccc.py'],
    ['%(year)d/%(month)02d-%(second)s_%(rev).2s', '/p/versions/2026/03-7_cc.py'],
    ['%(epoch)s%%%(month)3d', '/p/versions/1772600767%  3.py'],
  ])('names the file by file_template %s', (fileTemplate, expected) => {
    expect(pathFor({ fileTemplate })).toBe(expected);
  });

  it.each(['%(rev)r', '%(nope)s', '%s', '%(slug)d'])('does not guess at file_template %s', (fileTemplate) => {
    expect(pathFor({ fileTemplate })).toContain('only Python can fill in');
  });

  it('cuts a long slug back to whole words', () => {
    expect(pathFor({ truncateSlugLength: 10 }, { message: 'one two three four' })).toBe('/p/versions/ccc_one_two_.py');
  });

  it('goes to the folder of the first parent when there are several', () => {
    expect(pathFor({ versionLocations: ['/p/versions', '/p/other'] })).toBe('/p/other/ccc_merge_a_b.py');
    expect(pathFor({ versionLocations: ['/p/versions', '/p/third'] })).toContain('no folder');
  });

  it('writes the time of the zone, as Python prints it', () => {
    const text = (timezone: string): string | undefined => {
      const file = fileFor({ timezone });
      return file.ok ? /Create Date: (.*)/.exec(file.value.text)?.[1] : file.error;
    };
    expect(text('UTC')).toBe('2026-03-04 05:06:07.089000+00:00');
    expect(text('america/new_york')).toBe('2026-03-04 00:06:07.089000-05:00');
    expect(text('Nowhere/Land')).toContain('not known');
  });
});

describe('newRevisionId', () => {
  it('is twelve hex digits', () => {
    expect(newRevisionId()).toMatch(/^[0-9a-f]{12}$/);
    expect(newRevisionId()).not.toBe(newRevisionId());
  });
});
