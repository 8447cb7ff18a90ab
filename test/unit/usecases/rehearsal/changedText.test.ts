import { expect, it } from 'vitest';
import { emptySchema, type Schema } from '../../../../server/src/schema/schema';
import { changedText } from '../../../../server/src/usecases/rehearsal/changedText';
import { contextOf } from '../../../../server/src/usecases/rehearsal/scratch';

it('is empty for a schema that is as before', () => {
  const schema: Schema = emptySchema('postgresql');
  expect(changedText(schema, schema, contextOf('postgresql'))).toEqual({ before: '', after: '' });
});
