import { expect, test } from 'vitest';
import { operationText, operationTooltip } from '../../../../client/src/tree/operationText';
import type { OperationRow } from '../../../../server/src/protocol/operations';

const row = (over: Partial<OperationRow> = {}): OperationRow => ({
  label: 'drop column users.email',
  shape: 'column',
  effect: 'drop',
  sentence: 'Drops column users.email.',
  range: { start: { line: 11, character: 4 }, end: { line: 11, character: 30 } },
  children: [],
  ...over,
});

test('an operation is told by what it does, and coloured as git colours what is new and gone', () => {
  expect(operationText(row())).toEqual({
    label: 'drop column users.email',
    description: '',
    icon: 'symbol-field',
    color: 'gitDecoration.deletedResourceForeground',
    accessibilityLabel: 'drop column users.email, line 12',
  });
  expect(operationText(row({ effect: 'create', engine: 'audit' }))).toMatchObject({
    description: 'audit',
    color: 'gitDecoration.addedResourceForeground',
    accessibilityLabel: 'drop column users.email, audit, line 12',
  });
});

test('of what is not known the reason stands beside it', () => {
  const unknown = row({ label: 'not known', shape: 'unknown', effect: 'change', sentence: 'Nobody knows `x`.' });
  expect(operationText(unknown)).toMatchObject({ description: 'Nobody knows `x`.', icon: 'question' });
  expect(operationTooltip(unknown, 'versions/a.py')).toBe(
    '**not known**\n\nNobody knows \\`x\\`\\.\n\n`versions/a.py:12`',
  );
});

test('nothing in a name is taken for Markdown', () => {
  expect(operationTooltip(row({ sentence: 'Drops column [x](y).*.' }), 'a.py')).toContain(
    'Drops column \\[x\\]\\(y\\)\\.\\*\\.',
  );
});
