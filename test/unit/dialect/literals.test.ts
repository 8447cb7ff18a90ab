import { fc } from '../../support/random';
import { describe, expect, it } from 'vitest';
import type { Literal } from '../../../server/src/common/literal';
import { ok } from '../../../server/src/common/result';
import { renderLiteral } from '../../../server/src/dialect/literals';
import type { Context, DialectName } from '../../../server/src/schema/context';
import { libraryType, type TypeArgument } from '../../../server/src/schema/sqlType';

const type = (name: string, given: Readonly<Record<string, TypeArgument>> = {}) =>
  libraryType('sqlalchemy', name, given);
const on = (dialect: DialectName, sqlalchemy: Context['sqlalchemy'] = '2.0', mode: Context['mode'] = 'offline') => ({
  dialect,
  sqlalchemy,
  mode,
});
const NO: Literal = { kind: 'boolean', value: false };
const UUID = '0b1c2d3e-0000-4000-8000-000000000001';

describe('renderLiteral', () => {
  it.each<[Literal, string, DialectName, string]>([
    [{ kind: 'none' }, 'Integer', 'postgresql', 'NULL'],
    [{ kind: 'string', value: "a'b\\c" }, 'String', 'postgresql', "'a''b\\\\c'"],
    [{ kind: 'string', value: "a'b\\c" }, 'Text', 'sqlite', "'a''b\\c'"],
    [{ kind: 'boolean', value: true }, 'Boolean', 'mysql', 'true'],
    [{ kind: 'boolean', value: true }, 'Boolean', 'sqlite', '1'],
    [{ kind: 'boolean', value: true }, 'Integer', 'postgresql', '1'],
    [{ kind: 'boolean', value: true }, 'Numeric', 'postgresql', 'True'],
    [{ kind: 'string', value: '007' }, 'Integer', 'postgresql', '7'],
    [{ kind: 'float', text: '-1.75' }, 'Integer', 'postgresql', '-1'],
    [{ kind: 'decimal', text: '1.50' }, 'Float', 'postgresql', '1.50'],
    [{ kind: 'datetime', iso: '2020-01-02T03:04:05+02:00' }, 'DateTime', 'postgresql', "'2020-01-02 03:04:05+02:00'"],
    [{ kind: 'datetime', iso: '2020-01-02T03:04:05+02:00' }, 'DateTime', 'sqlite', "'2020-01-02 03:04:05.000000'"],
    [{ kind: 'date', iso: '2020-01-02' }, 'DateTime', 'sqlite', "'2020-01-02 00:00:00.000000'"],
    [{ kind: 'datetime', iso: '2020-01-02T03:04:05' }, 'Date', 'mysql', "'2020-01-02'"],
    [{ kind: 'timedelta', microseconds: 90_000_000n }, 'Interval', 'postgresql', 'make_interval(secs=>90.0)'],
    [{ kind: 'uuid', value: UUID }, 'Uuid', 'postgresql', `'${UUID}'`],
    [{ kind: 'uuid', value: UUID }, 'Uuid', 'sqlite', `'${UUID.replaceAll('-', '')}'`],
    [{ kind: 'bytes', value: 'it\xc3\xa9' }, 'LargeBinary', 'postgresql', "'ité'"],
    [{ kind: 'enumMember', name: 'A', value: { kind: 'string', value: 'a' } }, 'Enum', 'postgresql', "'A'"],
  ])('%o in %s on %s', (value, name, dialect, written) => {
    expect(renderLiteral(value, type(name), on(dialect), 'single')).toEqual(ok(written));
  });

  it.each<[Literal, string, DialectName]>([
    [{ kind: 'string', value: '2020-01-01' }, 'Date', 'postgresql'],
    [{ kind: 'integer', value: 5n }, 'String', 'postgresql'],
    [{ kind: 'integer', value: 2n }, 'Boolean', 'postgresql'],
    [{ kind: 'dict', entries: [] }, 'JSON', 'postgresql'],
    [{ kind: 'bytes', value: '\xff' }, 'LargeBinary', 'postgresql'],
    [{ kind: 'string', value: UUID }, 'Uuid', 'sqlite'],
    [{ kind: 'timedelta', microseconds: 1n }, 'Interval', 'sqlite'],
    [{ kind: 'string', value: 'x' }, 'NullType', 'postgresql'],
  ])('has none for %o in %s on %s', (value, name, dialect) => {
    expect(renderLiteral(value, type(name), on(dialect), 'single').ok).toBe(false);
  });

  it('writes arrays by their items', () => {
    const tags = type('ARRAY', { item_type: type('String') });
    const items: Literal[] = [
      { kind: 'string', value: "a'" },
      { kind: 'string', value: '' },
    ];
    expect(renderLiteral({ kind: 'list', items }, tags, on('postgresql'), 'single')).toEqual(ok("ARRAY['a''', '']"));
    expect(renderLiteral({ kind: 'list', items }, tags, on('sqlite'), 'single')).toEqual(ok("['a''', '']"));
    const own = libraryType('postgresql', 'ARRAY', { item_type: type('String') });
    expect(renderLiteral({ kind: 'list', items }, own, on('sqlite'), 'single')).toEqual(ok("ARRAY['a''', '']"));
    expect(renderLiteral({ kind: 'string', value: 'ab' }, tags, on('postgresql'), 'single').ok).toBe(false);
  });

  it('reads the options of a type', () => {
    const text = type('Uuid', { as_uuid: NO });
    expect(renderLiteral({ kind: 'string', value: UUID }, text, on('postgresql'), 'single')).toEqual(
      ok(`'${UUID.replaceAll('-', '')}'`),
    );
    const variant = { ...type('Integer'), variants: { sqlite: type('String') } };
    expect(renderLiteral({ kind: 'string', value: '5' }, variant, on('sqlite'), 'single')).toEqual(ok("'5'"));
    expect(renderLiteral({ kind: 'string', value: '5' }, variant, on('postgresql'), 'single')).toEqual(ok('5'));
  });

  it('escapes backslashes where SQLAlchemy does without a connection', () => {
    const backslash: Literal = { kind: 'string', value: 'a\\b' };
    const written = (...where: Parameters<typeof on>) =>
      renderLiteral(backslash, type('String'), on(...where), 'single');
    expect(written('postgresql')).toEqual(ok("'a\\\\b'"));
    expect(written('postgresql', '2.1')).toEqual(ok("'a\\b'"));
    expect(written('postgresql', '2.0', 'online')).toEqual(ok("'a\\b'"));
    expect(written('mysql', '2.1')).toEqual(ok("'a\\\\b'"));
    expect(written('sqlite', '2.1')).toEqual(ok("'a\\b'"));
  });

  it('writes every text so that it can be read back', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.constantFrom('single', 'double'), (value, percent) => {
        const written = renderLiteral({ kind: 'string', value }, type('String'), on('postgresql'), percent);
        expect(written.ok).toBe(true);
        if (!written.ok) return;
        const inner = written.value.slice(1, -1).replaceAll("''", "'").replaceAll('\\\\', '\\');
        expect(percent === 'double' ? inner.replaceAll('%%', '%') : inner).toBe(value);
      }),
    );
  });
});
