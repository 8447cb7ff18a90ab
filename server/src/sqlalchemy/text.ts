import { bindArguments } from '../python/interpreter/signature';
import type { CallArguments, PyValue } from '../python/interpreter/value';
import type { SqlExpression } from '../schema/expression';
import { need, toExpression, toLiteral, toType } from './convert';
import { ElementObject, conjunction, negated } from './elements';
import { toText } from './names';
import { DataFunction, known, notFollowed, notKnown, raiseSqlalchemy } from './notKnown';
import { ExpressionObject } from './objects';
import { parameters } from './parameters';

type TextData = Extract<SqlExpression, { kind: 'text' }>;

/** `:name` where SQLAlchemy sees a parameter: not after `:`, a letter or `\`, not before `:` (TextClause._bind_params_regex). */
const PARAMETER = /(?<![:\p{L}\p{N}_\\]):([\p{L}\p{N}_]+)(?!:)/gu;

/** The names of the parameters in a text. */
export function textParameters(sql: string): ReadonlySet<string> {
  return new Set([...sql.matchAll(PARAMETER)].map(([, name]) => name ?? ''));
}

/** `sa.text(sql)`. */
class TextObject extends ExpressionObject {
  readonly typeName = 'TextClause';

  constructor(readonly data: TextData) {
    super();
  }

  override binary(operator: string, other: PyValue): PyValue | undefined {
    if (operator !== '&') return undefined;
    return known(
      () =>
        new ElementObject(
          conjunction('and', [this.data, need(other, toExpression(other, 'condition'), 'a condition')]),
        ),
    );
  }

  override unary(operator: string): PyValue | undefined {
    return operator === '~' ? new ElementObject(negated(this.data)) : undefined;
  }

  protected override member(name: string): PyValue | undefined {
    if (name === 'text') return { kind: 'string', value: this.data.sql };
    if (name === 'bindparams') return new DataFunction(name, (args) => this.#bind(args));
    if (name === 'self_group' || name === 'execution_options') return new DataFunction(name, () => this);
    return undefined;
  }

  #bind(args: CallArguments): PyValue {
    const names = textParameters(this.data.sql);
    const binds: Record<string, TextData['binds'][string]> = { ...this.data.binds };
    const check = (name: string): string => {
      if (names.has(name)) return name;
      return raiseSqlalchemy('ArgumentError', `This text() construct doesn't define a bound parameter named '${name}'`);
    };
    for (const value of args.positional) {
      if (!(value instanceof BindParameter)) notKnown('What `bindparams` is given is not known.');
      binds[check(value.key)] = { value: value.hasValue ? value.data.value : null, type: value.type };
    }
    for (const [name, value] of args.keywords) {
      const literal = need(value, toLiteral(value), `the parameter '${name}'`);
      binds[check(name)] = { value: literal, type: binds[name]?.type ?? null };
    }
    return new TextObject({ ...this.data, binds });
  }
}

/** `sa.bindparam(key, ...)`. */
export class BindParameter extends ElementObject {
  constructor(
    override readonly data: Extract<SqlExpression, { kind: 'bind' }>,
    readonly key: string,
    /** Whether a value was given. Without one it cannot be written out. */
    readonly hasValue: boolean,
  ) {
    super(data, data.type);
  }

  override get expression(): SqlExpression | undefined {
    return this.hasValue ? this.data : undefined;
  }
}

export function text(args: CallArguments): TextObject {
  const { given } = bindArguments('text', parameters('text'), args);
  const value: PyValue = given.get('text') ?? { kind: 'none' };
  return new TextObject({ kind: 'text', sql: need(value, toText(value), 'the text'), binds: {} });
}

export function bindparam(args: CallArguments): BindParameter {
  const { given } = bindArguments(
    'bindparam',
    parameters('key value? type_? unique? required? quote? callable_? expanding? isoutparam? literal_execute?'),
    args,
  );
  for (const name of ['unique', 'callable_', 'expanding', 'isoutparam', 'quote', 'literal_execute']) {
    if (given.has(name)) notKnown(notFollowed(`bindparam(${name}=...)`));
  }
  const keyValue: PyValue = given.get('key') ?? { kind: 'none' };
  const key = need(keyValue, toText(keyValue), 'the name of the parameter');
  const value = given.get('value');
  const type = given.get('type_');
  return new BindParameter(
    {
      kind: 'bind',
      key,
      value: value === undefined ? { kind: 'none' } : need(value, toLiteral(value), 'the value of the parameter'),
      type: type === undefined || type.kind === 'none' ? null : need(type, toType(type), 'the type of the parameter'),
    },
    key,
    value !== undefined,
  );
}
