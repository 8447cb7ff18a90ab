import type { ImportScope } from '../../python/write/importedNames';
import { makeWriter } from '../../sqlalchemy/python/makeWriter';
import type { PythonWriter, WriterOptions } from '../../sqlalchemy/python/writer';
import { Refusal } from '../../sqlalchemy/refusal';
import type { AutocommitBlock, Batch, Opaque, Operation, OperationKind, OperationOf } from '../operation';
import { writeAddColumn } from './addColumn';
import { writeAddConstraint } from './addConstraint';
import { writeAlterColumn } from './alterColumn';
import { inBatches } from './batches';
import { INDENTATION, writeAutocommitHead, writeBatchHead } from './blocks';
import { writeBulkInsert } from './bulkInsert';
import { writeCreateForeignKey } from './createForeignKey';
import { writeCreateIndex } from './createIndex';
import { writeCreateTable } from './createTable';
import { writeDropColumn } from './dropColumn';
import { writeDropConstraint } from './dropConstraint';
import { writeDropIndex } from './dropIndex';
import { writeDropTable } from './dropTable';
import { writeCreateEnum, writeDropEnum } from './enums';
import { writeExecute } from './execute';
import type { WriteOperation } from './parts';
import { writeRenameTable } from './renameTable';
import { writeCreateTableComment, writeDropTableComment } from './tableComments';

export interface WriteOptions extends WriterOptions {
  /** The names of the file that the text goes into. Absent: those of Alembic's template. */
  readonly scope?: ImportScope;
  /** Changes of one table that follow each other are put into a batch (Alembic's `render_as_batch`). */
  readonly asBatch?: boolean;
}

/** What the text does not say, or says otherwise. */
interface WriteNote {
  readonly operation: Operation;
  /** One sentence for the user. */
  readonly reason: string;
}

/** Python that does what operations do. */
interface WrittenOperations {
  /** Statements in order, without the indentation of a function. One may hold line breaks, of which no string is a part. */
  readonly lines: readonly string[];
  /** Lines of imports that the names in it need and the file does not have, in order. */
  readonly imports: readonly string[];
  readonly notes: readonly WriteNote[];
}

type Block = Batch | AutocommitBlock | Opaque;

const WRITE: { readonly [K in Exclude<OperationKind, Block['kind']>]: WriteOperation<OperationOf<K>> } = {
  addColumn: writeAddColumn,
  alterColumn: writeAlterColumn,
  dropColumn: writeDropColumn,
  createTable: writeCreateTable,
  dropTable: writeDropTable,
  renameTable: writeRenameTable,
  createIndex: writeCreateIndex,
  dropIndex: writeDropIndex,
  addConstraint: writeAddConstraint,
  createForeignKey: writeCreateForeignKey,
  dropConstraint: writeDropConstraint,
  createTableComment: writeCreateTableComment,
  dropTableComment: writeDropTableComment,
  bulkInsert: writeBulkInsert,
  execute: writeExecute,
  createEnum: writeCreateEnum,
  dropEnum: writeDropEnum,
};

/**
 * Writes operations as Python, as Alembic's autogenerate writes them (alembic-behaviour.md §6.4); in the same style what
 * that does not write. What has no Python stands as a comment that says why, and in the notes. Never throws for what
 * operations say.
 */
export function writeOperations(operations: readonly Operation[], options: WriteOptions = {}): WrittenOperations {
  const notes: WriteNote[] = [];
  const writer = makeWriter(options.scope, options);
  const lines = writeAll(options.asBatch === true ? inBatches(operations) : operations, writer, notes);
  return { lines, imports: writer.names.lines, notes };
}

function writeAll(operations: readonly Operation[], writer: PythonWriter, notes: WriteNote[]): readonly string[] {
  return operations.flatMap((operation) => {
    try {
      return writeOne(operation, writer, notes);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      notes.push({ operation, reason: error.reason });
      return [`# ${error.reason.replaceAll(/\s+/g, ' ')}`];
    }
  });
}

function writeOne(operation: Operation, writer: PythonWriter, notes: WriteNote[]): readonly string[] {
  switch (operation.kind) {
    case 'opaque':
      throw new Refusal(operation.reason);
    case 'batch':
    case 'autocommitBlock':
      return writeBlock(operation, writer, notes);
    default: {
      // The table is by kind, which the compiler cannot follow through the lookup.
      const write = WRITE[operation.kind] as WriteOperation<Operation>;
      const written = writer.apart(() => write(operation, writer));
      notes.push(...written.notes.map((reason) => ({ operation, reason })));
      return [...written.before, written.value];
    }
  }
}

function writeBlock(block: Batch | AutocommitBlock, writer: PythonWriter, notes: WriteNote[]): readonly string[] {
  const name = writer.freeName('batch_op');
  const head = writer.apart(() =>
    block.kind === 'batch' ? writeBatchHead(block, name, writer) : writeAutocommitHead(writer),
  );
  notes.push(...head.notes.map((reason) => ({ operation: block, reason })));
  const outer = writer.batch;
  if (block.kind === 'batch') writer.batch = name;
  const lines = writeAll(block.children, writer, notes);
  writer.batch = outer;
  const isEmpty = lines.every((line) => line.startsWith('#'));
  // Only the first line of a statement is moved in, as Alembic does it: the others stand inside brackets.
  const inner = [...lines, ...(isEmpty ? ['pass'] : [])].map((line) => INDENTATION + line);
  return [...head.before, head.value, ...inner, ''];
}
