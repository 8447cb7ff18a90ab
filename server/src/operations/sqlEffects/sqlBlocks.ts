import { change, type SqlEffect, type SqlScope } from './sqlEffect';
import { createType } from './sqlNamedTypes';
import { doubtNames, mentionedNames, namesInPlace } from './sqlMentions';
import { everything } from './sqlOthers';
import { unknownCall } from './sqlQueries';
import { type SqlName, SqlReader } from './sqlReader';
import { type SqlToken, sqlTokens } from './sqlTokens';
import { schemaKey } from '../../schema/schema';

/**
 * `DO $$ ... $$`: a type made where it is missing, or else whatever may run. Its statements name what they touch, unless it
 * makes statements up as it runs.
 */
export function doBlock(tokens: readonly SqlToken[], scope: SqlScope): readonly SqlEffect[] {
  const [body, ...more] = tokens.filter(({ kind }) => kind === 'string');
  const language = tokens.findIndex(({ kind, text }) => kind === 'word' && text === 'LANGUAGE');
  const isPlpgsql = language < 0 || tokens[language + 1]?.value === 'plpgsql';
  const sql = body?.value;
  const inner = sql == null || more.length > 0 || !isPlpgsql ? null : sqlTokens(sql, 'postgresql');
  if (sql == null || inner === null) return everything('What a `DO` block does is not followed.');
  const reader = new SqlReader(sql, inner, 'postgresql');
  const made = reader.attempt(() => missingType(reader, scope));
  if (made !== null) return made;
  if (inner.some(({ kind, text }) => kind === 'word' && DYNAMIC.has(text)) || unknownCall(inner) !== null) {
    return everything('What a `DO` block does is not known before it runs.');
  }
  const reason = 'What a `DO` block does depends on what it finds.';
  return [
    change((schema, { revision }) => {
      const doubt = { reason, revision };
      const doubted = doubtNames(schema, mentionedNames(inner), namesInPlace(inner), doubt);
      return typesInPlace(inner).reduce((before, { name, schema: inSchema }) => {
        const key = schemaKey(name, inSchema);
        return before.enums.has(key) ? before : { ...before, enums: before.enums.set(key, { item: null, doubt }) };
      }, doubted);
    }),
  ];
}

const DYNAMIC = new Set(['EXECUTE', 'CALL', 'CASCADE']);

/** `BEGIN CREATE TYPE ...; EXCEPTION WHEN duplicate_object THEN NULL; END`, or the same behind `IF NOT EXISTS`. */
function missingType(reader: SqlReader, scope: SqlScope): readonly SqlEffect[] {
  reader.expect('BEGIN');
  let asked: string | null = null;
  if (reader.take('IF', 'NOT', 'EXISTS', '(', 'SELECT')) {
    reader.skip();
    reader.expect('FROM', 'PG_TYPE', 'WHERE', 'TYPNAME', '=');
    asked = reader.string();
    reader.expect(')', 'THEN');
  }
  reader.expect('CREATE', 'TYPE');
  const effects = createType(reader.statement(), scope);
  reader.expect(';');
  if (asked === null) {
    reader.expect('EXCEPTION', 'WHEN', 'DUPLICATE_OBJECT', 'THEN', 'NULL', ';');
  } else reader.expect('END', 'IF', ';');
  reader.expect('END');
  reader.take(';');
  reader.expectEnd();
  return effects.map((effect): SqlEffect => {
    if (effect.kind !== 'operation' || effect.operation.kind !== 'createEnum') return effect;
    return { ...effect, operation: { ...effect.operation, checkFirst: true } };
  });
}

/** What stands behind `CREATE TYPE`. */
function typesInPlace(tokens: readonly SqlToken[]): readonly SqlName[] {
  return tokens.flatMap(({ text, kind }, index): readonly SqlName[] => {
    if (kind !== 'word' || text !== 'TYPE' || tokens[index - 1]?.text !== 'CREATE') return [];
    const [first, dot, second] = tokens.slice(index + 1);
    if (first?.value == null) return [];
    if (dot?.text !== '.' || second?.value == null) return [{ name: first.value, schema: null }];
    return [{ name: second.value, schema: first.value }];
  });
}
