import { fc } from '../../support/random';
import { parse, stringify } from 'smol-toml';
import { describe, expect, it } from 'vitest';
import { LineIndex } from '../../../server/src/common/lineIndex';
import type { Range } from '../../../server/src/common/range';
import { parseToml } from '../../../server/src/project/toml';
import { tomlKey, tomlPlaces } from '../../../server/src/project/tomlPlaces';

function textAt(text: string, { start, end }: Range): string {
  const index = new LineIndex(text);
  return text.slice(index.offset(start), index.offset(end));
}

describe('parseToml', () => {
  it.each([
    ['a table', '[tool.alembic]\nscript_location = "a" # x\n', '"a"'],
    ['an odd header', '[ tool . "alembic" ] # x\n\'script_location\'="a"', '"a"'],
    ['dotted keys', 'tool.alembic.script_location = """a\n"""\n', '"""a\n"""'],
    ['a table above', '[tool]\nx = """\n[tool.alembic]\n"""\nalembic.script_location = \'a\'\n', "'a'"],
    ['an inline table', '[tool]\nalembic = { script_location = "a" }\n', '{ script_location = "a" }'],
    [
      'other values before',
      '[tool.alembic]\nx = [1, "]", # ]\n 2]\ny = {a = "}"}\nd = 1979-05-27 07:32:00\nscript_location = "a"',
      '"a"',
    ],
    ['CRLF', '[tool.alembic]\r\nscript_location = "a"\r\n', '"a"'],
  ])('knows where a value of %s stands', (_, text, expected) => {
    const document = parseToml(text);
    expect(document.error).toBeNull();
    expect(document.table).toHaveProperty('script_location');
    expect(textAt(text, document.valueRange(['script_location']))).toBe(expected);
  });

  it('knows the tables of an array and the keys in them', () => {
    const text = '[[tool.alembic.post_write_hooks]]\nname = "a"\n\n[[tool.alembic.post_write_hooks]]\nname = "b"\n';
    const document = parseToml(text);
    expect(textAt(text, document.valueRange(['post_write_hooks', '1', 'name']))).toBe('"b"');
    expect(document.valueRange(['post_write_hooks', '1', 'type']).start.line).toBe(3);
  });

  it('points at the table for what has no place', () => {
    const text = '[x]\n[tool.alembic] # y\na = 1\n';
    expect(textAt(text, parseToml(text).valueRange(['nothing']))).toBe('[tool.alembic]');
  });

  it('says on which line the text is no TOML, and reads its table all the same', () => {
    const document = parseToml('[a]\nx = \n[tool.alembic]\nb = 1\n[[tool.alembic.c]]\nd = 2\n[e]\ny = = \n');
    expect(document.error?.range.start.line).toBe(1);
    expect(document.error?.message).not.toContain('\n');
    expect(document.table).toEqual({ b: 1n, c: [{ d: 2n }] });
  });

  it('knows nothing of a table that is itself broken', () => {
    expect(parseToml('[tool.alembic]\na = = 1\n')).toMatchObject({
      table: null,
      error: { range: { start: { line: 1 } } },
    });
  });

  it.each(['', 'tool = 1', '[tool]\nalembic = [1]', '\ufeff[tool.alembic]', '[[tool]]\nalembic.x = 1', '['])(
    'never throws: %j',
    (text) => {
      expect(parseToml(text).table ?? {}).not.toHaveProperty('script_location');
    },
  );
});

const scalar = fc.oneof(
  fc.string(),
  fc.integer(),
  fc.boolean(),
  fc.date({ noInvalidDate: true, min: new Date(0), max: new Date('2100-01-01') }),
  fc.constantFrom('"""', "'", '# [x]', '[y]', '=\n['),
);
const key = fc
  .oneof(fc.constantFrom('a', 'b-1', 'tool', 'alembic'), fc.string({ minLength: 1, maxLength: 4 }))
  .filter((name) => name !== '__proto__');
const value = fc.letrec((tie) => ({
  any: fc.oneof({ maxDepth: 3 }, scalar, fc.array(scalar, { maxLength: 3 }), tie('table')),
  table: fc.dictionary(key, tie('any'), { maxKeys: 4, noNullPrototype: true }),
})).table;

it('finds for each plain value the text that means it', () => {
  fc.assert(
    fc.property(value, (table) => {
      const text = stringify(table);
      const places = tomlPlaces(text);
      for (const [name, expected] of Object.entries(parse(text))) {
        if (typeof expected === 'object' && !Array.isArray(expected) && !(expected instanceof Date)) continue;
        if (Array.isArray(expected) && expected.some((item) => typeof item === 'object' && !(item instanceof Date)))
          continue;
        const place = places.get(tomlKey([name]));
        expect(parse(`x = ${text.slice(place?.valueFrom, place?.valueTo)}`).x).toEqual(expected);
        expect(Object.keys(parse(`${text.slice(place?.keyFrom, place?.keyTo)} = 1`))).toEqual([name]);
      }
    }),
  );
});

it('ends on any text', () => {
  fc.assert(
    fc.property(
      fc.string({
        unit: fc.constantFrom('[', ']', '"', "'", '=', '\n', '\\', '#', 'a', '.', '{', '}', ' ', '"""', "'''", '\r'),
      }),
      (text) => {
        expect(tomlPlaces(text)).toBeInstanceOf(Map);
        expect(parseToml(text)).toHaveProperty('error');
      },
    ),
  );
});
