import { sameName } from '../../schema/lookup';
import type { Constraint, Index } from '../../schema/model';
import { type Mention, mentions } from './mentions';
import type { TableEdit } from './tableEdit';

/** Whether a constraint or an index is about a column. */
export function isAbout(edit: TableEdit, item: Constraint | Index, column: string): Mention {
  const { name: table } = edit.table;
  const name = { table, column, dialect: edit.dialect };
  if (item.kind === 'foreignKey') {
    return item.columns.some((one) => sameName(edit.dialect, one, column)) ? 'yes' : 'no';
  }
  if (item.kind === 'primaryKey' || item.kind === 'unique' || item.kind === 'index') {
    const listed = item.kind === 'index' ? [] : item.columns;
    const include = item.options.postgresql_include;
    const included =
      edit.dialect === 'postgresql' && include !== undefined && mentionsText(include, column) ? [column] : [];
    if ([...listed, ...included].some((one) => sameName(edit.dialect, one, column))) return 'yes';
  }
  if (item.kind === 'index') {
    const where = item.options[`${edit.dialect}_where`];
    return mentions([item.elements, asSql(where)], name);
  }
  if (item.kind === 'check') return mentions(item.condition, name);
  return item.kind === 'exclude' ? mentions([item.elements, item.where], name) : 'no';
}

/** An option that is SQL; a string is taken for `text()`. */
function asSql(option: unknown): unknown {
  const isString = typeof option === 'object' && option !== null && 'kind' in option && option.kind === 'string';
  return isString && 'value' in option ? { kind: 'text', sql: option.value } : option;
}

function mentionsText(option: unknown, text: string): boolean {
  if (typeof option !== 'object' || option === null) return false;
  if ('kind' in option && option.kind === 'string' && 'value' in option) return option.value === text;
  return Object.values(option).some((value) => mentionsText(value, text));
}
