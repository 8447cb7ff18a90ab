import type { DirectiveKind, DirectiveSpec, OperationSpec } from './spec';
import type { OperationOf } from './operation';
import { addColumn } from './specs/addColumn';
import { alterColumn } from './specs/alterColumn';
import { bulkInsert } from './specs/bulkInsert';
import { createCheckConstraint } from './specs/createCheckConstraint';
import { createExcludeConstraint } from './specs/createExcludeConstraint';
import { createForeignKey } from './specs/createForeignKey';
import { createIndex } from './specs/createIndex';
import { createPrimaryKey } from './specs/createPrimaryKey';
import { createTable } from './specs/createTable';
import { createTableComment } from './specs/createTableComment';
import { createUniqueConstraint } from './specs/createUniqueConstraint';
import { dropColumn } from './specs/dropColumn';
import { dropConstraint } from './specs/dropConstraint';
import { dropIndex } from './specs/dropIndex';
import { dropTable } from './specs/dropTable';
import { dropTableComment } from './specs/dropTableComment';
import { execute } from './specs/execute';
import { renameTable } from './specs/renameTable';

/** The directives that make each kind of operation. */
const SPECS = {
  addColumn: [addColumn],
  alterColumn: [alterColumn],
  dropColumn: [dropColumn],
  createTable: [createTable],
  dropTable: [dropTable],
  renameTable: [renameTable],
  createIndex: [createIndex],
  dropIndex: [dropIndex],
  addConstraint: [createPrimaryKey, createUniqueConstraint, createCheckConstraint, createExcludeConstraint],
  createForeignKey: [createForeignKey],
  dropConstraint: [dropConstraint],
  createTableComment: [createTableComment],
  dropTableComment: [dropTableComment],
  bulkInsert: [bulkInsert],
  execute: [execute],
} satisfies { readonly [K in DirectiveKind]: readonly OperationSpec<OperationOf<K>>[] };

/** Alembic's directives by name: `add_column`. */
export const DIRECTIVES: ReadonlyMap<string, DirectiveSpec> = new Map(
  Object.values<readonly DirectiveSpec[]>(SPECS)
    .flat()
    .map((spec) => [spec.name, spec]),
);
