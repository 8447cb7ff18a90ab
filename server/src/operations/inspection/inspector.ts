import { raise } from '../../python/interpreter/exception';
import { pyBool, pyList, pyStr } from '../../python/interpreter/make';
import { bindArguments } from '../../python/interpreter/signature';
import { type CallArguments, HostObject, PY_NONE, type PyValue, unknownData } from '../../python/interpreter/value';
import type { Context } from '../../schema/context';
import { tableAt, tableKey } from '../../schema/lookup';
import type { Table } from '../../schema/model';
import type { Schema } from '../../schema/schema';
import { toText } from '../../sqlalchemy/names';
import { DataFunction, notKnown } from '../../sqlalchemy/notKnown';
import { parameters } from '../../sqlalchemy/parameters';
import { NO_SUCH_TABLE } from '../exceptions';
import { listsIndex, reflected } from './reflected';

/** What SQLAlchemy's reflection is asked of: the schema that the run would find, as far as it is sure. */
export interface Inspected {
  readonly schema: () => Schema;
  /** Whose reflection it is. */
  readonly sqlalchemy: Context['sqlalchemy'];
  /** The schema of Alembic's own table, which stands among the others. */
  readonly versionTableSchema: string | null;
}

const OF_TABLE = 'table_name schema? **';

/** `sa.inspect(connection)`: what it answers once it answers again (`Inspector.info_cache`). */
export class InspectorObject extends HostObject {
  readonly typeName = 'Inspector';
  /** By method and arguments. */
  readonly #seen = new Map<string, Schema>();

  constructor(private readonly inspected: Inspected) {
    super();
  }

  override getAttribute(name: string): PyValue | undefined {
    switch (name) {
      case 'has_table':
        return this.#method(name, OF_TABLE, (schema, table, inSchema) =>
          pyBool(this.#hasTable(schema, table, inSchema)),
        );
      case 'has_index':
        return new DataFunction(name, (args) => this.#hasIndex(args));
      case 'get_table_names':
        return this.#method(name, 'schema? **', (schema, _table, inSchema) => this.#tableNames(schema, inSchema));
      case 'clear_cache':
        return new DataFunction(name, () => {
          this.#seen.clear();
          return PY_NONE;
        });
      default: {
        const answer = reflected(name);
        if (answer === undefined) return unknownData('It is read from the database.');
        return this.#method(name, OF_TABLE, (schema, table, inSchema) =>
          answer(knownTable(schema, table, inSchema), schema, this.inspected.sqlalchemy),
        );
      }
    }
  }

  #method(
    name: string,
    signature: string,
    answer: (schema: Schema, table: string, inSchema: string | null) => PyValue,
  ): PyValue {
    return new DataFunction(name, (args) => {
      const { given } = bindArguments(name, parameters(signature), args);
      const [table, inSchema] = [textOf(given.get('table_name') ?? pyStr('')), textOrNone(given.get('schema'))];
      return answer(this.#asSeen(name, table, inSchema), table, inSchema);
    });
  }

  /** The schema as it was when this was asked first. */
  #asSeen(...question: readonly (string | null)[]): Schema {
    const key = JSON.stringify(question);
    const seen = this.#seen.get(key) ?? this.inspected.schema();
    this.#seen.set(key, seen);
    return seen;
  }

  #hasTable(schema: Schema, table: string, inSchema: string | null): boolean {
    const state = tableAt(schema, table, inSchema);
    if (state === null) {
      if (isVersionTable(table)) notKnown('The name of Alembic’s own table is said in env.py.');
      if (schema.doubt !== null) notKnown(schema.doubt.reason);
      return false;
    }
    return state.doubt === null ? true : notKnown(state.doubt.reason);
  }

  #hasIndex(args: CallArguments): PyValue {
    const { given } = bindArguments('has_index', parameters('table_name index_name schema? **'), args);
    const [table, index] = [textOf(given.get('table_name')), textOf(given.get('index_name'))];
    const inSchema = textOrNone(given.get('schema'));
    if (!this.#hasTable(this.#asSeen('has_table', table, inSchema), table, inSchema)) return pyBool(false);
    const schema = this.#asSeen('get_indexes', table, inSchema);
    return pyBool(listsIndex(knownTable(schema, table, inSchema), index, schema.dialect));
  }

  #tableNames(schema: Schema, inSchema: string | null): PyValue {
    if (schema.doubt !== null) notKnown(schema.doubt.reason);
    const own = schema.tables.filter(
      ({ table }, key) => tableKey(schema, table?.name ?? key.split('\0')[1] ?? key, inSchema) === key,
    );
    const doubted = own.find(({ doubt }) => doubt !== null);
    if (doubted?.doubt) notKnown(doubted.doubt.reason);
    const names = [...own.values()].flatMap(({ table }) => (table === null ? [] : [table.name]));
    if (inSchema === this.inspected.versionTableSchema) names.push(VERSION_TABLE);
    return pyList(names.sort().map(pyStr));
  }
}

/** What env.py calls it where it says nothing else. */
const VERSION_TABLE = 'alembic_version';

/** Whether it may be what env.py calls it. */
function isVersionTable(name: string): boolean {
  return /alembic|^(?:schema|db|migrations?)_versions?$/.test(name);
}

/** @throws PyRaised where the table is not there; NotKnown where that, or what it holds, is not sure. */
function knownTable(schema: Schema, name: string, inSchema: string | null): Table {
  const state = tableAt(schema, name, inSchema);
  const doubt = state === null ? schema.doubt : state.doubt;
  if (doubt !== null) notKnown(doubt.reason);
  if (state === null && isVersionTable(name)) notKnown('What Alembic’s own table holds is not followed.');
  if (!state?.table) raise('NoSuchTableError', name, NO_SUCH_TABLE);
  return state.table;
}

function textOf(value: PyValue | undefined): string {
  return toText(value) ?? notKnown('What the inspector is asked for is not known.');
}

function textOrNone(value: PyValue | undefined): string | null {
  return value === undefined || value.kind === 'none' ? null : textOf(value);
}
