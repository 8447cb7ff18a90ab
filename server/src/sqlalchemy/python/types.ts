import { writeText } from '../../python/write/literal';
import type { CustomType, LibraryType, SqlType, TypeArgument } from '../../schema/sqlType';
import { MODULES } from '../moduleTable';
import { parameters } from '../parameters';
import { refuse } from '../refusal';
import { typeKey } from '../typeArguments';
import { TYPE_CLASSES, type TypeKey } from '../typeTable';
import { impliedArguments, isDefaultArgument, keywordOrder } from './typeDefaults';
import { writeValue } from './values';
import type { PythonWriter } from './writer';

/**
 * A type as Alembic's renderer writes it: what must be given by position, then by name what is not the default, then its
 * variants by dialect.
 * @throws Refusal for a type that no text reaches.
 */
export function writeType(type: SqlType, writer: PythonWriter): string {
  if (type.kind === 'custom') return writeCustomType(type, writer);
  const variants = Object.entries(type.variants)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([dialect, variant]) => `.with_variant(${writeType(variant, writer)}, ${writeText(dialect)})`);
  return `${typeClass(type, writer)}(${typeArguments(type, writer).join(', ')})${variants.join('')}`;
}

/** The class of a type, which stands for the type made without arguments. @throws Refusal for a type that no text reaches. */
export function writeTypeClass(type: SqlType, writer: PythonWriter): string {
  return type.kind === 'custom' ? customName(type, writer) : typeClass(type, writer);
}

function typeClass(type: LibraryType, writer: PythonWriter): string {
  const name = publicNames(MODULE_OF[type.module] ?? '').get(typeKey(type));
  if (type.module !== 'sqlalchemy') {
    return name === undefined ? noName(type) : writer.dialect(type.module, name);
  }
  if (name !== undefined) return writer.sa(name);
  const inTypes = publicNames('sqlalchemy.types').get(typeKey(type));
  return inTypes === undefined ? noName(type) : writer.sa(`types.${inTypes}`);
}

function noName(type: LibraryType): never {
  return refuse(`SQLAlchemy has no public name for the type \`${type.module}.${type.name}\`.`);
}

const MODULE_OF: Readonly<Record<string, string>> = {
  sqlalchemy: 'sqlalchemy',
  ...Object.fromEntries(
    ['postgresql', 'mysql', 'sqlite', 'mssql', 'oracle'].map((dialect) => [dialect, `sqlalchemy.dialects.${dialect}`]),
  ),
};

const known = new Map<string, ReadonlyMap<TypeKey, string>>();

/** The names that a module has for types; a type's own name comes before others for it. */
function publicNames(module: string): ReadonlyMap<TypeKey, string> {
  let names = known.get(module);
  if (names === undefined) {
    const made = new Map<TypeKey, string>();
    for (const entry of (MODULES[module]?.types ?? '').split(' ')) {
      const [name = '', target = `sqlalchemy.${name}`] = entry.split('=');
      const key = target as TypeKey;
      if (!made.has(key) || target.endsWith(`.${name}`)) made.set(key, name);
    }
    known.set(module, (names = made));
  }
  return names;
}

function typeArguments(type: LibraryType, writer: PythonWriter): readonly string[] {
  const key = typeKey(type);
  const declared = parameters(TYPE_CLASSES[key]?.parameters ?? '');
  const implied = impliedArguments(type);
  const given: Readonly<Record<string, TypeArgument>> = { ...implied, ...type.arguments };
  const byPosition = declared.filter(({ kind, required }) => required && kind !== 'keyword');
  const star = declared.find(({ kind }) => kind === 'star')?.name;
  const rest = star === undefined ? [] : starItems(given[star] ?? given.enums ?? given.labels, type);
  const taken = new Set([...byPosition.map(({ name }) => name), star, 'enums', 'labels']);
  const named = Object.keys(given)
    .filter((name) => !taken.has(name))
    .toSorted((a, b) => keywordOrder(key, a) - keywordOrder(key, b));
  return [
    ...byPosition.map(({ name }) => writeArgument(name, given[name] ?? missing(type, name), writer)),
    ...rest.map((item) => writeValue(item, writer)),
    ...named.flatMap((name) => {
      const value = given[name];
      const isSaid = value !== undefined && (name in implied || !isDefaultArgument(key, name, value));
      return isSaid ? [`${name}=${writeArgument(name, value, writer)}`] : [];
    }),
  ];
}

function missing(type: LibraryType, name: string): never {
  return refuse(`The type \`${type.name}\` is given no \`${name}\`.`);
}

function starItems(value: TypeArgument | undefined, type: LibraryType): readonly TypeArgument[] {
  if (value === undefined) return [];
  if (!('kind' in value)) return value;
  if ((value.kind === 'list' || value.kind === 'tuple') && 'items' in value) return value.items;
  return refuse(`What the type \`${type.name}\` is given is not followed.`);
}

function writeArgument(name: string, value: TypeArgument, writer: PythonWriter): string {
  // Which MetaData it is changes no operation: that there is one does.
  if (name === 'metadata') return `${writer.sa('MetaData')}()`;
  return writeValue(value, writer);
}

/** A type of the project: as a file writes it, else its name, where the file reaches it, with what it is given not known. */
function writeCustomType(type: CustomType, writer: PythonWriter): string {
  const { source } = type;
  if (source !== undefined) return `${writer.names.member(source.module, source.name)}(${source.arguments})`;
  const name = reachedName(type, writer);
  if (name !== null) {
    writer.note(
      `The type '${name}' is written without arguments: it is the project's own, and what it was given is not known.`,
    );
    return `${name}()`;
  }
  if (type.written === undefined) return refuse(unreached(type));
  const written = writeType(type.written, writer);
  writer.note(`The type '${type.name}', which this file does not import, is written as what it stores: ${written}.`);
  return written;
}

function customName(type: CustomType, writer: PythonWriter): string {
  const { source } = type;
  if (source !== undefined) return writer.names.member(source.module, source.name);
  return reachedName(type, writer) ?? refuse(unreached(type));
}

function unreached({ name, reason }: CustomType): string {
  return name === '' ? reason : `The type '${name}' is the project's own, and this file does not import it.`;
}

/** The name, where the file gives it to something that may be the type. */
function reachedName({ name }: CustomType, { names }: PythonWriter): string | null {
  const [first = ''] = name.split('.');
  if (first === '' || !names.isTaken(first)) return null;
  const isAnother = [...names.scope.members].some(
    ([path, bound]) => bound === first && /^(?:alembic|datetime|decimal|enum|sqlalchemy|uuid)\./.test(path),
  );
  return isAnother ? null : name;
}
