import { describe, expect, it } from 'vitest';
import { findMetadata } from '../../../../server/src/usecases/commands/findMetadata';
import { memoryFileSystem } from '../../../support/memoryFileSystem';

const MODEL = 'class User(Base):\n    __tablename__ = "users"\n';

function find(files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const placed = Object.entries(files).map(([path, text]) => [`/shop/${path}`, text]);
  const fs = memoryFileSystem(Object.fromEntries(placed) as Record<string, string>);
  return findMetadata(fs, '/shop', new AbortController().signal);
}

describe('findMetadata', () => {
  it.each([
    ['from sqlalchemy.orm import declarative_base\nBase = declarative_base()\n', 'm:Base.metadata'],
    ['from sqlalchemy.ext.declarative import declarative_base as make\nBase = make(cls=X)\n', 'm:Base.metadata'],
    ['import sqlalchemy as sa\nBase = sa.orm.declarative_base()\n', 'm:Base.metadata'],
    ['from sqlalchemy import orm\nclass Model(orm.MappedAsDataclass, orm.DeclarativeBase): pass\n', 'm:Model.metadata'],
    ['import sqlalchemy as sa\nmeta: sa.MetaData = sa.MetaData(schema="x")\n', 'm:meta'],
    ['from sqlalchemy.orm import registry\nmapper_registry = registry()\n', 'm:mapper_registry.metadata'],
    ['from sqlalchemy.orm import as_declarative\n@as_declarative()\nclass Base:\n    pass\n', 'm:Base.metadata'],
    ['from sqlmodel import SQLModel\nclass Hero(SQLModel, table=True):\n    id: int\n', 'm:SQLModel.metadata'],
    ['from flask_sqlalchemy import SQLAlchemy\ndb = SQLAlchemy(app)\n', 'm:db.metadata'],
  ])('knows what %j makes', async (text, place) => {
    expect(await find({ 'm.py': text })).toEqual([place]);
  });

  it.each([
    ['tests/base.py', 'from sqlalchemy import MetaData\nmeta = MetaData()\n'],
    ['.venv/lib/base.py', 'from sqlalchemy import MetaData\nmeta = MetaData()\n'],
    ['migrations/versions/a.py', 'from sqlalchemy import MetaData\ndown_revision = None\nmeta = MetaData()\n'],
    ['not-a-module.py', 'from sqlalchemy import MetaData\nmeta = MetaData()\n'],
    ['other.py', 'from other import MetaData\nmeta = MetaData()\n'],
    ['inside.py', 'from sqlalchemy import MetaData\ndef make():\n    meta = MetaData()\n'],
    ['hero.py', 'from sqlmodel import SQLModel\nclass HeroBase(SQLModel):\n    id: int\n'],
  ])('leaves out %s', async (path, text) => {
    expect(await find({ [path]: text })).toEqual([]);
  });

  it('puts the module first that imports the models with it', async () => {
    const base = 'from sqlalchemy.orm import DeclarativeBase\nclass Base(DeclarativeBase): pass\n';
    const [first] = await find({
      'shop/__init__.py': '',
      'shop/db.py': base,
      'shop/models/__init__.py': 'from ..db import Base\nfrom .user import User\nfrom shop.models import order\n',
      'shop/models/user.py': `from shop.db import Base\n${MODEL}`,
      'shop/models/order.py': `from ..db import Base\n${MODEL}`,
    });
    expect(first).toBe('shop.models:Base.metadata');
    expect(
      await find({
        'db/base_class.py': base,
        'db/base.py': 'from db.base_class import Base\nfrom db.user import User\nimport db.order\n',
        'db/user.py': `from db.base_class import Base\n${MODEL}`,
        'db/order.py': `from db.base_class import Base\n${MODEL}`,
      }),
    ).toEqual(['db.base:Base.metadata', 'db.base_class:Base.metadata']);
  });

  it('names modules as an installed project has them', async () => {
    const text = 'from sqlalchemy import MetaData\nmetadata = MetaData()\n';
    expect(await find({ 'pyproject.toml': '', 'src/shop/db.py': text })).toEqual(['shop.db:metadata']);
    expect(await find({ 'src/shop/db.py': text })).toEqual(['src.shop.db:metadata']);
  });
});
