import { raise } from '../python/interpreter/exception';
import { PY_NONE } from '../python/interpreter/value';
import type { TypeHook } from '../sqlalchemy/typeObject';
import { ConnectionObject, MockConnection } from './connection';
import type { Recorder } from './recorder';

/** Writes down `Enum(...).create(op.get_bind(), checkfirst=...)` and `.drop(...)`. */
export function recordType(recorder: Recorder): TypeHook {
  return ({ action, type, bind, checkFirst }, { place: { from, to }, interpreter }) => {
    const place = { from, to };
    if (bind.kind === 'none') raise('AttributeError', "'NoneType' object has no attribute 'dialect'");
    // SQLAlchemy's stand-in for a connection asks no database whether the type is there.
    const first = bind instanceof MockConnection ? false : interpreter.truth(checkFirst);
    if ((bind instanceof MockConnection || bind instanceof ConnectionObject) && first !== undefined) {
      recorder.record({ kind: action === 'create' ? 'createEnum' : 'dropEnum', place, type, checkFirst: first });
    } else {
      const reason =
        bind.kind === 'unknown' ? bind.reason : `What \`${action}\` of the type ${type.name} is given is not followed.`;
      recorder.record({ kind: 'opaque', place, reason, table: null });
    }
    return PY_NONE;
  };
}
