import { enumKey, tableKey } from '../../schema/lookup';
import { type Doubt, type Schema, schemaKey, withTable } from '../../schema/schema';
import type { SqlName } from './sqlReader';
import type { SqlToken } from './sqlTokens';

/** Every name in a statement that a table, a type, a sequence, an index or a constraint may have. */
export function mentionedNames(tokens: readonly SqlToken[]): readonly SqlName[] {
  return tokens.flatMap((token, index): readonly SqlName[] => {
    if ((token.kind !== 'word' && token.kind !== 'quoted') || token.value === null) return [];
    const isQualified = tokens[index - 1]?.text === '.';
    const before = isQualified ? (tokens[index - 2]?.value ?? null) : null;
    const plain = { name: token.value, schema: null };
    // `a.b` is a table of a schema, or a column of a table, which stands there by itself.
    return before === null ? [plain] : [plain, { name: token.value, schema: before }];
  });
}

/** Names that a statement makes, alters or drops, which need not be listed: those behind `TABLE`, `VIEW`, `TYPE`, `INTO`. */
export function namesInPlace(tokens: readonly SqlToken[]): readonly SqlName[] {
  const found: SqlName[] = [];
  for (const [index, token] of tokens.entries()) {
    if (token.kind !== 'word' || !/^(?:TABLE|VIEW|INTO)$/.test(token.text)) continue;
    let at = index + 1;
    while (/^(?:IF|NOT|EXISTS|ONLY)$/.test(tokens[at]?.text ?? '') && tokens[at]?.kind === 'word') at++;
    const [first, dot, second] = [tokens[at], tokens[at + 1], tokens[at + 2]];
    if ((first?.kind !== 'word' && first?.kind !== 'quoted') || first.value === null) continue;
    const isQualified = dot?.text === '.' && second?.value != null;
    found.push(isQualified ? { name: second.value, schema: first.value } : { name: first.value, schema: null });
  }
  return found;
}

/** A schema in which nothing that has one of these names is sure any more. `made`: tables that may be there besides. */
export function doubtNames(schema: Schema, names: readonly SqlName[], made: readonly SqlName[], doubt: Doubt): Schema {
  let changed = schema;
  const doubtTable = (key: string): void => {
    const state = changed.tables.get(key);
    if (state?.doubt == null) changed = withTable(changed, key, { table: state?.table ?? null, doubt });
  };
  for (const { name, schema: inSchema } of names) {
    const key = tableKey(changed, name, inSchema);
    if (key !== null) doubtTable(key);
    const plain = schemaKey(name, inSchema);
    for (const { table } of changed.names.get(plain) ?? []) doubtTable(table);
    const type = enumKey(changed, name, inSchema);
    const known = type === null ? undefined : changed.enums.get(type);
    if (type !== null && known !== undefined) {
      changed = { ...changed, enums: changed.enums.set(type, { ...known, doubt: known.doubt ?? doubt }) };
    }
    const sequence = changed.sequences.get(plain);
    if (sequence !== undefined) {
      const state = { ...sequence, doubt: sequence.doubt ?? doubt };
      changed = { ...changed, sequences: changed.sequences.set(plain, state) };
    }
  }
  for (const { name, schema: inSchema } of made) {
    doubtTable(tableKey(changed, name, inSchema) ?? schemaKey(name, inSchema));
  }
  return changed;
}
