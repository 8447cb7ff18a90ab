import { writeTexts } from '../../python/write/literal';
import { writeExclusion, writeOpenName, writeOperatorClasses, writeTiming } from '../../sqlalchemy/python/constraints';
import { writeSqlText } from '../../sqlalchemy/python/defaults';
import { writeOptions } from '../../sqlalchemy/python/values';
import { refuse } from '../../sqlalchemy/refusal';
import type { AddConstraint } from '../operation';
import { directive, schemaKeyword, tableArgument, type WriteOperation } from './parts';

export const writeAddConstraint: WriteOperation<AddConstraint> = ({ table, schema, constraint }, writer) => {
  const begin = [writeOpenName(constraint.name, writer), tableArgument(table, writer)];
  const inSchema = schemaKeyword(schema, writer);
  const options = writeOptions(constraint.options, writer);
  switch (constraint.kind) {
    case 'primaryKey': {
      const more = [...writeTiming(constraint), ...options].filter((one) => one !== null);
      if (more.length > 0) refuse(`\`create_primary_key\` does not take ${more.join(', ')}.`);
      return directive('create_primary_key', writer, [...begin, writeTexts(constraint.columns), inSchema]);
    }
    case 'unique':
      return directive('create_unique_constraint', writer, [
        ...begin,
        writeTexts(constraint.columns),
        ...writeTiming(constraint),
        inSchema,
        ...options,
      ]);
    case 'check':
      return directive('create_check_constraint', writer, [
        ...begin,
        writeSqlText(constraint.condition, writer),
        inSchema,
        ...writeTiming(constraint),
        ...options,
      ]);
    case 'exclude':
      return directive('create_exclude_constraint', writer, [
        ...begin,
        ...writeExclusion(constraint, writer),
        inSchema,
        ...writeOperatorClasses(constraint),
        ...options,
      ]);
  }
};
