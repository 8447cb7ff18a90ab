import { describe, expect, it } from 'vitest';
import type { Column, Constraint } from '../../../../server/src/schema/model';
import { libraryType } from '../../../../server/src/schema/sqlType';
import { column, createTable, foreignKey, named, OFFLINE, PLACE, sql, text } from './operations';
import { postgresql } from '../../../../server/src/dialect/postgresql/dialect';

const CONSTRAINT = { name: null, deferrable: null, initially: null, options: {} };
const ENUM = libraryType('sqlalchemy', 'Enum', {
  labels: [
    { kind: 'string', value: 'a' },
    { kind: 'string', value: "it's" },
  ],
  name: { kind: 'string', value: 'mood' },
});

describe('CREATE TABLE', () => {
  it('writes columns, then the primary key, then constraints in the order in which they were made', () => {
    const items: (Column | Constraint)[] = [
      column('id', { primaryKey: true }),
      column('parent', { items: [foreignKey('auth.user.id')], unique: true }),
      { ...CONSTRAINT, kind: 'check', condition: text('id > 0'), typeBound: false, name: named('positive') },
    ];
    expect(sql([createTable({ items, schema: 'S' })])).toEqual([
      [
        'CREATE TABLE "S".t (',
        '    id SERIAL NOT NULL, ',
        '    parent INTEGER, ',
        '    PRIMARY KEY (id), ',
        '    CONSTRAINT positive CHECK (id > 0), ',
        '    UNIQUE (parent), ',
        '    FOREIGN KEY(parent) REFERENCES auth."user" (id)',
        ')',
      ].join('\n'),
    ]);
  });

  it.each([
    [{ type: libraryType('sqlalchemy', 'BigInteger') }, 'BIGSERIAL'],
    [{ type: libraryType('sqlalchemy', 'SmallInteger') }, 'SMALLSERIAL'],
    [{ autoincrement: false } as const, 'INTEGER'],
    [{ items: [foreignKey('p.id')] }, 'INTEGER'],
    [{ items: [foreignKey('p.id')], autoincrement: 'ignore_fk' } as const, 'SERIAL'],
    [{ serverDefault: { kind: 'string', value: '1' } } as const, "INTEGER DEFAULT '1'"],
    [{ default: { kind: 'callable' } } as const, 'INTEGER'],
  ])('numbers a primary key by itself where SQLAlchemy does: %j', (given, expected) => {
    const [statement = ''] = sql([createTable({ items: [column('id', { primaryKey: true, ...given })] })]);
    expect(statement).toContain(`id ${expected} NOT NULL`);
  });

  it('makes each enum type once a run, and none where it is told not to', () => {
    const own = libraryType('postgresql', 'ENUM', {
      ...ENUM.arguments,
      create_type: { kind: 'boolean', value: false },
    });
    const table = (type: Column['type']) => createTable({ items: [column('c', { type })] });
    const create = "CREATE TYPE mood AS ENUM ('a', 'it''s')";
    const body = 'CREATE TABLE t (\n    c mood\n)';
    expect(sql([table(ENUM), table(ENUM)])).toEqual([create, body, body]);
    expect(sql([table(own)])).toEqual([body]);
  });

  it('writes indexes and comments behind the table', () => {
    const items = [column('a', { index: true, comment: "it's" })];
    expect(sql([createTable({ items, comment: 'x' })]).slice(1)).toEqual([
      'CREATE INDEX ix_t_a ON t (a)',
      "COMMENT ON TABLE t IS 'x'",
      "COMMENT ON COLUMN t.a IS 'it''s'",
    ]);
  });

  it('says where there is no SQL, and at which operation', () => {
    const twice = createTable({ items: [column('a'), column('a')] });
    const answer = postgresql.statements(twice, OFFLINE, { createdTypes: new Set() });
    expect(answer).toEqual({ ok: false, error: { reason: 'The column `a` is in the table `t` twice.', place: PLACE } });
  });

  it('refuses a type of the project by the reason it comes with', () => {
    const type = { kind: 'custom', name: 'app.GUID', reason: 'The type `app.GUID` is the project’s.' } as const;
    expect(sql([createTable({ items: [column('a', { type })] })])).toEqual(['(The type `app.GUID` is the project’s.)']);
  });

  it('leaves foreign keys with use_alter out', () => {
    const key = foreignKey('p.id');
    const items = [column('a', { items: [{ ...key, rules: { ...key.rules, useAlter: true } }] })];
    expect(sql([createTable({ items })])).toEqual(['CREATE TABLE t (\n    a INTEGER\n)']);
  });
});
