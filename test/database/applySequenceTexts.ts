import type { DialectName } from '../../server/src/schema/context';

/** A number from 0 up to, but not including, `below`. */
export type Random = (below: number) => number;

/** The same numbers for the same seed (mulberry32). */
export function randomFrom(seed: number): Random {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

const LONG = 'a_table_with_a_name_that_is_quite_long_for_a_database_t';
const TABLES = ['t', 'a', 'a_b', LONG];
const COLUMNS = ['x', 'y', 'b_c', 'c', 'Value', 'a_column_with_a_name_that_is_long_for_a_database'];
const NAMES = ['n1', 'n2', 't_x_key', 'a_b_c_key', 'x'];

/** What a sequence has made so far, if all of it ran. */
interface Made {
  readonly tables: Map<string, Set<string>>;
  /** `table kind name`. */
  readonly named: [string, string, string][];
}

/** A sequence of operations, most of which a database takes; each is a line of Python. */
export function operationSequence(random: Random, dialect: DialectName): readonly string[] {
  const made: Made = { tables: new Map(), named: [] };
  const lines = [createTable(random, made), createTable(random, made)];
  const length = 2 + random(14);
  for (let step = 0; step < length; step += 1) lines.push(one(random, made, dialect));
  return lines;
}

function one(random: Random, made: Made, dialect: DialectName): string {
  const batch = dialect === 'sqlite' && random(3) > 0;
  const kinds = [
    createTable,
    addColumn,
    addColumn,
    dropColumn,
    alterColumn,
    alterColumn,
    rename,
    createIndex,
    createIndex,
  ];
  const more = [addConstraint, addConstraint, dropNamed, dropNamed, dropTable, renameTable, changeEnum];
  const line = pick(random, [...kinds, ...more])(random, made);
  const [, table, rest] = /^op\.(?:\w+)\((?:'n\d'|'\w+', )?'(\w+)'(.*)$/s.exec(line) ?? [];
  return batch && table !== undefined && rest !== undefined ? inBatch(line) : line;
}

/** `op.add_column('t', ...)` in a batch of its own; what has no batch form stays. */
function inBatch(line: string): string {
  const [, name, table, rest] = /^op\.(add_column|drop_column|alter_column)\('(\w+)', (.*)\)$/s.exec(line) ?? [];
  if (name !== undefined && table !== undefined && rest !== undefined) {
    return `with op.batch_alter_table('${table}') as b: b.${name}(${rest.replace(', if_exists=True', '')})`;
  }
  const [, kind, first, on, others] =
    /^op\.(create_unique_constraint|create_check_constraint|create_primary_key|drop_constraint)\(('\w+'|None), '(\w+)',? ?(.*)\)$/s.exec(
      line,
    ) ?? [];
  if (kind === undefined || first === undefined || on === undefined || others === undefined) return line;
  return `with op.batch_alter_table('${on}') as b: b.${kind}(${first}, ${others})`;
}

function pick<T>(random: Random, items: readonly T[]): T {
  const item = items[random(items.length)];
  if (item === undefined) throw new Error('nothing to pick');
  return item;
}

function someTable(random: Random, made: Made): string {
  const tables = [...made.tables.keys()];
  return tables.length === 0 || random(25) === 0 ? pick(random, TABLES) : pick(random, tables);
}

function someColumn(random: Random, made: Made, table: string): string {
  const columns = [...(made.tables.get(table) ?? [])];
  return columns.length === 0 || random(25) === 0 ? pick(random, COLUMNS) : pick(random, columns);
}

function typeText(random: Random): string {
  const types = ['sa.Integer()', 'sa.String(20)', 'sa.Text()', 'sa.BigInteger()', 'sa.DateTime()', 'sa.Numeric(10, 2)'];
  const others = [
    "sa.Boolean(create_constraint=True, name='ck_bool')",
    "sa.Enum('p', 'q', name='e1')",
    "sa.Enum('p', 'q', name='e2', native_enum=False, create_constraint=True)",
    "postgresql.ENUM('p', 'q', name='e1', create_type=False)",
  ];
  return random(5) === 0 ? pick(random, others.slice(0, 3)) : pick(random, types);
}

function column(random: Random, made: Made, name: string, isNew: boolean): string {
  const items: string[] = [];
  if (random(9) === 0) {
    const table = someTable(random, made);
    items.push(
      `sa.ForeignKey('${table}.${someColumn(random, made, table)}'${random(3) === 0 ? ", ondelete='CASCADE'" : ''})`,
    );
  }
  if (random(9) === 0)
    items.push(`sa.CheckConstraint("${checkText(random, name)}"${random(2) === 0 ? '' : ", name='ckc'"})`);
  if (random(14) === 0) items.push('sa.Identity()');
  else if (random(6) === 0) items.push("server_default='1'");
  if (random(4) === 0) items.push('nullable=False');
  if (random(8) === 0) items.push('unique=True');
  if (random(8) === 0) items.push('index=True');
  if (isNew && random(3) === 0) items.push('primary_key=True');
  if (random(12) === 0) items.push("comment='about it'");
  return `sa.Column(${[`'${name}'`, random(2) === 0 ? 'sa.Integer()' : typeText(random), ...items].join(', ')})`;
}

function quoted(name: string): string {
  return /[A-Z]/.test(name) ? `\\"${name}\\"` : name;
}

function checkText(random: Random, name: string): string {
  return `${quoted(name)} IS NOT NULL${random(3) === 0 ? ` OR ${quoted(pick(random, COLUMNS))} IS NULL` : ''}`;
}

function newColumns(random: Random): readonly string[] {
  const from = random(COLUMNS.length);
  return Array.from({ length: 1 + random(4) }, (_, at) => COLUMNS[(from + at) % COLUMNS.length] ?? 'x');
}

function list(columns: readonly string[]): string {
  return `[${columns.map((name) => `'${name}'`).join(', ')}]`;
}

function createTable(random: Random, made: Made): string {
  const free = TABLES.filter((table) => !made.tables.has(table));
  const name = free.length === 0 || random(20) === 0 ? pick(random, TABLES) : pick(random, free);
  const columns = newColumns(random);
  const items = columns.map((one) => column(random, made, one, true));
  const some = (): readonly string[] => columns.slice(0, 1 + random(columns.length));
  if (random(4) === 0)
    items.push(
      `sa.UniqueConstraint(${some()
        .map((one) => `'${one}'`)
        .join(', ')})`,
    );
  if (random(6) === 0) items.push(`sa.CheckConstraint("${checkText(random, pick(random, columns))}")`);
  if (random(8) === 0)
    items.push(
      `sa.Index('${pick(random, NAMES)}', ${some()
        .map((one) => `'${one}'`)
        .join(', ')})`,
    );
  if (random(8) === 0) items.push("comment='table'");
  made.tables.set(name, new Set(columns));
  return `op.create_table('${name}', ${items.join(', ')})`;
}

function dropTable(random: Random, made: Made): string {
  const table = someTable(random, made);
  made.tables.delete(table);
  return `op.drop_table('${table}'${random(4) === 0 ? ', if_exists=True' : ''})`;
}

function renameTable(random: Random, made: Made): string {
  const [table, name] = [someTable(random, made), pick(random, TABLES)];
  const columns = made.tables.get(table);
  if (columns !== undefined) {
    made.tables.delete(table);
    made.tables.set(name, columns);
  }
  for (const one of made.named) if (one[0] === table) one[0] = name;
  return `op.rename_table('${table}', '${name}')`;
}

function addColumn(random: Random, made: Made): string {
  const table = someTable(random, made);
  const columns = made.tables.get(table) ?? new Set();
  const free = COLUMNS.filter((name) => !columns.has(name));
  const name = free.length === 0 || random(20) === 0 ? pick(random, COLUMNS) : pick(random, free);
  columns.add(name);
  return `op.add_column('${table}', ${column(random, made, name, random(12) === 0)})`;
}

function dropColumn(random: Random, made: Made): string {
  const table = someTable(random, made);
  const name = someColumn(random, made, table);
  made.tables.get(table)?.delete(name);
  return `op.drop_column('${table}', '${name}')`;
}

function rename(random: Random, made: Made): string {
  const table = someTable(random, made);
  const [from, to] = [someColumn(random, made, table), pick(random, COLUMNS)];
  if (made.tables.get(table)?.delete(from) === true) made.tables.get(table)?.add(to);
  return `op.alter_column('${table}', '${from}', new_column_name='${to}', existing_type=sa.Integer())`;
}

function alterColumn(random: Random, made: Made): string {
  const table = someTable(random, made);
  const changes = [
    'nullable=False',
    'nullable=True',
    "server_default='2'",
    'server_default=None',
    "comment='new'",
    'comment=None',
    'type_=sa.BigInteger()',
    'type_=sa.Text()',
    "server_default=sa.text('3')",
  ];
  return `op.alter_column('${table}', '${someColumn(random, made, table)}', ${pick(random, changes)}, existing_type=sa.Integer())`;
}

function createIndex(random: Random, made: Made): string {
  const table = someTable(random, made);
  const columns = [...new Set([someColumn(random, made, table), someColumn(random, made, table)])];
  const name = pick(random, [...NAMES, 'ix_1', 'ix_2', 'ix_3']);
  made.named.push([table, 'index', name]);
  const options = [random(3) === 0 ? ', unique=True' : '', random(5) === 0 ? ', if_not_exists=True' : ''].join('');
  const where = random(6) === 0 ? `, postgresql_where=sa.text("${checkText(random, columns[0] ?? 'x')}")` : '';
  const elements = random(8) === 0 ? `[sa.text("lower(${quoted(columns[0] ?? 'x')})")]` : list(columns);
  return `op.create_index('${name}', '${table}', ${elements}${options}${where})`;
}

function addConstraint(random: Random, made: Made): string {
  const table = someTable(random, made);
  const columns = [...new Set([someColumn(random, made, table), someColumn(random, made, table)])];
  const name = random(3) === 0 ? null : pick(random, NAMES);
  const text = name === null ? 'None' : `'${name}'`;
  const kind = pick(random, ['unique', 'check', 'primary', 'foreignkey', 'foreignkey']);
  if (name !== null) made.named.push([table, kind, name]);
  if (kind === 'unique') return `op.create_unique_constraint(${text}, '${table}', ${list(columns)})`;
  if (kind === 'check')
    return `op.create_check_constraint(${text}, '${table}', "${checkText(random, columns[0] ?? 'x')}")`;
  if (kind === 'primary') return `op.create_primary_key(${text}, '${table}', ${list(columns)})`;
  const referred = someTable(random, made);
  const to = someColumn(random, made, referred);
  return `op.create_foreign_key(${text}, '${table}', '${referred}', ${list(columns.slice(0, 1))}, ['${to}'])`;
}

function dropNamed(random: Random, made: Made): string {
  const guesses = TABLES.flatMap((table): [string, string, string][] => [
    [table, 'primary', `${table}_pkey`],
    [table, 'unique', `${table}_x_key`],
    [table, 'foreignkey', `${table}_x_fkey`],
    [table, 'check', `${table}_x_check`],
    [table, 'index', `ix_${table}_x`],
  ]);
  const [table, kind, name] =
    random(3) === 0 || made.named.length === 0 ? pick(random, guesses) : pick(random, made.named);
  if (kind === 'index') {
    return `op.drop_index('${name}'${random(2) === 0 ? `, '${table}'` : ''}${random(4) === 0 ? ', if_exists=True' : ''})`;
  }
  return `op.drop_constraint('${name}', '${table}', type_='${kind}')`;
}

function changeEnum(random: Random): string {
  const action = pick(random, ['create', 'create', 'drop']);
  return `sa.Enum('p', 'q', name='e1').${action}(op.get_bind(), checkfirst=${random(2) === 0 ? 'True' : 'False'})`;
}
