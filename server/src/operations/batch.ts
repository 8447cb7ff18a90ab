import { raise } from '../python/interpreter/exception';
import { bindArguments } from '../python/interpreter/signature';
import { type CallArguments, HostObject, type PyValue, type Site } from '../python/interpreter/value';
import type { OptionValue } from '../schema/model';
import { optionValue } from '../sqlalchemy/convert';
import { toText } from '../sqlalchemy/names';
import { NotKnown, notKnown } from '../sqlalchemy/notKnown';
import { parameters } from '../sqlalchemy/parameters';
import { Arguments } from './arguments';
import { tableContent, tableItems } from './constructed';
import { type Target } from './directive';
import type { Batch, Operation, Opaque } from './operation';
import type { Session } from './session';

/** The signature of `batch_alter_table`, in the short form of `sqlalchemy/parameters.ts`. */
export const BATCH_PARAMETERS =
  'table_name schema? recreate? partial_reordering? copy_from? table_args? table_kwargs? reflect_args? reflect_kwargs? naming_convention?';

const RECREATE = ['auto', 'always', 'never'] as const;

type Member = (name: string, target: Target) => PyValue | undefined;

/** The function `op.batch_alter_table`. */
export class BatchAlterTable extends HostObject {
  readonly typeName = 'function';
  override readonly takesUnknown = true;

  /** @param member what `batch_op` has. */
  constructor(
    private readonly session: Session,
    private readonly member: Member,
  ) {
    super();
  }

  override call(given: CallArguments, site: Site): PyValue {
    const bound = bindArguments('batch_alter_table', parameters(BATCH_PARAMETERS), given);
    const scope = { directive: 'op.batch_alter_table', site, batch: null };
    return new BatchBlock(new Arguments(bound, scope), this.session, this.member);
  }
}

/** `with op.batch_alter_table(...) as batch_op`: nothing happens before the block is entered. */
class BatchBlock extends HostObject {
  readonly typeName = '_GeneratorContextManager';
  readonly #children: Operation[] = [];
  #batch: Batch | Opaque | undefined;

  constructor(
    private readonly args: Arguments,
    private readonly session: Session,
    private readonly member: Member,
  ) {
    super();
  }

  override enter(): PyValue {
    const table = this.args.tableIfKnown();
    try {
      this.#batch = batchOf(this.args);
    } catch (error) {
      if (!(error instanceof NotKnown)) throw error;
      this.#batch = { kind: 'opaque', place: this.args.place, reason: error.reason, table };
    }
    this.session.batches.push(this.#children);
    const batch = { table: table?.name ?? '', schema: table?.schema ?? null };
    return new BatchOperations({ name: 'batch_op', batch, queue: this.#children }, this.member);
  }

  /** A block that an exception leaves sends nothing. */
  override exit(raised: boolean): void {
    const { batches, recorder } = this.session;
    const at = batches.lastIndexOf(this.#children);
    if (at >= 0) batches.splice(at, 1);
    if (raised || this.#batch === undefined) return;
    recorder.record(this.#batch.kind === 'batch' ? { ...this.#batch, children: this.#children } : this.#batch);
  }
}

/** `batch_op`. */
class BatchOperations extends HostObject {
  readonly typeName = 'BatchOperations';

  constructor(
    private readonly target: Target,
    private readonly member: Member,
  ) {
    super();
  }

  override getAttribute(name: string): PyValue | undefined {
    return this.member(name, this.target);
  }
}

function batchOf(args: Arguments): Batch {
  const given = args.textOrNull('recreate') ?? 'auto';
  const recreate = RECREATE.find((one) => one === given);
  if (recreate === undefined) raise('ValueError', "recreate may be one of 'auto', 'always', or 'never'.");
  // What reflection is given changes the table it finds, which is not looked at here.
  for (const name of ['reflect_args', 'reflect_kwargs']) args.value(name);
  const copyFrom = args.valueOrNull('copy_from');
  const hasArguments = args.valueOrNull('table_args') !== null;
  return {
    kind: 'batch',
    place: args.place,
    table: args.table(),
    schema: args.schema(),
    recreate,
    partialReordering: orderings(args),
    copyFrom: copyFrom === null ? null : tableContent(copyFrom),
    tableItems: hasArguments ? constraintsOf(args) : [],
    tableOptions: Object.fromEntries(mapping(args, 'table_kwargs')),
    namingConvention: args.valueOrNull('naming_convention') === null ? null : conventions(args),
    children: [],
  };
}

function orderings(args: Arguments): readonly (readonly string[])[] {
  if (args.valueOrNull('partial_reordering') === null) return [];
  const { interpreter, place } = args.site;
  return args.items('partial_reordering').map((ordering) => {
    const names = interpreter.iterate(ordering, place)?.map((name) => toText(name));
    if (names === undefined) return notKnown('What is given for `partial_reordering` is not followed.');
    return names.map((name) => name ?? notKnown('What is given for `partial_reordering` is not followed.'));
  });
}

function constraintsOf(args: Arguments): Batch['tableItems'] {
  return tableItems(args.items('table_args')).map((item) =>
    item.kind === 'column' ? notKnown('A column in `table_args` is not followed.') : item,
  );
}

function mapping(args: Arguments, name: string): readonly (readonly [string, OptionValue])[] {
  const value = args.valueOrNull(name);
  if (value === null) return [];
  const option = optionValue(value);
  if (option === undefined || !('kind' in option)) return notKnown(`What is given for \`${name}\` is not followed.`);
  if (option.kind === 'mapping') return option.entries;
  if (option.kind !== 'dict') return notKnown(`What is given for \`${name}\` is not followed.`);
  return option.entries.map(([key, held]) =>
    key.kind === 'string' ? [key.value, held] : notKnown(`What is given for \`${name}\` is not followed.`),
  );
}

function conventions(args: Arguments): Record<string, string> {
  return Object.fromEntries(
    mapping(args, 'naming_convention').map(([key, held]) =>
      'kind' in held && held.kind === 'string' && typeof held.value === 'string'
        ? [key, held.value]
        : notKnown('The naming convention of a batch holds more than templates.'),
    ),
  );
}
