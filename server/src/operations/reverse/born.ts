import type { DialectName } from '../../schema/context';
import type { SqlExpression } from '../../schema/expression';
import { schemaKey } from '../../schema/schema';
import type { Operation } from '../operation';
import { type SqlToken, sqlTokens } from '../sqlEffects/sqlTokens';

/** What rows a statement changes. */
interface Change {
  /** As `schemaKey` has it. */
  readonly table: string;
  /** Null: whole rows. */
  readonly columns: readonly string[] | null;
}

/** What operations have made so far, which goes again with everything that later ones put into it. */
export class Born {
  readonly #tables = new Set<string>();
  readonly #columns = new Set<string>();

  constructor(private readonly dialect: DialectName) {}

  /** Takes note of what an operation makes. */
  after(operation: Operation): void {
    switch (operation.kind) {
      case 'createTable':
        if (operation.ifNotExists !== true) this.#tables.add(schemaKey(operation.table, operation.schema));
        break;
      case 'alterColumn': {
        const table = schemaKey(operation.table, operation.schema);
        if (operation.newName !== null && this.#columns.has(columnKey(table, operation.column))) {
          this.#columns.add(columnKey(table, operation.newName));
        }
        break;
      }
      case 'renameTable':
        if (this.#tables.has(schemaKey(operation.table, operation.schema))) {
          this.#tables.add(schemaKey(operation.newName, operation.schema));
        }
        break;
      case 'addColumn':
        if (operation.ifNotExists !== true) {
          this.#columns.add(columnKey(schemaKey(operation.table, operation.schema), operation.column.name));
        }
        break;
      case 'batch':
      case 'autocommitBlock':
        for (const child of operation.children) this.after(child);
        break;
      default:
    }
  }

  /** Whether it only changes a column, or comments a table, that goes again. */
  isVain(operation: Operation): boolean {
    switch (operation.kind) {
      case 'createTableComment':
      case 'dropTableComment':
        return this.#tables.has(schemaKey(operation.table, operation.schema));
      case 'alterColumn': {
        const table = schemaKey(operation.table, operation.schema);
        const isGoing = this.#tables.has(table) || this.#columns.has(columnKey(table, operation.column));
        return isGoing && operation.newName === null;
      }
      default:
        return false;
    }
  }

  /** Whether everything an operation does goes with what was made before it. */
  holds(operation: Operation): boolean {
    if (operation.kind === 'autocommitBlock') return operation.children.every((child) => this.holds(child));
    if (operation.kind === 'batch') return this.#tables.has(schemaKey(operation.table, operation.schema));
    if (operation.kind === 'opaque') {
      const { table } = operation;
      return table !== null && this.#tables.has(schemaKey(table.name, table.schema));
    }
    const changes = changesOf(operation, this.dialect);
    return (
      changes?.every(({ table, columns }) => {
        if (this.#tables.has(table)) return true;
        return columns?.every((column) => this.#columns.has(columnKey(table, column))) ?? false;
      }) ?? false
    );
  }
}

function columnKey(table: string, column: string): string {
  return `${table}\u0001${column}`;
}

/** What rows an operation changes and does nothing else; null where that is not known. */
function changesOf(operation: Operation, dialect: DialectName): readonly Change[] | null {
  if (operation.kind === 'bulkInsert') {
    return [{ table: schemaKey(operation.table.name, operation.table.schema), columns: null }];
  }
  return operation.kind === 'execute' ? statementChanges(operation.statement, dialect) : null;
}

function statementChanges(statement: SqlExpression, dialect: DialectName): readonly Change[] | null {
  switch (statement.kind) {
    case 'select':
      return [];
    case 'insert':
    case 'delete':
    case 'update': {
      const table = schemaKey(statement.table.name, statement.table.schema);
      return [{ table, columns: statement.kind === 'update' ? statement.values.map(([column]) => column) : null }];
    }
    case 'text': {
      const tokens = sqlTokens(statement.sql, dialect);
      return tokens === null ? null : textChanges(tokens);
    }
    default:
      return null;
  }
}

/** Plain `INSERT INTO t`, `DELETE FROM t`, `UPDATE t SET a = ..., b = ...`. */
function textChanges(tokens: readonly SqlToken[]): readonly Change[] | null {
  const end = tokens.findIndex(({ text }) => text === ';');
  const [first, second] = tokens;
  // Several statements, or a function that may do anything, are not looked into.
  if (end >= 0 && end < tokens.length - 1) return null;
  const start =
    first?.text === 'UPDATE'
      ? 1
      : isWords(first, second, 'INSERT', 'INTO') || isWords(first, second, 'DELETE', 'FROM')
        ? 2
        : null;
  if (start === null) return null;
  const named = nameAt(tokens, start);
  if (named === null) return null;
  if (start === 2) return [{ table: named.key, columns: null }];
  const columns = assigned(tokens.slice(named.to));
  return columns === null ? null : [{ table: named.key, columns }];
}

function isWords(first: SqlToken | undefined, second: SqlToken | undefined, one: string, two: string): boolean {
  return first?.text === one && second?.text === two;
}

function nameAt(tokens: readonly SqlToken[], at: number): { readonly key: string; readonly to: number } | null {
  const name = identifier(tokens[at]);
  if (name === null) return null;
  if (tokens[at + 1]?.text !== '.') return { key: schemaKey(name, null), to: at + 1 };
  const inside = identifier(tokens[at + 2]);
  return inside === null ? null : { key: schemaKey(inside, name), to: at + 3 };
}

function identifier(token: SqlToken | undefined): string | null {
  return token?.kind === 'word' || token?.kind === 'quoted' ? token.value : null;
}

/** The columns behind SET, with an alias of the table before it or without. */
function assigned(tokens: readonly SqlToken[]): readonly string[] | null {
  const set = tokens.findIndex(({ text, kind }) => kind === 'word' && text === 'SET');
  if (set < 0 || set > 2) return null;
  const columns: string[] = [];
  let depth = 0;
  let isTarget = true;
  for (const [index, token] of tokens.slice(set + 1).entries()) {
    if (isTarget) {
      const name = identifier(token);
      if (name === null || tokens[set + 2 + index]?.text !== '=') return null;
      columns.push(name);
      isTarget = false;
    } else if (token.kind === 'symbol' && /^[([]$/.test(token.text)) depth++;
    else if (token.kind === 'symbol' && /^[)\]]$/.test(token.text)) depth--;
    else if (depth === 0 && token.text === ',' && token.kind === 'symbol') isTarget = true;
    else if (depth === 0 && token.kind === 'word' && /^(?:WHERE|FROM|RETURNING)$/.test(token.text)) break;
  }
  return columns;
}
