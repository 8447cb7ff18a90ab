import { applyOperations } from '../../../../server/src/operations/applyOperation';
import type { Operation } from '../../../../server/src/operations/operation';
import { writeOperations } from '../../../../server/src/operations/python/writeOperations';
import { readOperations } from '../../../../server/src/operations/readOperations';
import { reverseAll } from '../../../../server/src/operations/reverseOperation';
import type { ApplyContext } from '../../../../server/src/operations/applied';
import type { DialectName } from '../../../../server/src/schema/context';
import { emptySchema } from '../../../../server/src/schema/schema';

const HEAD = `
import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql, postgresql

def upgrade():
`;

/** The operations of a body, written without indentation. */
export function operationsOf(body: string, context: ApplyContext): readonly Operation[] {
  const text = `${HEAD}${indented(body === '' ? 'pass' : body)}\n`;
  const { operations, ends } = readOperations(text, 'upgrade', context, { readModule: () => undefined });
  if (ends.kind !== 'completed') throw new Error(JSON.stringify(ends));
  return operations;
}

export function contextOf(dialect: DialectName): ApplyContext {
  return { dialect, mode: 'online', sqlalchemy: '2.0', naming: null, revision: 'aaaa' };
}

/** What undoes `upgrade` after `before`, as Python; what is not undone stands behind `#`. */
export function undone(
  dialect: DialectName,
  before: string,
  upgrade: string,
  given: Partial<ApplyContext> = {},
): string {
  const context = { ...contextOf(dialect), ...given };
  const { schema } = applyOperations(emptySchema(dialect), operationsOf(before, context), context);
  const steps = reverseAll(operationsOf(upgrade, context), schema, context);
  return steps
    .flatMap(({ operations, irreversible }) => [
      ...irreversible.map(({ reason }) => `# ${reason}`),
      ...writeOperations(operations).lines,
    ])
    .filter((line) => line !== '')
    .join('\n');
}

function indented(body: string): string {
  return body
    .trim()
    .split('\n')
    .map((line) => `    ${line}`)
    .join('\n');
}
