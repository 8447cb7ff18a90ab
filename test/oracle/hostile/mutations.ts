import { fc } from '../../support/random';

/** A piece of Python: what a mutation changes as a whole. */
interface Token {
  readonly kind: 'string' | 'number' | 'name' | 'space' | 'newline' | 'other';
  readonly text: string;
}

const TOKEN =
  /(?<string>[rbfuRBFU]{0,2}(?:"""[\s\S]*?"""|'''[\s\S]*?'''|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'))|(?<number>\d[\w.]*)|(?<name>[A-Za-z_]\w*)|(?<newline>\n)|(?<space>[ \t]+)|(?<other>[\s\S])/g;

function tokens(text: string): Token[] {
  return Array.from(text.matchAll(TOKEN), ({ groups = {} }) => {
    const [kind = 'other', piece = ''] =
      Object.entries<string | undefined>(groups).find(([, value]) => value !== undefined) ?? [];
    return { kind: kind as Token['kind'], text: piece };
  });
}

/** Values and arguments where Alembic and SQLAlchemy would rather have others. */
const STRANGE = [
  ...[
    'None',
    'True',
    '-1',
    '10 ** 30',
    '1e400',
    '""',
    "b'\\xff'",
    '"\\0"',
    '"👍"',
    '"ı"',
    '"%s%%(x)s"',
    '"a" * 300',
    '()',
  ],
  ...[
    '[]',
    '{}',
    '...',
    'lambda: 0',
    'x',
    'op',
    'sa',
    'sa.Column',
    'sa.Column("c")',
    'sa.Enum("a", "a")',
    'sa.Enum(name="e")',
  ],
  ...[
    'sa.text(":a :a")',
    'sa.func.now()',
    'sa.String(-1)',
    'sa.Numeric(None, 2)',
    'sa.ARRAY(sa.ARRAY(sa.Text))',
    'sa.inspect(op)',
  ],
  ...['op.get_bind()', 'op.f("n")', '*x', '**{"a": 1}', 'a=1', 'name=None', 'schema=""', 'schema="o.p"', 'type_="x"'],
  ...['existing_type=None', 'recreate="always"', 'server_default=sa.text("1")', 'sa.Identity()', 'sa.Computed("1")'],
] as const;

/** What breaks the text around it, or goes on for ever. */
const BREAKING = [
  ...[
    '(',
    ')',
    ':',
    ',',
    '=',
    '\n',
    '    ',
    '"""',
    'for x in ',
    'while True:\n        pass\n',
    'return\n',
    'raise ',
    'yield ',
  ],
  ...['del ', '\\', '\0', '\r', 'f"{', 'global op\n', 'match x:\n', 'async ', '\ufeff', '\ud800'],
] as const;

/** One change, its numbers taken modulo what there is. */
interface Change {
  readonly kind: number;
  readonly at: number;
  readonly to: number;
  readonly size: number;
  readonly strange: string;
  readonly breaking: string;
}

type Mutation = (text: string, change: Change, others: readonly string[]) => string;

function lines(text: string, change: (lines: string[]) => void): string {
  const all = text.split('\n');
  change(all);
  return all.join('\n');
}

const MUTATIONS: readonly Mutation[] = [
  // Cut anywhere.
  (text, { at }) => text.slice(0, at % (text.length + 1)),
  // A piece left out, or put elsewhere.
  (text, { at, size, breaking }) => {
    const from = at % (text.length + 1);
    return text.slice(0, from) + (size % 2 === 0 ? breaking : '') + text.slice(from + (size % 60));
  },
  // Lines moved, left out, written twice.
  (text, { at, to }) =>
    lines(text, (all) => {
      const [line = ''] = all.splice(at % all.length, 1);
      all.splice(to % (all.length + 1), 0, line);
    }),
  (text, { at, size }) => lines(text, (all) => all.splice(at % all.length, 1 + (size % 5))),
  (text, { at, to, size }) =>
    lines(text, (all) => {
      const from = at % all.length;
      all.splice(to % (all.length + 1), 0, ...all.slice(from, from + 1 + (size % 8)));
    }),
  // Lines shuffled among themselves.
  (text, { at, to, size }) =>
    lines(text, (all) => {
      const from = at % all.length;
      const some = all.splice(from, 2 + (size % 10));
      all.splice(
        from,
        0,
        ...some
          .map((line, index) => ({ line, by: ((index + 1) * (to + 7919)) % 101 }))
          .sort((a, b) => a.by - b.by)
          .map(({ line }) => line),
      );
    }),
  // Lines of another file.
  (text, { at, to, size }, others) =>
    lines(text, (all) => {
      const other = (others[to % others.length] ?? '').split('\n');
      const from = size % other.length;
      all.splice(at % all.length, 0, ...other.slice(from, from + 1 + (at % 6)));
    }),
  // A token as another of its kind, of the same file or another one: what is left is mostly Python.
  ...[0, 1, 2, 2, 3, 3, 3].map((way): Mutation => (text, { at, to, strange }, others) => {
    const all = tokens(text);
    const places = all.flatMap(({ kind }, place) =>
      kind === 'string' || kind === 'number' || kind === 'name' ? [place] : [],
    );
    const place = places[at % Math.max(1, places.length)];
    const old = place === undefined ? undefined : all[place];
    if (place === undefined || old === undefined) return text + strange;
    const donors = (way === 0 ? tokens(others[to % others.length] ?? '') : all).filter(
      ({ kind }) => way > 1 || kind === old.kind,
    );
    const donor = way === 3 ? strange : (donors[to % Math.max(1, donors.length)]?.text ?? strange);
    return all.map((token, index) => (index === place ? donor : token.text)).join('');
  }),
];

interface Mutated {
  /** As it was. */
  readonly file: string;
  readonly text: string;
}

/** Files with something of each cut, moved, shuffled, repeated, or exchanged for something of another file. */
export function mutated(files: readonly string[]): fc.Arbitrary<Mutated> {
  const change = fc.record({
    kind: fc.nat(MUTATIONS.length - 1),
    at: fc.nat(1_000_000),
    to: fc.nat(1_000_000),
    size: fc.nat(1000),
    strange: fc.constantFrom(...STRANGE),
    breaking: fc.constantFrom(...BREAKING),
  });
  return fc
    .tuple(fc.constantFrom(...files), fc.array(change, { minLength: 1, maxLength: 4 }))
    .map(([file, changes]) => ({
      file,
      text: changes.reduce((text, one) => MUTATIONS[one.kind]?.(text, one, files) ?? text, file),
    }));
}
