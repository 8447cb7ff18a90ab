import { refuse } from '../sqlalchemy/refusal';

/** When and how a dialect quotes identifiers (`IdentifierPreparer` of SQLAlchemy). */
export interface QuotingRules {
  /** In lower case. */
  readonly reserved: ReadonlySet<string>;
  readonly mark: '"' | '`';
}

/** `[A-Z0-9_$]+` as Python's `re.IGNORECASE` takes it: four letters outside ASCII fold into it. */
const LEGAL = /^[A-Za-z0-9_$\u0130\u0131\u017f\u212a]+\n?$/;

/**
 * An identifier as it stands in a statement. `force`: quoted, or not, whatever the rules say (`quote=` of a column).
 * @throws Refusal for an empty name.
 */
export function quoteIdentifier(rules: QuotingRules, name: string, force: boolean | null = null): string {
  if (force ?? needsQuotes(rules, name)) {
    return `${rules.mark}${name.replaceAll(rules.mark, rules.mark + rules.mark)}${rules.mark}`;
  }
  return name;
}

/** `schema.table` as Alembic's own statements write it: a dotted schema is several names. */
export function quoteDotted(rules: QuotingRules, schema: string): string {
  return schema
    .split('.')
    .map((part) => quoteIdentifier(rules, part))
    .join('.');
}

function needsQuotes(rules: QuotingRules, name: string): boolean {
  if (name === '') refuse('A name is empty.');
  const lower = name.toLowerCase();
  return rules.reserved.has(lower) || /^[0-9$]/.test(name) || !LEGAL.test(name) || lower !== name;
}
