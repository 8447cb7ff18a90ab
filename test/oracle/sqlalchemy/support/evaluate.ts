import { Interpreter } from '../../../../server/src/python/interpreter/interpreter';
import type { PyValue } from '../../../../server/src/python/interpreter/value';
import type { Context } from '../../../../server/src/schema/context';
import { ColumnObject } from '../../../../server/src/sqlalchemy/column';
import { sqlalchemyModule } from '../../../../server/src/sqlalchemy/library';
import {
  ConstraintObject,
  ExpressionObject,
  IndexObject,
  SequenceObject,
  ServerDefaultObject,
  TypeValue,
} from '../../../../server/src/sqlalchemy/objects';

const CONTEXT: Context = { dialect: 'postgresql', mode: 'offline', sqlalchemy: '2.0', naming: null };

const IMPORTS = `import sqlalchemy
import sqlalchemy as sa
from sqlalchemy.dialects import mssql, mysql, oracle, postgresql, sqlite
import datetime
import decimal
import enum
import uuid
`;

/** What an expression of Python is to us: data, unknown with its reason, or an exception by its name. */
export type Evaluated =
  | { readonly kind: 'data'; readonly data: unknown }
  | { readonly kind: 'unknown'; readonly reason: string }
  | { readonly kind: 'raised'; readonly type: string; readonly message: string };

export function evaluate(source: string, setup = ''): Evaluated {
  const interpreter = new Interpreter({
    importModule: (name) => sqlalchemyModule(name, CONTEXT),
    readModule: () => undefined,
    notFollowed: () => undefined,
  });
  const outcome = interpreter.runFile(`${IMPORTS}${setup}\nvalue = ${source}\n`);
  if (outcome.kind === 'raised') return { kind: 'raised', type: outcome.type, message: outcome.message };
  if (outcome.kind === 'stopped') return { kind: 'unknown', reason: outcome.reason };
  const value = interpreter.global('value');
  return value === undefined ? { kind: 'unknown', reason: 'no value' } : described(value);
}

function described(value: PyValue): Evaluated {
  if (value.kind === 'unknown') return { kind: 'unknown', reason: value.reason };
  if (
    value instanceof ColumnObject ||
    value instanceof ConstraintObject ||
    value instanceof IndexObject ||
    value instanceof SequenceObject ||
    value instanceof ServerDefaultObject ||
    value instanceof ExpressionObject
  ) {
    const custom = customType(value.data);
    return custom === null ? { kind: 'data', data: value.data } : { kind: 'unknown', reason: custom };
  }
  if (value instanceof TypeValue) {
    return value.data === undefined
      ? { kind: 'unknown', reason: 'a class that needs arguments' }
      : { kind: 'data', data: value.data };
  }
  return { kind: 'unknown', reason: `a ${value.kind}` };
}

/** Why a type somewhere inside is not SQLAlchemy's own. */
function customType(data: unknown): string | null {
  if (typeof data !== 'object' || data === null) return null;
  if ('kind' in data && data.kind === 'custom' && 'reason' in data) return String(data.reason);
  for (const inner of Object.values(data)) {
    const reason = customType(inner);
    if (reason !== null) return reason;
  }
  return null;
}
