import { describe, expect, it } from 'vitest';
import { after } from './applySupport';
import { OFFLINE, ONLINE, operations, read } from './support';

const BEGIN = `
from sqlalchemy import orm
from sqlalchemy.orm import Session, declarative_base, scoped_session, sessionmaker
Base = declarative_base()
class User(Base):
    __tablename__ = 'users'
    id = sa.Column(sa.Integer, primary_key=True)
class Thinking(Base):
    __tablename__ = 'thinking'
    id = sa.Column(sa.Integer, primary_key=True)
    def act(self):
        pass
op.create_table('users', sa.Column('id', sa.Integer))
session = Session(bind=op.get_bind())
`.trim();

/** Why everything is in doubt, or the table is; null: neither. */
function doubt(code: string): string | null {
  const { schema } = after('postgresql', `${BEGIN}\n${code}`);
  return schema.doubt?.reason ?? schema.tables.get('users')?.doubt?.reason ?? null;
}

describe('a session of the ORM', () => {
  it.each([
    'for user in session.query(User).filter(User.id > 1).order_by(User.id).all():\n    user.id = 2\n    session.merge(user)',
    'session.query(User.id, sa.func.count()).group_by(User.id).having(sa.func.count() > 1).delete()',
    'if session.query(User).count() > 0:\n    session.add(User(id=1))\nsession.commit()',
    'with Session(op.get_bind()) as other, other.begin():\n    other.add_all([User(id=1)])',
    'other = sessionmaker(bind=op.get_bind())()\nother.flush()\nother.close()',
    'factory = scoped_session(sessionmaker())\nfactory.configure(bind=op.get_bind())\nfactory.add(User())\nfactory.remove()',
    "session.execute(sa.text('UPDATE users SET id = :id'), {'id': 1})",
    'session.execute(sa.select(User).where(User.id == 1))',
    'session.scalars(sa.select(User.id))',
    "try:\n    session.query(User).update({'id': 1})\nexcept Exception:\n    session.rollback()\n    raise",
    'with session.no_autoflush:\n    orm.Session(bind=session.connection()).refresh(session.get(User, 1))',
    'for row in session.query(Thinking).filter_by(id=1).all():\n    row.items.append(User(id=row.count()))',
    'op.execute(sa.update(User).where(User.id == 1).values(name=User.other.as_string()))',
    'session.query(User).options(orm.joinedload(User.items)).delete()',
    'op.get_bind().execute(User.__table__.insert().values(id=1))',
    'user = User()\nuser.items.append(Thinking())\nsession.add(user)',
  ])('touches rows only: %s', (code) => {
    expect(doubt(code)).toBeNull();
  });

  it.each([
    'session.rollback()',
    'session.execute(session.query(User).first())',
    'session.query(Thinking).first().act()',
    'for row in session.query(User, Thinking).all():\n    row.act()',
    'Thinking().act()',
    'from elsewhere import Other\nsession.query(Other).all()',
    'session.scalars(sa.select(Thinking)).first().act()',
    "Session(bind=session.query(User).first()).execute(sa.text('SELECT 1'))",
    "session.execute(sa.text('DROP TABLE users'))\nsession.query(User)[0].anything()\nsession.made_up()",
  ])('may do anything: %s', (code) => {
    expect(doubt(code)).not.toBeNull();
  });

  it('executes what it is told to', () => {
    const { schema } = after('postgresql', `${BEGIN}\nsession.execute(sa.text('DROP TABLE users'))`);
    expect([schema.doubt, schema.tables.size]).toEqual([null, 0]);
  });

  it('is not known as SQL', () => {
    expect(operations(`${BEGIN}\nsession.query(User).delete()`, ONLINE).slice(1)).toMatchObject([
      { kind: 'opaque', may: [], reason: 'What a session of the ORM sends is not followed.' },
    ]);
    expect(read(`${BEGIN}\nsession.query(User).delete()`, OFFLINE).operations.slice(1)).toMatchObject([
      { kind: 'opaque', table: null },
      { kind: 'opaque', table: null },
    ]);
  });
});
