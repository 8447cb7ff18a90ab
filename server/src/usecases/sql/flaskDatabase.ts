import { type CallArguments, HostObject, type PyValue, unknownPy } from '../../python/interpreter/value';
import { pyDict } from '../../python/interpreter/make';
import { LibraryFunction } from '../../sqlalchemy/notKnown';
import { MetaDataObject } from '../../sqlalchemy/table';

/** A module or object of which some members are known. */
class Members extends HostObject {
  constructor(
    override readonly typeName: string,
    private readonly members: Readonly<Record<string, () => PyValue>>,
  ) {
    super();
  }

  override getAttribute(name: string): PyValue {
    const member = Object.hasOwn(this.members, name) ? this.members[name] : undefined;
    return member?.() ?? unknownPy(`\`${name}\` of a ${this.typeName} is not followed.`);
  }
}

/** The module `flask_sqlalchemy`: as far as where its models keep their tables. */
export function flaskSqlalchemy(): PyValue {
  const make = new LibraryFunction(
    'SQLAlchemy',
    (args, site) => {
      const metadata = metadataOf(args, (model) => site.interpreter.getAttribute(model, 'metadata', site.place));
      const metadatas = pyDict([{ key: { kind: 'none' }, value: metadata }]);
      return new Members('SQLAlchemy', {
        metadata: () => metadata,
        metadatas: () => metadatas,
        Model: () => new Members('Model', { metadata: () => metadata }),
      });
    },
    true,
  );
  return new Members('module', { SQLAlchemy: () => make });
}

/** The metadata that is given, or else that of the base class that is given (`_make_declarative_base`). */
function metadataOf({ keywords }: CallArguments, ofModel: (model: PyValue) => PyValue): PyValue {
  const given = keywords.get('metadata');
  if (given !== undefined && given.kind !== 'none') return given;
  const model = keywords.get('model_class');
  return model === undefined ? new MetaDataObject(null, null) : ofModel(model);
}

/** The module `flask`, whose application has Flask-Migrate: `current_app.extensions['migrate'].db`. */
export function currentApp(database: () => PyValue): PyValue {
  const migrate = new Members('Migrate', { db: database });
  const extensions = pyDict([{ key: { kind: 'string', value: 'migrate' }, value: migrate }]);
  const app = new Members('Flask', { extensions: () => extensions });
  return new Members('module', { current_app: () => app });
}
