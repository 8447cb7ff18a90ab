import { describe, expect, it } from 'vitest';
import { ImportedNames } from '../../../../server/src/python/write/importedNames';
import { importEdits, importScope } from '../../../../server/src/python/write/importScope';

/** How members of modules are written in a file, and which imports are added. */
function names(text: string, ...wanted: readonly (readonly [module: string, name: string])[]): readonly string[] {
  const imported = new ImportedNames(importScope(text));
  return [...wanted.map(([module, name]) => imported.member(module, name)), ...imported.lines];
}

const COLUMN = ['sqlalchemy', 'Column'] as const;
const JSONB = ['sqlalchemy.dialects.postgresql', 'JSONB'] as const;
const ADD = ['alembic.op', 'add_column'] as const;

describe('the names a file reaches modules by', () => {
  it('are its aliases', () => {
    expect(names('from alembic import op as o\nimport sqlalchemy as db\n', ADD, COLUMN)).toEqual([
      'o.add_column',
      'db.Column',
    ]);
    expect(names('from sqlalchemy.dialects import postgresql as pg\n', JSONB)).toEqual(['pg.JSONB']);
  });

  it('are the whole module, where it is imported without an alias', () => {
    expect(names('import sqlalchemy\nimport alembic.op\n', COLUMN, ADD)).toEqual([
      'sqlalchemy.Column',
      'alembic.op.add_column',
    ]);
    expect(names('import sqlalchemy\nimport sqlalchemy.dialects.postgresql\n', JSONB)).toEqual([
      'sqlalchemy.dialects.postgresql.JSONB',
    ]);
  });

  it('are members imported by themselves, where the module is not', () => {
    expect(names('from sqlalchemy import Column, Text as T\n', COLUMN, ['sqlalchemy', 'Text'])).toEqual([
      'Column',
      'T',
    ]);
    expect(names('import sqlalchemy as sa\nfrom sqlalchemy import Column\n', COLUMN)).toEqual(['sa.Column']);
    expect(names('from sqlalchemy import Column\n', COLUMN, ['sqlalchemy', 'Text'])).toEqual([
      'Column',
      'sa.Text',
      'import sqlalchemy as sa',
    ]);
  });

  it('are added where there are none', () => {
    expect(names('', JSONB, COLUMN, ['datetime', 'date'])).toEqual([
      'postgresql.JSONB',
      'sa.Column',
      'datetime.date',
      'from sqlalchemy.dialects import postgresql',
      'import datetime',
      'import sqlalchemy as sa',
    ]);
  });

  it('are not those that stand for something else somewhere', () => {
    expect(names('import sqlalchemy as sa\n\ndef upgrade():\n    sa = 1\n', COLUMN)).toEqual([
      'sa_.Column',
      'import sqlalchemy as sa_',
    ]);
    expect(names('from datetime import datetime\n', ['datetime', 'date'], ['datetime', 'datetime'])).toEqual([
      'datetime_.date',
      'datetime',
      'import datetime as datetime_',
    ]);
    expect(names('import sqlalchemy as sa\n\ndef helper(sa):\n    pass\n', COLUMN)).toEqual([
      'sa_.Column',
      'import sqlalchemy as sa_',
    ]);
  });

  it('are the same where an import is written twice', () => {
    expect(names('import sqlalchemy as sa\nimport sqlalchemy as sa\n', COLUMN)).toEqual(['sa.Column']);
  });
});

describe('added imports', () => {
  function added(text: string): string {
    const [edit, ...more] = importEdits(text, ['import datetime', 'import uuid']);
    if (edit === undefined || more.length > 0) throw new Error('one edit');
    return text.slice(0, edit.from) + edit.newText + text.slice(edit.to);
  }

  it('stand behind those at the top of the file', () => {
    expect(
      added('"""x"""\nfrom alembic import op  # first\nimport sqlalchemy as sa\n\nrevision = "a"\nimport late\n'),
    ).toBe(
      '"""x"""\nfrom alembic import op  # first\nimport sqlalchemy as sa\nimport datetime\nimport uuid\n\nrevision = "a"\nimport late\n',
    );
  });

  it('keep the line breaks of the file', () => {
    expect(added('import a\r\nx = 1\r\n')).toBe('import a\r\nimport datetime\r\nimport uuid\r\nx = 1\r\n');
  });

  it('stand below the docstring or before the first statement where nothing is imported', () => {
    expect(added('"""x"""\nrevision = 1\n')).toBe('"""x"""\n\nimport datetime\nimport uuid\nrevision = 1\n');
    expect(added('# x\nrevision = 1\n')).toBe('# x\nimport datetime\nimport uuid\n\nrevision = 1\n');
    expect(added('')).toBe('import datetime\nimport uuid\n');
  });

  it('are none where none are needed', () => {
    expect(importEdits('import a\n', [])).toEqual([]);
  });
});
