import { err, ok, type Result } from '../../common/result';
import { Interpreter, type InterpreterOptions } from '../../python/interpreter/interpreter';
import { HostObject, type PyValue, unknownData, unknownPy } from '../../python/interpreter/value';
import { pyBool } from '../../python/interpreter/make';
import type { Context } from '../../schema/context';
import type { NamingConvention } from '../../schema/model';
import { sqlalchemyModule } from '../../sqlalchemy/library';
import { LibraryFunction } from '../../sqlalchemy/notKnown';
import { MetaDataObject } from '../../sqlalchemy/table';
import { currentApp, flaskSqlalchemy } from './flaskDatabase';

/** What an environment is read for: no dialect decides where models keep their tables. */
const CONTEXT: Context = { dialect: 'postgresql', mode: 'offline', sqlalchemy: '2.0', naming: null };
const STEP_BUDGET = 300_000;

export interface MetadataOptions {
  readonly readModule: InterpreterOptions['readModule'];
  /** Where the only Flask-SQLAlchemy object of the project is made, `module` and name; null: there is none, or several. */
  readonly flaskDatabase: () => readonly [module: string, name: string] | null;
}

/**
 * The naming convention of the metadata that env.py gives Alembic, found by following it as with `--sql`; nothing runs.
 * Null: SQLAlchemy's default. A list of several metadata has none (`SchemaObjects.metadata()` of Alembic).
 * @returns in the error why it is not known, one sentence.
 */
export function targetNaming(envPy: string, options: MetadataOptions): Result<NamingConvention | null, string> {
  const given: PyValue[] = [];
  // The library is kept for as long as the context is.
  const context = { ...CONTEXT };
  const interpreter: Interpreter = new Interpreter({
    importModule: (name) => {
      if (name === 'alembic' || name.startsWith('alembic.')) return new EnvironmentModule(given);
      if (name === 'flask_sqlalchemy') return flaskSqlalchemy();
      if (name === 'flask') {
        return currentApp(() => {
          const [module, member] = options.flaskDatabase() ?? [];
          if (module === undefined || member === undefined)
            return unknownPy('The project has no one Flask-SQLAlchemy.');
          const found = interpreter.module(module);
          return interpreter.getAttribute(found, member, { from: 0, to: 0 });
        });
      }
      return sqlalchemyModule(name, context);
    },
    readModule: options.readModule,
    notFollowed: () => undefined,
    stepBudget: STEP_BUDGET,
  });
  interpreter.runFile(envPy);
  const values = given.length > 0 ? given : [interpreter.global('target_metadata') ?? unknownPy('env.py names none.')];
  const answers = values.map(namingOfValue);
  const [first] = answers;
  if (first === undefined) return err('env.py names none.');
  const same = answers.every((one) => JSON.stringify(one) === JSON.stringify(first));
  return same ? first : err('env.py gives Alembic several.');
}

function namingOfValue(value: PyValue): Result<NamingConvention | null, string> {
  if (value.kind === 'unknown') return err(value.reason);
  if (value.kind === 'none' || value.kind === 'list' || value.kind === 'tuple') return ok(null);
  if (!(value instanceof MetaDataObject)) return err('What env.py gives as `target_metadata` is not followed.');
  if (value.naming === undefined) return err('The naming convention holds more than templates.');
  return ok(value.naming);
}

/** `alembic`, `alembic.context`: what `context.configure()` is given is kept, everything else is but data. */
class EnvironmentModule extends HostObject {
  readonly typeName = 'module';

  constructor(private readonly given: PyValue[]) {
    super();
  }

  override getAttribute(name: string): PyValue {
    if (name === 'context') return this;
    if (name === 'is_offline_mode') return new LibraryFunction(name, () => pyBool(true));
    if (name !== 'configure') return unknownData(`\`${name}\` of Alembic's environment is not followed.`);
    return new LibraryFunction(
      name,
      ({ keywords }) => {
        const target = keywords.get('target_metadata');
        if (target !== undefined) this.given.push(target);
        return unknownData('It is nothing.');
      },
      true,
    );
  }
}
