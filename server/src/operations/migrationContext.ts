import { pyBool, pyStr } from '../python/interpreter/make';
import { HostObject, PY_NONE, type PyValue, unknownData, unknownPy } from '../python/interpreter/value';
import { LibraryFunction } from '../sqlalchemy/notKnown';
import { connectionOf, DialectObject } from './connection';
import { ConfigObject } from './environmentObjects';
import type { Place } from './operation';
import type { Recorder } from './recorder';
import type { Session } from './session';

/** `with op.get_context().autocommit_block()`. */
class AutocommitBlock extends HostObject {
  readonly typeName = '_GeneratorContextManager';

  constructor(
    private readonly recorder: Recorder,
    private readonly place: Place,
  ) {
    super();
  }

  override enter(): PyValue {
    this.recorder.open();
    return PY_NONE;
  }

  /** What stood in the block was sent, also when an exception leaves it. */
  override exit(): void {
    const children = this.recorder.close();
    this.recorder.record({ kind: 'autocommitBlock', place: this.place, children });
  }
}

/** `op.get_context().impl`. */
class DialectImplementation extends HostObject {
  readonly typeName = 'DefaultImpl';

  constructor(private readonly session: Session) {
    super();
  }

  override getAttribute(name: string): PyValue {
    const { context } = this.session;
    // alembic-behaviour.md §3.6.
    if (name === 'transactional_ddl') return pyBool(context.dialect === 'postgresql');
    return shared(name, this.session) ?? unknownPy(`\`impl.${name}\` is not followed.`);
  }
}

/** `op.get_context()`, `context.get_context()`. */
export class MigrationContextObject extends HostObject {
  readonly typeName = 'MigrationContext';

  constructor(private readonly session: Session) {
    super();
  }

  override getAttribute(name: string): PyValue {
    const { environment } = this.session;
    if (name === 'config') return new ConfigObject(environment.mainOptions);
    if (name === 'version_table_schema') {
      const schema = environment.versionTableSchema;
      if (schema === undefined) return unknownData('It is said in env.py.');
      return schema === null ? PY_NONE : pyStr(schema);
    }
    if (name === 'impl') return new DialectImplementation(this.session);
    if (name === 'autocommit_block') {
      return new LibraryFunction(
        name,
        (_args, { place: { from, to } }) => new AutocommitBlock(this.session.recorder, { from, to }),
      );
    }
    return shared(name, this.session) ?? unknownPy(`\`${name}\` of the migration context is not followed.`);
  }
}

function shared(name: string, { context, recorder }: Session): PyValue | undefined {
  switch (name) {
    case 'dialect':
      return new DialectObject(context);
    case 'as_sql':
      return pyBool(context.mode === 'offline');
    case 'bind':
    case 'connection':
      return connectionOf(context, recorder);
    default:
      return undefined;
  }
}
