import { tableAt } from '../../schema/lookup';
import { schemaKey, withoutTable } from '../../schema/schema';
import { change, NOTHING, type ReadStatement, type SqlEffect } from './sqlEffect';
import { doubtNames } from './sqlMentions';
import { notRead } from './sqlReader';

/** Nothing that a schema holds: rows, rights, settings, routines, transactions. */
export const idle: ReadStatement = () => NOTHING;

/** Everything is in doubt. @param reason one sentence for the user. */
export function everything(reason: string): readonly SqlEffect[] {
  return [{ kind: 'everything', reason }];
}

/** What depends on the thing may be columns, defaults or indexes. */
export const idleUnlessCascade: ReadStatement = (reader) => {
  while (!reader.isDone) {
    if (reader.take('CASCADE')) return everything('What `CASCADE` drops besides is not known.');
    reader.skip();
  }
  return NOTHING;
};

/** A view stands among the tables, and what it holds is not followed. */
export const createView: ReadStatement = (reader) => {
  reader.ifNotExists();
  const { name, schema } = reader.qualified();
  return [
    change((before, { revision }) => {
      const reason = `\`${name}\` is a view or a table whose columns are not followed.`;
      return doubtNames(before, [], [{ name, schema }], { reason, revision });
    }),
  ];
};

export const dropView: ReadStatement = (reader) => {
  reader.ifExists();
  return reader.commas(() => {
    const { name, schema } = reader.qualified();
    return change((before) => {
      const state = tableAt(before, name, schema);
      return state?.table === null ? withoutTable(before, schemaKey(name, schema)) : before;
    });
  });
};

export const dropSchema: ReadStatement = (reader) => {
  reader.ifExists();
  const names = reader.commas(() => reader.name());
  if (!reader.take('CASCADE')) return NOTHING;
  return [
    change((before) => {
      const isGone = (key: string): boolean => names.some((name) => key.startsWith(schemaKey('', name)));
      const after = [...before.tables.keys()].filter(isGone).reduce(withoutTable, before);
      return {
        ...after,
        enums: after.enums.filterNot((_state, key) => isGone(key)),
        sequences: after.sequences.filterNot((_state, key) => isGone(key)),
      };
    }),
  ];
};

/** Where names are looked for decides on every statement after it; what is usual changes nothing. */
export const setSearchPath: ReadStatement = (reader) => {
  if (!reader.take('TO')) reader.expect('=');
  const places = reader.commas(() => (reader.next?.kind === 'string' ? reader.string() : reader.name()));
  const isUsual = places.every((place) => place === 'public' || place === '$user') && places.includes('public');
  return isUsual || places.includes('default') ? NOTHING : everything('Another `search_path` is set.');
};

/** A schema with nothing in it. @throws NotRead where tables follow */
export const createSchema: ReadStatement = (reader) => {
  while (!reader.isDone) {
    if (reader.is('CREATE')) notRead('what a schema is created with');
    reader.skip();
  }
  return NOTHING;
};
