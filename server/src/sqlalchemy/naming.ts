import { createHash } from 'node:crypto';
import type { Context } from '../schema/context';
import type { Name, NamingConvention } from '../schema/model';
import { refuse } from './refusal';

/** Key of a naming convention. */
export type NamedKind = 'ix' | 'uq' | 'ck' | 'fk' | 'pk';

/** What a naming convention may ask of the thing that is named (`ConventionDict` of SQLAlchemy's naming.py). */
export interface NameSubject {
  readonly table: string;
  readonly schema: string | null;
  readonly columns: readonly string[];
  readonly referred?: Referred;
}

/** What a foreign key refers to. Columns are undefined where SQLAlchemy cannot look them up at that moment. */
export interface Referred {
  readonly table: string;
  readonly schema: string | null;
  readonly columns: readonly (string | undefined)[];
}

const DEFAULT_CONVENTION: NamingConvention = { ix: 'ix_%(column_0_label)s' };

/**
 * The name that SQLAlchemy gives when something is attached to its table: by the convention where it has none, or where
 * the convention elaborates given names (`%(constraint_name)s`).
 * @throws Refusal where SQLAlchemy cannot form the name.
 */
export function conventionName(
  naming: Context['naming'],
  kind: NamedKind,
  name: Name | null,
  subject: NameSubject,
): Name | null {
  if (name?.final === true) return name;
  // Every table begins with a primary key without columns, which nobody writes.
  if (naming === 'unknown' && name === null && kind === 'pk' && subject.columns.length === 0) return null;
  const convention = conventionFor(naming, kind);
  if (convention === undefined || (name !== null && !convention.includes('constraint_name'))) return name;
  return { text: formatConvention(convention, (token) => tokenText(token, name, subject)), final: true };
}

/** The template of one kind; undefined where the convention has none. */
export function conventionFor(naming: Context['naming'], kind: NamedKind): string | undefined {
  if (naming === 'unknown') {
    return refuse(
      "The project's naming convention, which may give a name here, is not known; a name in `op.f()` is final.",
    );
  }
  const used = naming === null || Object.keys(naming).length === 0 ? DEFAULT_CONVENTION : naming;
  return used[kind];
}

/**
 * A name cut to what the database takes: names of conventions and of `op.f()` are shortened with four digits of their
 * MD5, others refused.
 * @throws Refusal
 */
export function truncateName(name: Name, maximum: number, maximumOfOthers: number): string {
  const letters = [...name.text];
  if (letters.length <= (name.final ? maximum : maximumOfOthers)) return name.text;
  if (!name.final) refuse(`The name \`${name.text}\` is longer than ${maximumOfOthers} characters.`);
  const hash = createHash('md5').update(name.text, 'utf8').digest('hex');
  return `${letters.slice(0, maximum - 8).join('')}_${hash.slice(-4)}`;
}

/** `template % tokens` of Python. */
function formatConvention(template: string, token: (name: string) => string): string {
  return template.replaceAll(/%(?:\(([^)]*)\)(.)|(.?))/gs, (_match, name: string | undefined, form, other) => {
    if (name !== undefined && form === 's') return token(name);
    if (name === undefined && other === '%') return '%';
    return refuse(`The naming convention \`${template}\` is not followed.`);
  });
}

function tokenText(token: string, name: Name | null, subject: NameSubject): string {
  if (token === 'table_name') return subject.table;
  if (token === 'constraint_name') {
    return name?.text ?? refuse('The naming convention asks for `%(constraint_name)s` of what has no name.');
  }
  if (token === 'referred_table_name' && subject.referred !== undefined) {
    const { table, schema } = subject.referred;
    // SQLAlchemy takes it from `schema.table.column`, which has no other dots then.
    if (table.includes('.') || schema?.includes('.') === true) refuse('A foreign key refers to a name with a dot.');
    return table;
  }
  const [, index, several] = /^.*_?column_(\d+)(_?N)?_.+$/s.exec(token) ?? [];
  if (index !== undefined) {
    const shape = token.replaceAll(several === undefined ? index : `0${several}`, 'X');
    const one = COLUMN_TOKENS[shape];
    if (one !== undefined) {
      if (several === undefined) return one(subject, Number(index));
      return subject.columns.map((_column, place) => one(subject, place)).join(several === '_N' ? '_' : '');
    }
  }
  return refuse(`The naming convention asks for \`%(${token})s\`, which is not known.`);
}

const COLUMN_TOKENS: Readonly<Record<string, (subject: NameSubject, index: number) => string>> = {
  column_X_name: ({ columns }, index) => columns[index] ?? '',
  column_X_key: ({ columns }, index) => columns[index] ?? '',
  column_X_label: (subject, index) => {
    const column = subject.columns[index];
    return column === undefined ? '' : columnLabel(subject.schema, subject.table, column);
  },
  referred_column_X_name: ({ referred }, index) =>
    referred?.columns[index] ?? refuse('The naming convention asks for a referred column that cannot be looked up.'),
};

function columnLabel(schema: string | null, table: string, column: string): string {
  const label = `${table}_${column}`;
  return schema === null || schema === '' ? label : `${schema.replaceAll('.', '_')}_${label}`;
}
