import type { Literal } from '../common/literal';
import { type PyValue, unknownPy } from '../python/interpreter/value';
import type { SqlExpression } from '../schema/expression';
import { libraryType, type SqlType } from '../schema/sqlType';
import { ExpressionObject } from '../sqlalchemy/objects';

/** The type a bound parameter takes from its value (sqlalchemy/sql/sqltypes.py, `_type_map`). */
const TYPES: Readonly<Partial<Record<Literal['kind'], string>>> = {
  string: 'String',
  integer: 'Integer',
  boolean: 'Boolean',
  float: 'Float',
  decimal: 'Numeric',
  date: 'Date',
  time: 'Time',
  datetime: 'DateTime',
  timedelta: 'Interval',
  uuid: 'Uuid',
  bytes: 'LargeBinary',
};

/** `op.inline_literal(value, type_)`: always written into the statement. */
export class InlineLiteral extends ExpressionObject {
  readonly typeName = '_literal_bindparam';
  readonly data: SqlExpression;

  constructor(value: Literal, type: SqlType | null) {
    super();
    const name = TYPES[value.kind];
    const inferred = name === undefined ? null : libraryType('sqlalchemy', name);
    this.data = { kind: 'bind', value, type: type ?? inferred, key: null };
  }

  override binary(): PyValue {
    return unknownPy('What is made of an `op.inline_literal` is not followed.');
  }
}
