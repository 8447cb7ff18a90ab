import type { Operation } from '../../../server/src/operations/operation';
import { readOperations, type RevisionOperations } from '../../../server/src/operations/readOperations';
import type { Context } from '../../../server/src/schema/context';

export const OFFLINE: Context = { dialect: 'postgresql', mode: 'offline', sqlalchemy: '2.0', naming: null };
export const ONLINE: Context = { ...OFFLINE, mode: 'online' };

const HEAD = `
from alembic import context, op
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
`;

/** A revision file whose `upgrade()` has this body. */
export function revision(body: string): string {
  const lines = body.replace(/^\n|\s+$/g, '').split('\n');
  const indent = /^ */.exec(lines[0] ?? '')?.[0].length ?? 0;
  return `${HEAD}\ndef upgrade():\n${lines.map((line) => `    ${line.slice(indent)}\n`).join('')}`;
}

export function read(body: string, context: Context = OFFLINE): RevisionOperations {
  return readOperations(revision(body), 'upgrade', context, { readModule: () => undefined });
}

/** The operations of a body that completes, without their places. */
export function operations(body: string, context: Context = OFFLINE): readonly object[] {
  const { operations: made, ends } = read(body, context);
  if (ends.kind !== 'completed') throw new Error(JSON.stringify(ends));
  return made.map(withoutPlace);
}

/** How a body that raises ends: `TypeError`. */
export function raised(body: string, context: Context = OFFLINE): string {
  const { ends } = read(body, context);
  if (ends.kind !== 'raised') throw new Error(JSON.stringify(ends));
  return ends.type;
}

/** Why the only operation of a body is not known. */
export function reason(body: string, context: Context = OFFLINE): string {
  const [operation, ...more] = read(body, context).operations;
  if (operation?.kind !== 'opaque' || more.length > 0) throw new Error(JSON.stringify([operation, more]));
  return operation.reason;
}

function withoutPlace({ place: _, ...operation }: Operation): object {
  return 'children' in operation ? { ...operation, children: operation.children.map(withoutPlace) } : operation;
}
