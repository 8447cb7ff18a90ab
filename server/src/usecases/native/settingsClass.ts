import { resolve } from 'node:path';
import { parseDotEnv } from '../../common/dotEnv';
import { type FileSystem, orNull } from '../../common/fileSystem';
import { calledName, isName, textOf } from '../../engine/alembic/envNodes';
import type { KnownText } from '../../engine/alembic/visibleText';
import type { Expression, FunctionDefinition, Statement } from '../../python/ast';

export type Variables = Readonly<Record<string, string | undefined>>;

/** What values of a class are read from. */
export interface SettingsSources {
  readonly fs: FileSystem;
  readonly workingDirectory: string;
  readonly variables: Variables;
}

/** A field of a class; `value` absent: it has to be given. */
interface Field {
  readonly annotation: Expression | null;
  readonly value?: Expression;
}

/** The body of a class, where nothing in it changes what its attributes are. */
export interface ClassParts {
  readonly fields: ReadonlyMap<string, Field>;
  readonly properties: ReadonlyMap<string, Expression>;
  /** `model_config = SettingsConfigDict(...)`, or the class `Config`. */
  readonly options: ReadonlyMap<string, Expression>;
}

/** Methods that Python or pydantic calls by themselves. */
const CALLED_BY_ITSELF = /^(?:__\w+__|model_post_init|settings_customise_sources|customise_sources)$/;

/** @returns null where something in it may change what an attribute is. */
export function classParts(body: readonly Statement[]): ClassParts | null {
  const fields = new Map<string, Field>();
  const properties = new Map<string, Expression>();
  const options = new Map<string, Expression>();
  const isNew = (name: string): boolean => !fields.has(name) && !properties.has(name);
  for (const statement of body) {
    switch (statement.kind) {
      case 'pass':
        break;
      case 'expression':
        if (statement.value.kind !== 'string') return null;
        break;
      case 'annotated': {
        const { target, annotation, value } = statement;
        if (target.kind !== 'name' || !isNew(target.name)) return null;
        fields.set(target.name, { annotation, ...(value !== undefined && { value }) });
        break;
      }
      case 'assign': {
        const [target, ...more] = statement.targets;
        if (target?.kind !== 'name' || more.length > 0 || !isNew(target.name)) return null;
        if (target.name !== 'model_config') fields.set(target.name, { annotation: null, value: statement.value });
        else if (!readOptions(statement.value, options)) return null;
        break;
      }
      case 'class':
        if (statement.name.name !== 'Config' || statement.arguments.length > 0) return null;
        for (const one of statement.body) {
          const target = one.kind === 'assign' && one.targets.length === 1 ? one.targets[0] : undefined;
          if (one.kind !== 'assign' || target?.kind !== 'name') return null;
          options.set(target.name, one.value);
        }
        break;
      case 'function': {
        const value = propertyValue(statement);
        if (value !== null && isNew(statement.name.name)) properties.set(statement.name.name, value);
        else if (statement.decorators.length > 0 || CALLED_BY_ITSELF.test(statement.name.name)) return null;
        break;
      }
      default:
        return null;
    }
  }
  return { fields, properties, options };
}

/** `SettingsConfigDict(env_file=".env")`, `{"env_file": ".env"}`. */
function readOptions(value: Expression, options: Map<string, Expression>): boolean {
  if (value.kind === 'dict') {
    return value.entries.every(({ key, value: held }) => {
      const name = key === null ? null : textOf(key);
      if (name !== null) options.set(name, held);
      return name !== null;
    });
  }
  if (value.kind !== 'call' || !['SettingsConfigDict', 'ConfigDict', 'dict'].includes(calledName(value))) return false;
  return value.arguments.every(({ name, value: held }) => {
    if (name !== undefined) options.set(name.name, held);
    return name !== undefined;
  });
}

/** What `@property` gives back of `self`; null: it is something else. */
function propertyValue({ decorators, parameters, body }: FunctionDefinition): Expression | null {
  const names = decorators.map((one) => (one.kind === 'call' ? calledName(one) : one.kind === 'name' ? one.name : ''));
  const isProperty = names.at(-1) === 'property' || names.at(-1) === 'cached_property';
  if (!isProperty || names.slice(0, -1).some((name) => name !== 'computed_field') || parameters?.length !== 1)
    return null;
  const [last, ...before] = body.toReversed();
  const isDocumented = before.every((one) => one.kind === 'expression' && one.value.kind === 'string');
  if (last?.kind !== 'return' || last.values.length !== 1 || !isDocumented || parameters[0]?.name.name !== 'self') {
    return null;
  }
  return last.values[0] ?? null;
}

/** Options that say which variables are read; another one may say anything. */
const OPTIONS = new Set(['env_file', 'env_file_encoding', 'case_sensitive', 'extra', 'env_prefix', 'env_ignore_empty']);

/**
 * The values that pydantic-settings gives the fields of a class: from variables, from the file of variables, or as the class
 * says (docs.pydantic.dev/latest/concepts/pydantic_settings). A value is a text as it stands, or undefined.
 * @param textOfDefault the text of what a class says.
 * @returns null where that is not followed, or where pydantic refuses to make such settings.
 */
export function pydanticValues(
  { fields, options }: ClassParts,
  { fs, workingDirectory, variables }: SettingsSources,
  textOfDefault: (value: Expression) => KnownText,
): ReadonlyMap<string, KnownText> | null {
  if ([...options.keys()].some((name) => !OPTIONS.has(name))) return null;
  const text = (name: string): string | null | undefined => {
    const value = options.get(name);
    return value === undefined || value.kind === 'none' ? null : (textOf(value) ?? undefined);
  };
  const flag = (name: string): boolean | undefined => {
    const value = options.get(name);
    return value === undefined ? false : value.kind === 'boolean' ? value.value : undefined;
  };
  const [file, prefix, encoding, extra] = [
    text('env_file'),
    text('env_prefix'),
    text('env_file_encoding'),
    text('extra'),
  ];
  const [isSensitive, ignoresEmpty] = [flag('case_sensitive'), flag('env_ignore_empty')];
  const isPlain = encoding === null || /^utf-?8$/i.test(encoding ?? '-');
  if (file === undefined || prefix === undefined || !isPlain || extra === undefined) return null;
  if (isSensitive === undefined || ignoresEmpty === undefined || file?.startsWith('~') === true) return null;
  const keyed = (name: string): string => (isSensitive ? name : name.toLowerCase());
  const inFile = file === null ? {} : (fileOf(resolve(workingDirectory, file), fs, variables) ?? {});
  const nameOf = (field: string): string => keyed(`${prefix ?? ''}${field}`);
  const known = new Set([...fields.keys()].map(nameOf));
  const isStrange = Object.entries(inFile).some(([name, value]) => value !== '' && !known.has(keyed(name)));
  if (isStrange && extra !== 'ignore' && extra !== 'allow') return null;
  const values = new Map<string, KnownText>();
  for (const [name, { annotation, value }] of fields) {
    // What begins so is no field.
    if (annotation === null || name.startsWith('_')) return null;
    const given = [variables, inFile].map((source) =>
      Object.entries(source).flatMap(([variable, held]) =>
        keyed(variable) === nameOf(name) && held !== undefined && !(ignoresEmpty && held === '') ? [held] : [],
      ),
    );
    const found = given.find((texts) => texts.length > 0);
    if (found === undefined && (value === undefined || isRequired(value))) return null;
    // A number is no text to pydantic.
    const isOther = found === undefined && value?.kind === 'number' && !isName(annotation, 'int');
    const isNamedSo = fieldSays(value, (variable) => prefix === null && keyed(variable) === keyed(name));
    const isOne = isNamedSo && !isOther && (found === undefined || found.length === 1);
    const kept = found === undefined ? fieldDefault(value, textOfDefault) : found[0];
    values.set(name, isOne ? asAnnotated(kept, annotation) : undefined);
  }
  return values;
}

function fileOf(path: string, fs: FileSystem, outer: Variables): Variables | null {
  const bytes = orNull(() => fs.readFile(path));
  return bytes === null ? null : parseDotEnv(new TextDecoder().decode(bytes), outer);
}

const FIELD_WORDS = new Set(['default', 'description', 'title', 'examples', 'repr']);

/** `Field(...)` with the three dots: it has to be given. */
function isRequired(value: Expression): boolean {
  if (value.kind === 'ellipsis') return true;
  if (value.kind !== 'call' || calledName(value) !== 'Field') return false;
  const given = value.arguments.find(({ kind, name }) => kind === 'positional' || name?.name === 'default');
  return given === undefined || given.value.kind === 'ellipsis';
}

/** Whether a `Field(...)` says nothing of where its value is read, or no more than its name does. */
function fieldSays(value: Expression | undefined, isItsName: (variable: string) => boolean): boolean {
  if (value?.kind !== 'call' || calledName(value) !== 'Field') return true;
  return value.arguments.every(({ kind, name, value: held }, index) => {
    if (kind === 'positional') return index === 0;
    if (name === undefined) return false;
    return FIELD_WORDS.has(name.name) || (name.name === 'env' && isItsName(textOf(held) ?? ''));
  });
}

function fieldDefault(value: Expression | undefined, textOfDefault: (value: Expression) => KnownText): KnownText {
  if (value?.kind === 'number') return value.text;
  if (value?.kind !== 'call' || calledName(value) !== 'Field') return value && textOfDefault(value);
  const [first] = value.arguments;
  const given = first?.kind === 'positional' ? first : value.arguments.find(({ name }) => name?.name === 'default');
  return fieldDefault(given?.value, textOfDefault);
}

/** What becomes of a text by the type of its field. */
function asAnnotated(text: KnownText, annotation: Expression): KnownText {
  if (isName(annotation, 'int')) return typeof text === 'string' && /^(?:0|[1-9]\d*)$/.test(text) ? text : undefined;
  const isText = isName(annotation, 'str') && text !== null;
  return isText || isOptionalText(annotation) ? text : undefined;
}

/** `str | None`, `Optional[str]`. */
function isOptionalText(annotation: Expression): boolean {
  if (annotation.kind === 'subscript') return isName(annotation.object, 'Optional') && isName(annotation.index, 'str');
  if (annotation.kind !== 'binary' || annotation.operator !== '|') return false;
  const [one, other] = [annotation.left, annotation.right];
  return (isName(one, 'str') && other.kind === 'none') || (one.kind === 'none' && isName(other, 'str'));
}
