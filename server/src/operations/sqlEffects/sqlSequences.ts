import type { SequenceOptions } from '../../schema/model';
import { schemaKey } from '../../schema/schema';
import { change, NOTHING, type ReadStatement } from './sqlEffect';
import { notRead, type SqlReader } from './sqlReader';

/** Behind `CREATE SEQUENCE`. @throws NotRead */
export const createSequence: ReadStatement = (reader) => {
  const ifNotExists = reader.ifNotExists();
  const { name, schema: inSchema } = reader.qualified();
  const options = sequenceOptions(reader);
  reader.expectEnd();
  return [
    change((schema) => {
      const key = schemaKey(name, inSchema);
      if (ifNotExists && schema.sequences.has(key)) return schema;
      const item = { name, schema: inSchema, options };
      return { ...schema, sequences: schema.sequences.set(key, { item, doubt: null }) };
    }),
  ];
};

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

function sequenceOptions(reader: SqlReader): SequenceOptions {
  const options: Mutable<SequenceOptions> = {};
  while (!reader.isDone) {
    if (reader.take('INCREMENT')) options.increment = (reader.take('BY'), reader.integer());
    else if (reader.take('START')) options.start = (reader.take('WITH'), reader.integer());
    else if (reader.take('MINVALUE')) options.minvalue = reader.integer();
    else if (reader.take('MAXVALUE')) options.maxvalue = reader.integer();
    else if (reader.take('NO', 'MINVALUE')) options.nominvalue = true;
    else if (reader.take('NO', 'MAXVALUE')) options.nomaxvalue = true;
    else if (reader.take('NO', 'CYCLE')) options.cycle = false;
    else if (reader.take('CYCLE')) options.cycle = true;
    else if (reader.take('CACHE')) options.cache = reader.integer();
    else notRead(reader.next?.text ?? '');
  }
  return options;
}

/** Behind `DROP SEQUENCE`. @throws NotRead */
export const dropSequence: ReadStatement = (reader) => {
  reader.ifExists();
  const names = reader.commas(() => reader.qualified());
  reader.takeOne('RESTRICT');
  reader.expectEnd();
  return names.map(({ name, schema: inSchema }) =>
    change((schema) => ({ ...schema, sequences: schema.sequences.delete(schemaKey(name, inSchema)) })),
  );
};

/** Behind `ALTER SEQUENCE`: where it stands, and whose it is, a schema does not hold. @throws NotRead */
export const alterSequence: ReadStatement = (reader) => {
  reader.ifExists();
  reader.qualified();
  if (reader.is('RESTART') || reader.is('OWNED') || reader.is('OWNER')) return NOTHING;
  return notRead('ALTER SEQUENCE');
};
