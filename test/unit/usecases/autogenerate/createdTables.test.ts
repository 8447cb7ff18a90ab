import { expect, test } from 'vitest';
import type { TableName } from '../../../../server/src/engine/alembic/comparison';
import { tableOrigin } from '../../../../server/src/usecases/autogenerate/createdTables';
import { projectOf, revisionText } from '../../../support/project';

async function originIn(statement: string, table: TableName): Promise<string> {
  const text = revisionText({ id: 'a1' }).replace("op.execute('select 1')", statement);
  const { project } = await projectOf({ 'a1.py': text });
  return tableOrigin(project, table).kind;
}

test.each<[statement: string, table: TableName, kind: string]>([
  ["op.create_table('order', sa.Column('id'))", [null, 'order'], 'created'],
  ["op.create_table(table_name='order')", [null, 'order'], 'created'],
  ["op.create_table('order', schema=None)", [null, 'order'], 'created'],
  ["op.create_table('order', schema='shop')", ['shop', 'order'], 'created'],
  ["if op.get_bind():\n        op.create_table('order')", [null, 'order'], 'created'],
  ["op.rename_table('purchase', 'order')", [null, 'order'], 'created'],
  ["op.rename_table('order', 'purchase')", [null, 'order'], 'mentioned'],
  ["op.create_table('order', schema='shop')", [null, 'order'], 'mentioned'],
  ["op.create_table('order')", ['shop', 'order'], 'mentioned'],
  ["op.create_table('order', schema=SCHEMA)", ['shop', 'order'], 'mentioned'],
  ["op.create_table('order', schema=SCHEMA)", [null, 'order'], 'mentioned'],
  ['op.create_table(NAME)  # order', [null, 'order'], 'mentioned'],
  ["op.execute('CREATE TABLE order (id int)')", [null, 'order'], 'mentioned'],
  ["op.create_table('orders')", [null, 'order'], 'unknown'],
  ["op.create_table('reorder')", [null, 'order'], 'unknown'],
  ["op.create_table('order_item')", [null, 'order'], 'unknown'],
])('%s', async (statement, table, kind) => {
  expect(await originIn(statement, table)).toBe(kind);
});
