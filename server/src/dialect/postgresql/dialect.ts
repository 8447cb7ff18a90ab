import type { Constraint, Table } from '../../schema/model';
import { constraintText, type ConstraintWords } from '../ddlConstraint';
import type { Ddl, DdlRules } from '../ddl';
import { GENERIC_DDL } from '../ddlGeneric';
import { booleanOption, listOption, option, optionString, stringOption } from '../ddlOptions';
import { refuse } from '../../sqlalchemy/refusal';
import { sqlDialect } from '../ddlStatements';
import type { SqlDialect } from '../statement';
import { alterColumn, columnSpecification, computed } from './columns';
import { typesOfDroppedTable, typesOfTable } from './enumTypes';
import { createIndex, dropIndex, excludeText, include } from './indexes';
import { QUOTING } from './quoting';
import { STATEMENTS } from './statements';
import { TYPES } from './types';

/** SQLAlchemy's `PGDDLCompiler` and Alembic's `PostgresqlImpl`. */
const RULES: DdlRules = {
  ...GENERIC_DDL,
  transactionalDdl: true,
  quoting: QUOTING,
  types: TYPES,
  longest: { index: 63, constraint: 63, identifier: 63 },
  comments: 'statement',
  onDelete: /^(?:RESTRICT|CASCADE|SET (?:NULL|DEFAULT)(?:\s*\(.+\))?|NO ACTION)\n?$/i,
  typesOfTable,
  typesOfDroppedTable,
  beforeCopy,
  tableOptions,
  columnSpecification,
  computed,
  constraint,
  createIndex,
  dropIndex,
  alterColumn,
  // PostgreSQL renames within a schema.
  renamedTable: (ddl, _schema, name) => ddl.quote(name),
};

/** PostgreSQL's SQL, as Alembic writes it offline. */
export const postgresql: SqlDialect = sqlDialect(RULES, STATEMENTS);

/** Names of constraints are names of indexes too, and those are there once. */
function beforeCopy(ddl: Ddl, old: Table, kept: readonly Constraint[]): readonly string[] {
  const names = new Set(kept.map(({ name }) => name?.text));
  return old.constraints.flatMap(({ kind, name, ...one }) => {
    if (name === null || !names.has(name.text) || ('typeBound' in one && one.typeBound)) return [];
    const type = kind === 'check' ? 'check' : null;
    return ddl.rules.dropConstraint(ddl, { name, type, ifExists: false, typeBound: false }, old);
  });
}

function constraint(ddl: Ddl, item: Constraint, table: Table): string {
  if (item.kind === 'exclude') return excludeText(ddl, item, table);
  const words: ConstraintWords = {
    distinct: ({ options }) => {
      const value = booleanOption(options, 'postgresql_nulls_not_distinct');
      return value === null ? '' : value ? 'NULLS NOT DISTINCT ' : 'NULLS DISTINCT ';
    },
    include: ({ options }) => {
      const columns = listOption(options, 'postgresql_include', false);
      const missing = columns.find((name) => !table.columns.some((column) => column.name === name));
      if (missing !== undefined) refuse(`The table \`${table.name}\` has no column \`${missing}\`.`);
      return include(ddl, columns, table);
    },
    validity: ({ options }) => (booleanOption(options, 'postgresql_not_valid') === true ? ' NOT VALID' : ''),
  };
  return constraintText(ddl, item, table, words);
}

function tableOptions(ddl: Ddl, { options }: Table): string {
  const inherits = listOption(options, 'postgresql_inherits', true);
  const inner = ddl.context.sqlalchemy === '2.0' ? ' ' : '';
  const oids = booleanOption(options, 'postgresql_with_oids');
  const onCommit = stringOption(options, 'postgresql_on_commit');
  const tablespace = stringOption(options, 'postgresql_tablespace');
  return [
    option(options, 'postgresql_inherits') === null
      ? []
      : `INHERITS (${inner}${inherits.map((name) => ddl.quote(name)).join(', ')}${inner})`,
    raw('PARTITION BY', 'postgresql_partition_by'),
    raw('USING', 'postgresql_using'),
    oids === null ? [] : oids ? 'WITH OIDS' : 'WITHOUT OIDS',
    onCommit === null || onCommit === '' ? [] : `ON COMMIT ${onCommit.replaceAll('_', ' ').toUpperCase()}`,
    tablespace === null || tablespace === '' ? [] : `TABLESPACE ${ddl.quote(tablespace)}`,
  ]
    .flat()
    .map((clause) => `\n ${clause}`)
    .join('');

  function raw(clause: string, name: string): string | readonly string[] {
    const value = option(options, name);
    const text = value === null ? '' : (optionString(value) ?? refuse(`The value of \`${name}\` is not followed.`));
    return text === '' ? [] : `${clause} ${text}`;
  }
}
