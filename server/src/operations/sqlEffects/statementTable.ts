import { alterTable } from './sqlAlterTable';
import { commentOn } from './sqlComments';
import { createTable, dropTable } from './sqlCreateTable';
import type { ReadStatement } from './sqlEffect';
import { alterIndex, createIndex, dropIndex } from './sqlIndexes';
import { alterType, createType, dropType } from './sqlNamedTypes';
import {
  createSchema,
  createView,
  dropSchema,
  dropView,
  everything,
  idle,
  idleUnlessCascade,
  setSearchPath,
} from './sqlOthers';
import { alterSequence, createSequence, dropSequence } from './sqlSequences';

/** A statement, by its first words. */
type Row = readonly [words: string, read: ReadStatement];

/** Statements by their first words; the first row that fits counts. */
export const STATEMENTS: readonly Row[] = [
  ...['INSERT', 'UPDATE', 'DELETE', 'MERGE', 'REPLACE', 'VALUES', 'COPY', 'TRUNCATE', 'LOCK', 'VACUUM', 'ANALYZE'].map(
    (word): Row => [word, idle],
  ),
  ...['ANALYSE', 'REINDEX', 'CLUSTER', 'REFRESH', 'GRANT', 'REVOKE', 'RESET', 'SHOW', 'EXPLAIN', 'CHECKPOINT'].map(
    (word): Row => [word, idle],
  ),
  ...['NOTIFY', 'LISTEN', 'UNLISTEN', 'BEGIN', 'START', 'COMMIT', 'SAVEPOINT', 'RELEASE', 'PRAGMA', 'REASSIGN'].map(
    (word): Row => [word, idle],
  ),
  ...['SECURITY LABEL', 'OPTIMIZE', 'FLUSH', 'DELIMITER', 'ATTACH', 'DETACH', 'UNLOCK'].map((word): Row => [
    word,
    idle,
  ]),
  ['SET LOCAL SEARCH_PATH', setSearchPath],
  ['SET SESSION SEARCH_PATH', setSearchPath],
  ['SET SEARCH_PATH', setSearchPath],
  ['SET SCHEMA', () => everything('Another schema is set.')],
  ['SET', idle],
  ['CREATE TABLE', createTable],
  ['CREATE UNIQUE INDEX', createIndex(true)],
  ['CREATE INDEX', createIndex(false)],
  ['CREATE TYPE', createType],
  ['CREATE SEQUENCE', createSequence],
  ['CREATE VIEW', createView],
  ['CREATE OR REPLACE VIEW', createView],
  ['CREATE MATERIALIZED VIEW', createView],
  ['CREATE RECURSIVE VIEW', createView],
  ...[
    'TEMP',
    'TEMPORARY',
    'LOCAL TEMP',
    'LOCAL TEMPORARY',
    'GLOBAL TEMP',
    'GLOBAL TEMPORARY',
    'UNLOGGED',
    'FOREIGN',
  ].map((word): Row => [`CREATE ${word} TABLE`, createView]),
  ['CREATE VIRTUAL TABLE', createView],
  ['CREATE TEMP VIEW', createView],
  ['CREATE TEMPORARY VIEW', createView],
  ['CREATE OR REPLACE MATERIALIZED VIEW', createView],
  ...kinds('CREATE', [
    ...[
      'EXTENSION',
      'FUNCTION',
      'PROCEDURE',
      'TRIGGER',
      'CONSTRAINT TRIGGER',
      'EVENT TRIGGER',
      'EVENT',
      'RULE',
      'POLICY',
      'ROLE',
    ],
    ...[
      'USER',
      'GROUP',
      'DOMAIN',
      'COLLATION',
      'CAST',
      'OPERATOR',
      'AGGREGATE',
      'PUBLICATION',
      'SUBSCRIPTION',
      'SERVER',
    ],
    ...[
      'STATISTICS',
      'TEXT SEARCH',
      'LANGUAGE',
      'DATABASE',
      'TABLESPACE',
      'FOREIGN DATA',
      'ACCESS METHOD',
      'TRANSFORM',
    ],
  ]),
  ...[
    'OR REPLACE FUNCTION',
    'OR REPLACE PROCEDURE',
    'OR REPLACE TRIGGER',
    'OR REPLACE RULE',
    'OR REPLACE AGGREGATE',
  ].map((word): Row => [`CREATE ${word}`, idle]),
  ['CREATE SCHEMA', createSchema],
  ['ALTER TABLE', alterTable],
  ['ALTER INDEX', alterIndex],
  ['ALTER TYPE', alterType],
  ['ALTER SEQUENCE', alterSequence],
  ...kinds('ALTER', [
    ...[
      'FUNCTION',
      'PROCEDURE',
      'TRIGGER',
      'EVENT TRIGGER',
      'RULE',
      'POLICY',
      'ROLE',
      'USER',
      'GROUP',
      'DOMAIN',
      'COLLATION',
    ],
    ...[
      'DATABASE',
      'SYSTEM',
      'DEFAULT PRIVILEGES',
      'PUBLICATION',
      'SUBSCRIPTION',
      'SERVER',
      'STATISTICS',
      'TEXT SEARCH',
      'LANGUAGE',
    ],
    ...['EXTENSION', 'AGGREGATE', 'OPERATOR', 'TABLESPACE'],
  ]),
  ['DROP TABLE', dropTable],
  ['DROP FOREIGN TABLE', dropView],
  ['DROP INDEX', dropIndex],
  ['DROP TYPE', dropType],
  ['DROP SEQUENCE', dropSequence],
  ['DROP VIEW', dropView],
  ['DROP MATERIALIZED VIEW', dropView],
  ['DROP SCHEMA', dropSchema],
  ...[
    'TRIGGER',
    'EVENT TRIGGER',
    'EVENT',
    'RULE',
    'POLICY',
    'ROLE',
    'USER',
    'GROUP',
    'PUBLICATION',
    'SUBSCRIPTION',
  ].map((word): Row => [`DROP ${word}`, idle]),
  ...['FUNCTION', 'PROCEDURE', 'EXTENSION', 'DOMAIN', 'AGGREGATE', 'OPERATOR', 'COLLATION', 'CAST', 'STATISTICS'].map(
    (word): Row => [`DROP ${word}`, idleUnlessCascade],
  ),
  ['COMMENT ON', commentOn],
];

function kinds(verb: string, words: readonly string[]): readonly Row[] {
  return words.map((word) => [`${verb} ${word}`, idle]);
}
