import { writeFlag, writeText, writeTexts } from '../../python/write/literal';
import type {
  Constraint,
  ExcludeConstraint,
  ForeignKey,
  ForeignKeyConstraint,
  Index,
  IndexElement,
  Name,
  ReferenceRules,
} from '../../schema/model';
import { refuse } from '../refusal';
import { writePotentialExpression, writeSqlText } from './defaults';
import { writeOptions } from './values';
import { keyword, type PythonWriter, writeCall } from './writer';

/**
 * A constraint as an item of a table.
 * @throws Refusal
 */
export function writeInlineConstraint(constraint: Constraint, writer: PythonWriter): string {
  const name = keyword('name', constraint.name && writeName(constraint.name, writer));
  const options = writeOptions(constraint.options, writer);
  switch (constraint.kind) {
    case 'primaryKey':
      return writeCall(writer.sa('PrimaryKeyConstraint'), [
        ...constraint.columns.map(writeText),
        name,
        ...writeTiming(constraint),
        ...options,
      ]);
    case 'unique':
      return writeCall(writer.sa('UniqueConstraint'), [
        ...constraint.columns.map(writeText),
        ...writeTiming(constraint),
        name,
        ...options,
      ]);
    case 'foreignKey':
      return writeForeignKeyConstraint(constraint, writer);
    case 'check':
      return writeCall(writer.sa('CheckConstraint'), [
        writeSqlText(constraint.condition, writer),
        name,
        ...writeTiming(constraint),
        ...options,
      ]);
    case 'exclude':
      return writeCall(writer.dialect('postgresql', 'ExcludeConstraint'), [
        ...writeExclusion(constraint, writer),
        name,
        ...writeOperatorClasses(constraint),
        ...options,
      ]);
  }
}

/** With the comma that Alembic leaves behind where nothing is said besides columns. */
function writeForeignKeyConstraint(constraint: ForeignKeyConstraint, writer: PythonWriter): string {
  const { columns, referredSchema, referredTable, referredColumns, rules } = constraint;
  if (referredTable.includes('.') || referredColumns.some((column) => column.includes('.'))) {
    refuse(`A foreign key of a table cannot name \`${referredTable}\`: its name holds a point.`);
  }
  const targets = referredColumns.map((column) =>
    [...(referredSchema === null ? [] : [referredSchema]), referredTable, column].join('.'),
  );
  const rest = [
    keyword('name', constraint.name && writeName(constraint.name, writer)),
    ...writeRules(rules),
    ...writeOptions(constraint.options, writer),
  ].filter((one) => one !== null);
  return `${writer.sa('ForeignKeyConstraint')}(${writeTexts(columns)}, ${writeTexts(targets)}, ${rest.join(', ')})`;
}

/** `sa.ForeignKey('table.column')`. */
export function writeForeignKey({ target, name, rules, options }: ForeignKey, writer: PythonWriter): string {
  return writeCall(writer.sa('ForeignKey'), [
    writeText(target),
    keyword('name', name && writeName(name, writer)),
    ...writeRules(rules),
    ...writeOptions(options, writer),
  ]);
}

/** `sa.Index(...)` as an item of a table. @throws Refusal */
export function writeInlineIndex({ name, elements, unique, options }: Index, writer: PythonWriter): string {
  return writeCall(writer.sa('Index'), [
    writeOpenName(name, writer),
    ...elements.map((element) => writeIndexElement(element, writer)),
    keyword('unique', unique ? writeFlag(true) : null),
    ...writeOptions(options, writer),
  ]);
}

/** A column by its name, or an expression. */
export function writeIndexElement(element: IndexElement, writer: PythonWriter): string {
  return element.kind === 'columnName' ? writeText(element.name) : writePotentialExpression(element, 'index', writer);
}

/** A name, marked where no naming convention may change it: `op.f('ix_user_name')`, or as SQLAlchemy marks it. */
export function writeName(name: Name, writer: PythonWriter): string {
  const isFinal = name.final || name.assigned === true;
  return isFinal ? `${writer.directive('f')}(${writeText(name.text)})` : writeText(name.text);
}

/** As `writeName`, with `None` where there is none. */
export function writeOpenName(name: Name | null, writer: PythonWriter): string {
  return name === null ? 'None' : writeName(name, writer);
}

/** What a foreign key says besides its columns, in Alembic's order. */
export function writeRules(rules: ReferenceRules): readonly (string | null)[] {
  const { onupdate, ondelete, initially, deferrable, useAlter, match } = rules;
  const text = (name: string, value: string | null): string | null =>
    keyword(name, value === null ? null : writeText(value));
  return [
    text('onupdate', onupdate),
    text('ondelete', ondelete),
    text('initially', initially),
    keyword('deferrable', deferrable === null ? null : writeFlag(deferrable)),
    keyword('use_alter', useAlter ? writeFlag(true) : null),
    text('match', match),
  ];
}

/** When a constraint is looked at. */
export function writeTiming({
  deferrable,
  initially,
}: Pick<Exclude<Constraint, ForeignKeyConstraint>, 'deferrable' | 'initially'>): readonly (string | null)[] {
  return [
    keyword('deferrable', deferrable === null ? null : writeFlag(deferrable)),
    keyword('initially', initially === null ? null : writeText(initially)),
  ];
}

/** What is excluded, and how. @throws Refusal */
export function writeExclusion(constraint: ExcludeConstraint, writer: PythonWriter): readonly (string | null)[] {
  const elements = constraint.elements.map(({ expression, operator }) => {
    const element =
      expression.kind === 'columnName'
        ? `${writer.sa('column')}(${writeText(expression.name)})`
        : writer.expression(expression);
    return `(${element}, ${writeText(operator)})`;
  });
  const where = constraint.where && writePotentialExpression(constraint.where, 'plain', writer);
  return [
    ...elements,
    keyword('where', where),
    ...writeTiming(constraint),
    keyword('using', writeText(constraint.using)),
  ];
}

/** `ops={...}` of an exclusion, which Alembic does not write. */
export function writeOperatorClasses({ ops }: ExcludeConstraint): readonly (string | null)[] {
  const entries = Object.entries(ops).map(([name, operator]) => `${writeText(name)}: ${writeText(operator)}`);
  return [keyword('ops', entries.length === 0 ? null : `{${entries.join(', ')}}`)];
}
