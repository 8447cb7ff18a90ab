import type { EngineError } from '../engine';

/** What one run of the models' comparison found, as the bridge describes it (`describe_scripts` of autogenerate.py). */
export interface Comparison {
  /** Id the first file would get, unless the command line or a hook names one. */
  readonly revisionId: string | null;
  /** One for each time env.py ran the comparison, in its order. */
  readonly environments: readonly ComparedEnvironment[];
  /** The files that would be written; hooks may make several, or none. */
  readonly directives: readonly Directive[];
}

/** One database of a comparison: what was compared with what. */
export interface ComparedEnvironment {
  readonly upgradeToken: string;
  readonly modelTables: number;
  /** Null: the database would not list them. */
  readonly databaseTables: number | null;
  readonly filters: readonly ('include_name' | 'include_object')[];
  /** Whether env.py has a `process_revision_directives`. */
  readonly hook: boolean;
  readonly operationsBeforeHook: number;
}

/** One file that would be written. */
export interface Directive {
  /** Absolute path. */
  readonly path: string;
  readonly revisionId: string;
  readonly message: string | null;
  /** Its text with all operations, and with none. */
  readonly full: string;
  readonly bare: string;
  /** Its text with marks (`MARK` below) for what depends on the operations; with and without a mark for the imports. */
  readonly marked: string;
  readonly markedWithoutImports: string;
  /** Whether the text depends on the moment it is written. */
  readonly dated: boolean;
  /** Why there could be no file, where only the differences were asked for: `full` is the two functions' lines then. */
  readonly problem: string | null;
  /** Imports that the file has whatever its operations. */
  readonly imports: readonly string[];
  /** One for each engine of a `multidb` env.py. */
  readonly bodies: readonly DirectiveBody[];
}

/** A mark: the name of a template's variable between two characters of the private use area. */
export const MARK = /\ue000([^\ue001]*)\ue001/g;

export interface DirectiveBody {
  /** Names of the template's variables: `upgrades`, `engine1_upgrades`. */
  readonly upgradeToken: string;
  readonly downgradeToken: string;
  readonly upgrade: FunctionBody;
  readonly downgrade: FunctionBody;
  /** In the order of `upgrade`; then what only `downgrade` has. */
  readonly operations: readonly ComparedOperation[];
}

/** Lines of a function as they stand in the file, the first without its indentation. */
export interface FunctionBody {
  readonly full: readonly string[];
  readonly empty: readonly string[];
  readonly chunks: readonly Chunk[];
}

/** Operations that stand together, with what is written before and after them (`with op.batch_alter_table(...)`). */
export interface Chunk {
  readonly head: readonly string[];
  readonly tail: readonly string[];
  readonly leaves: readonly { readonly key: string; readonly text: string }[];
}

/** A table as Alembic names it. */
export type TableName = readonly [schema: string | null, name: string];

/** One operation that was found. */
export interface ComparedOperation {
  /** Names the operation by what it does: the same in another run that finds the same. */
  readonly key: string;
  /** Alembic's class in snake case: `add_column`, `drop_table`; of a third party whatever it calls it. */
  readonly kind: string;
  /** `downgrade`: nothing in upgrade() is its reverse; a hook put it there. */
  readonly side: 'upgrade' | 'downgrade';
  readonly table: TableName | null;
  /** Of the column, index or constraint. */
  readonly name: string | null;
  /** Of a constraint that is dropped: `foreignkey`, `unique`, `check`. */
  readonly constraintType: string | null;
  /** What an alteration changes. */
  readonly changes: readonly ('type' | 'nullable' | 'serverDefault' | 'comment' | 'name')[];
  /** Columns of an index or constraint. */
  readonly columns: readonly string[];
  /** Tables that foreign keys in it lead to. */
  readonly references: readonly TableName[];
  /** The columns they lead to, where they are named. */
  readonly leadsTo: readonly (readonly [table: TableName, column: string])[];
  /** A change of the type that does not surely keep every value (typeChanges.py). */
  readonly mayLoseValues: boolean;
  /** As it stands in the file; null: not in this function. */
  readonly upgrade: string | null;
  readonly downgrade: string | null;
  readonly imports: readonly string[];
}

/** What was reviewed, and what of it is to be written. */
export interface ReviewedComparison {
  readonly revisionId: string | null;
  /** Every operation that was shown. The run writes nothing when it finds others. */
  readonly keys: readonly string[];
  readonly keep: readonly string[];
  /** The order of the operations in the functions that were shown. */
  readonly upgradeOrder: readonly string[];
  readonly downgradeOrder: readonly string[];
  /** For a comparison: only the differences are wanted, and no file will be. */
  readonly check?: true;
}

/** For the run that only compares. */
export const NOTHING_REVIEWED: ReviewedComparison = {
  revisionId: null,
  keys: [],
  keep: [],
  upgradeOrder: [],
  downgradeOrder: [],
};

/** How the second comparison differed from the first. */
export interface ChangedComparison {
  readonly added: readonly { readonly table: TableName | null; readonly text: string }[];
  /** Keys that are not there any more. */
  readonly removed: readonly string[];
}

/** The revision files of a run; `error`: why it did not end well, though they may be there. */
export interface WrittenRevision {
  readonly files: readonly string[];
  readonly error: EngineError | null;
  /** The models or the database are not as they were reviewed: nothing was written. */
  readonly changed: ChangedComparison | null;
}

/** `schema.name`. */
export function tableText([schema, name]: TableName): string {
  return schema === null ? name : `${schema}.${name}`;
}
