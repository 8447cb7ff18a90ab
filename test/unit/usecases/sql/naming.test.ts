import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { namingOf } from '../../../../server/src/usecases/sql/naming';
import { memoryFileSystem } from '../../../support/memoryFileSystem';

const MADE = "MetaData(naming_convention={'pk': 'pk_%(table_name)s'})";
const MODELS = `from sqlalchemy import MetaData\nmetadata = ${MADE}\n`;
const PK = { pk: 'pk_%(table_name)s' };
const TEMPLATE = `
from alembic import context
config = context.config
if config.config_file_name is not None:
    fileConfig(config.config_file_name)

def run_migrations_offline() -> None:
    url = config.get_main_option("sqlalchemy.url")
    context.configure(url=url, target_metadata=target_metadata, literal_binds=True)
    with context.begin_transaction():
        context.run_migrations()

async def run_async_migrations():
    pass

if context.is_offline_mode():
    run_migrations_offline()
else:
    asyncio.run(run_async_migrations())
`;

/** @param env the env.py; null: there is none. */
function naming(env: string | null, models = MODELS, others: Readonly<Record<string, string>> = {}) {
  const fs = memoryFileSystem({
    '/shop/alembic/env.py': env ?? '',
    '/shop/models.py': models,
    '/shop/.venv/lib/other.py': MODELS,
    ...others,
  });
  const root = resolve('/shop');
  const envPy = env === null ? null : resolve('/shop/alembic/env.py');
  const scriptLocation = resolve('/shop/alembic');
  const folders = { workingDirectory: root, root, scriptLocation, versionLocations: [], prependSysPath: [] };
  return namingOf({ envPy, ...folders }, fs);
}

it('is none where env.py hands over no metadata, or nothing speaks of a convention', () => {
  expect(naming(null)).toBeNull();
  expect(naming('context.configure(url=url)')).toBeNull();
  expect(naming('target_metadata = None\n# target_metadata = mymodel.Base.metadata\n')).toBeNull();
  expect(naming('target_metadata = models.metadata', 'metadata = MetaData()')).toBeNull();
});

describe('is that of the metadata', () => {
  it.each([
    ['import models\ntarget_metadata = models.metadata', MODELS],
    ['from models import metadata\ntarget_metadata = metadata', MODELS],
    [
      'from models import Base\ntarget_metadata = Base.metadata',
      `from sqlalchemy import MetaData\nfrom sqlalchemy.orm import DeclarativeBase\nCONVENTION = {'pk': 'pk_%(table_name)s'}\nclass Base(DeclarativeBase):\n    metadata = MetaData(naming_convention=CONVENTION)\nclass User(Base):\n    __tablename__ = 'u'\n`,
    ],
    [
      'import models\ntarget_metadata = models.User.metadata',
      `from sqlalchemy import MetaData\nfrom sqlalchemy.ext.asyncio import AsyncAttrs\nfrom sqlalchemy.orm import DeclarativeBase\nclass Base(AsyncAttrs, DeclarativeBase):\n    metadata = ${MADE}\nclass User(Base):\n    __tablename__ = 'u'\n`,
    ],
    [
      'import models\ntarget_metadata = models.Base.metadata',
      `from sqlalchemy import MetaData\nfrom sqlalchemy.orm import declarative_base\nBase = declarative_base(metadata=${MADE})\n`,
    ],
    [
      'import models\ntarget_metadata = models.Base.metadata',
      `from sqlalchemy import MetaData\nfrom sqlalchemy.orm import registry\nmapper = registry(metadata=${MADE})\nBase = mapper.generate_base()\n`,
    ],
    [
      'from models import SQLModel\ntarget_metadata = SQLModel.metadata',
      `from sqlmodel import SQLModel\nSQLModel.metadata.naming_convention = {'pk': 'pk_%(table_name)s'}\n`,
    ],
    [
      'from models import db\ntarget_metadata = db.metadata',
      `from sqlalchemy import MetaData\nfrom flask_sqlalchemy import SQLAlchemy\ndb = SQLAlchemy(metadata=${MADE})\n`,
    ],
    [
      "from flask import current_app\ntarget_db = current_app.extensions['migrate'].db\ndef get_metadata():\n    if hasattr(target_db, 'metadatas'):\n        return target_db.metadatas[None]\n    return target_db.metadata\ntarget_metadata = get_metadata()",
      `from sqlalchemy import MetaData\nfrom sqlalchemy.orm import DeclarativeBase\nfrom flask_sqlalchemy import SQLAlchemy\nclass Base(DeclarativeBase):\n    metadata = ${MADE}\ndb = SQLAlchemy(model_class=Base)\n`,
    ],
  ])('%s', (env, models) => {
    expect(naming(env + TEMPLATE, models)).toEqual(PK);
  });
});

describe('is surely none', () => {
  it.each([
    [
      `import models\ntarget_metadata = models.Base.metadata`,
      `${MODELS}from sqlalchemy.orm import DeclarativeBase\nclass Base(DeclarativeBase):\n    pass\n`,
    ],
    ['import models\ntarget_metadata = [models.metadata]', MODELS],
    ['from sqlmodel import SQLModel\nimport models\ntarget_metadata = SQLModel.metadata', MODELS],
    ['import models\ntarget_metadata = None\nmetadata = models.metadata', MODELS],
  ])('%s', (env, models) => {
    expect(naming(env + TEMPLATE, models)).toBeNull();
  });
});

describe('is not known', () => {
  it.each([
    ['target_metadata = models.metadata', MODELS],
    ['from models import metadata\ntarget_metadata = choose(metadata)', MODELS],
    ['from models import Base\ntarget_metadata = Base.metadata', `from elsewhere import Base\n# naming_convention`],
    [
      'from models import Base\ntarget_metadata = Base.metadata',
      'from advanced_alchemy.base import UUIDBase as Base\n',
    ],
    [
      'from models import metadata\ntarget_metadata = metadata',
      'from sqlalchemy import MetaData\nmetadata = MetaData(naming_convention={"pk": named})\n',
    ],
    [
      'from models import Base\ntarget_metadata = Base.metadata',
      `${MODELS}from elsewhere import Mixin\nfrom sqlalchemy.orm import DeclarativeBase\nclass Base(Mixin, DeclarativeBase):\n    pass\n`,
    ],
    ['from models import metadata\ntarget_metadata = metadata\ncontext.configure(target_metadata=other)', MODELS],
  ])('%s', (env, models) => {
    expect(naming(env + TEMPLATE, models)).toBe('unknown');
  });

  it('where a module that is not read gives it', () => {
    const env = `from models import metadata\ntarget_metadata = metadata\n${TEMPLATE}`;
    const models = 'from sqlalchemy import MetaData\nmetadata = MetaData()\n';
    const other = "from models import metadata\nmetadata.naming_convention = {'pk': 'p'}\n";
    expect(naming(env, models)).toBeNull();
    expect(naming(env, models, { '/shop/other.py': other })).toBe('unknown');
  });
});
