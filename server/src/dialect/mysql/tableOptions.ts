import type { Table } from '../../schema/model';
import type { Ddl } from '../ddl';
import { optionText } from '../ddlOptions';
import { refuse } from '../../sqlalchemy/refusal';

const PREFIX = 'mysql_';
const STRINGS = new Set(['COMMENT', 'DATA_DIRECTORY', 'INDEX_DIRECTORY', 'PASSWORD', 'CONNECTION']);
const CHARACTER_SETS = ['DEFAULT_CHARSET', 'DEFAULT_CHARACTER_SET', 'CHARSET', 'CHARACTER_SET'];
const SPACED = new Set([
  ...[
    'DATA_DIRECTORY',
    'INDEX_DIRECTORY',
    'DEFAULT_CHARACTER_SET',
    'CHARACTER_SET',
    'DEFAULT_CHARSET',
    'DEFAULT_COLLATE',
  ],
]);
const WITHOUT_EQUALS = new Set(['TABLESPACE', 'DEFAULT CHARACTER SET', 'CHARACTER SET', 'COLLATE']);
const PARTITIONS = ['PARTITION_BY', 'PARTITIONS', 'SUBPARTITIONS', 'SUBPARTITION_BY'];

/** ENGINE, CHARSET, COMMENT and the like behind CREATE TABLE (`MySQLDDLCompiler.post_create_table`). */
export function tableOptions(ddl: Ddl, table: Table): string {
  const given = Object.entries(table.options).flatMap(([name, value]): readonly (readonly [string, string])[] => {
    if (!name.startsWith(PREFIX)) return [];
    return [
      [
        name.slice(PREFIX.length).toUpperCase(),
        optionText(value) ?? refuse(`The value of \`${name}\` is not a string.`),
      ],
    ];
  });
  if (given.some(([name]) => PARTITIONS.includes(name))) refuse('Partitions of MySQL are not followed.');
  const options = new Map(given);
  if (table.comment !== null) options.set('COMMENT', table.comment);
  return inOrder([...options])
    .map(([name, value]) => {
      const text = STRINGS.has(name) ? ddl.string(value) : value;
      const written = SPACED.has(name) ? name.replaceAll('_', ' ') : name;
      return `${written}${WITHOUT_EQUALS.has(written) ? ' ' : '='}${text}`;
    })
    .join(' ');
}

/** As written, but a collation after the character set it is of. */
function inOrder(options: readonly (readonly [string, string])[]): readonly (readonly [string, string])[] {
  const isLate = ([name]: readonly [string, string]): boolean =>
    name === 'COLLATE' && options.some(([other]) => CHARACTER_SETS.includes(other));
  return [...options.filter((one) => !isLate(one)), ...options.filter(isLate)];
}
