import type { fc } from '../../support/random';
import { batchCase } from './batchTexts';
import type { OperationCase } from './operationTexts';

/** Types that only some databases have, in the place of those that SQLite has. */
const TYPES: readonly (readonly [of: string, then: string])[] = [
  ['sqlite.JSON()', "postgresql.ENUM('x', name='own')"],
  ['sa.CLOB()', "postgresql.ARRAY(sa.Enum('q', name='item'))"],
  ['sa.VARBINARY(16)', "sa.Enum('p', 'q', name='other')"],
  ['sa.String()', 'sa.String(7)'],
];

/** Hundreds of batches that copy a table which `copy_from` describes, as offline mode needs it. */
export const copyCase: fc.Arbitrary<OperationCase> = batchCase.map(({ setup, body: [head = '', ...rest], naming }) => {
  let named = 0;
  // Keywords stand last; a name twice would leave to chance which constraint has it.
  const [table, ...others] = setup
    .slice(2)
    .flatMap((line) => itemsOf(line.replace(/, sqlite_autoincrement=\w+/, '')))
    .map((item) => item.replaceAll(/'fk_col'/g, (name) => (named++ === 0 ? name : `'fk_col${named}'`)));
  const copied = `sa.Table(${[table, 'sa.MetaData()', ...others].join(', ')})`;
  const block = head
    .replace(/, recreate='\w+'/, '')
    .replace(') as batch_op:', `, recreate='always', copy_from=${copied}) as batch_op:`);
  const body = TYPES.reduce((lines, [of, then]) => lines.map((line) => line.replaceAll(of, then)), [block, ...rest]);
  return { body, naming };
});

/** What a line of the setup brings to `Table(...)`: what CREATE TABLE is given, or an index. */
function itemsOf(line: string): readonly string[] {
  const [, created] = /^op\.create_table\((.*)\)$/.exec(line) ?? [];
  if (created !== undefined) {
    const [, name = '', items = ''] = /^("[^"]*"), (.*)$/.exec(created) ?? [];
    return [name, items];
  }
  const [, name, elements, more] = /^op\.create_index\((.+?), '[^']*', \[(.*?)\](.*)\)$/.exec(line) ?? [];
  return name === undefined ? [] : [`sa.Index(${name}, ${elements ?? ''}${more ?? ''})`];
}
