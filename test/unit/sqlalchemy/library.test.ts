import { describe, expect, it } from 'vitest';
import type { PyValue } from '../../../server/src/python/interpreter/value';
import { dataOf, run } from './support';

describe('the modules of SQLAlchemy', () => {
  it.each([
    'sa.types.Text',
    'sa.sql.sqltypes.Text',
    'sa.dialects.sqlite.TEXT',
    'sa.schema.Column',
    'sa.sql.expression.func',
  ])('hold the same objects: %s', (path) => {
    const name = path.split('.').at(-1) ?? '';
    const same = path.includes('sqlite') ? 'sa.TEXT' : `sa.${name}`;
    expect(run(`value = ${path} is ${same}`).value).toEqual({ kind: 'boolean', value: true });
  });

  it('lack what SQLAlchemy lacks', () => {
    expect(run('value = sa.NoSuchType()').raised).toMatch(/^AttributeError/);
    expect(run('value = postgresql.NoSuchType()').raised).toMatch(/^AttributeError/);
    expect(run('from sqlalchemy import NoSuchType as value').value?.kind).toBe('unknown');
  });

  it('say what they have and we do not follow, without effect', () => {
    const { value, raised, notFollowed } = run('value = sa.lateral(sa.text("a")).alias("b")');
    expect(value).toMatchObject({ kind: 'unknown', reason: "SQLAlchemy's `lateral` is not followed." });
    expect({ raised, notFollowed }).toEqual({ raised: null, notFollowed: [] });
  });

  it('tell of what may reach a database', () => {
    expect(run('sa.MetaData().create_all(strange)').notFollowed).not.toEqual([]);
    expect(run("sa.create_engine('x').execute('y')").notFollowed).not.toEqual([]);
    expect(run("sa.table('x', sa.column('y')).c.y.label('z').label('w')").notFollowed).toEqual([]);
  });

  it('hand inspect() on', () => {
    const seen: PyValue[] = [];
    const inspect = (value: PyValue): PyValue => {
      seen.push(value);
      return { kind: 'integer', value: 1n };
    };
    const { value } = run('value = sa.inspect(5) + sa.engine.reflection.Inspector.from_engine(strange)', { inspect });
    expect(value).toEqual({ kind: 'integer', value: 2n });
    expect(seen.map(({ kind }) => kind)).toEqual(['integer', 'unknown']);
  });

  it('have exceptions that can be caught', () => {
    const text = "try:\n    sa.Column('x', sa.Text(), 5)\nexcept sa.exc.ArgumentError:\n    value = 'caught'\n";
    expect(run(text)).toMatchObject({ value: { value: 'caught' }, raised: null });
    expect(run(text.replace('ArgumentError', 'SQLAlchemyError')).raised).toBeNull();
    expect(run(text.replace('ArgumentError', 'IntegrityError')).raised).toMatch(/^ArgumentError/);
  });

  it('keep the names that op.f() and quoted_name give', () => {
    expect(dataOf("sa.schema.conv('a') + 'b'")).toEqual({ kind: 'string', value: 'ab' });
    expect(dataOf("sa.Column(sa.quoted_name('a', True))")).toMatchObject({ name: 'a', quote: true });
    expect(dataOf("sa.Column(name=sa.quoted_name('a', False))")).toMatchObject({ name: 'a', quote: false });
  });

  it.each([
    'from sqlalchemy.ext.declarative import declarative_base\nBase = declarative_base()\n',
    'from sqlalchemy.orm import DeclarativeBase\nclass Base(DeclarativeBase):\n    pass\n',
  ])('let mapped classes be defined without effect: %s', (base) => {
    const body = "class User(Base):\n    __tablename__ = 'users'\n    id = sa.Column(sa.Integer)\n";
    const { value, notFollowed } = run(`${base}${body}value = User.__tablename__, User.id.like('x')\n`);
    expect(value).toMatchObject({ items: [{ kind: 'string', value: 'users' }, { kind: 'unknown' }] });
    expect(notFollowed).toEqual([]);
    expect(run(`${base}${body}User.__table__.create(strange)\n`).notFollowed).not.toEqual([]);
  });
});
