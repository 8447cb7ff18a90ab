import { fc } from '../../support/random';
import type { Script } from '../../../server/src/revision/script';

/** A question the oracle and we answer about one graph. */
export type Question =
  | { readonly kind: 'resolve'; readonly id: string }
  | { readonly kind: 'upgrade' | 'downgrade'; readonly rows: readonly string[]; readonly target: string }
  | { readonly kind: 'stamp'; readonly rows: readonly string[]; readonly targets: readonly string[] }
  | { readonly kind: 'history'; readonly base: string; readonly head: string };

export interface Graph {
  readonly scripts: readonly Script[];
  readonly questions: readonly Question[];
}

/** Ids that are prefixes of one another, numbers, and names Alembic gives a meaning. */
const ID_POOL = [
  ...[
    'a',
    'ab',
    'abc',
    'abcd',
    'abcde',
    'abce',
    '0001',
    '0002',
    '0003',
    '10',
    '2',
    '1975ea83b712',
    '1975ea83b7',
    'ae10',
  ],
  ...['ae1027a6acf', 'base_', 'heads2', 'x_1', 'é1', 'deadbeef', 'feed', 'f00d', 'cafe', 'babe', 'b', 'c', 'd', 'e'],
];
const ODD_IDS = ['head', 'base', 'heads', 'a-b', 'x@y', 'p+q', 'r:s', ''];
const LABELS = ['main', 'lab', 'abcd_label', 'feature_x', 'a', '0001', 'labels'];

/** How one revision hangs on those made before it. */
interface Shape {
  readonly parents: readonly number[];
  readonly base: boolean;
  readonly dependencies: readonly number[];
  readonly dependByLabel: boolean;
  readonly label: number | null;
  /** Something that makes the chain fail to load, or not. */
  readonly fault:
    'none' | 'unknownParent' | 'unknownDependency' | 'forward' | 'duplicate' | 'oddId' | 'labelTwice' | 'self';
}

const shape = (faulty: boolean): fc.Arbitrary<Shape> =>
  fc.record({
    parents: fc.oneof(
      { weight: 6, arbitrary: fc.tuple(fc.nat(3)) },
      { weight: 2, arbitrary: fc.tuple(fc.nat(5), fc.nat(5)) },
      { weight: 1, arbitrary: fc.tuple(fc.nat(7), fc.nat(7), fc.nat(7)) },
    ),
    base: fc.nat(9).map((n) => n === 0),
    dependencies: fc.oneof(
      { weight: 7, arbitrary: fc.constant([]) },
      { weight: 2, arbitrary: fc.array(fc.nat(9), { minLength: 1, maxLength: 1 }) },
      { weight: 1, arbitrary: fc.array(fc.nat(9), { minLength: 2, maxLength: 3 }) },
    ),
    dependByLabel: fc.boolean(),
    label: fc.oneof({ weight: 6, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: fc.nat(LABELS.length - 1) }),
    fault: faulty
      ? fc.oneof(
          { weight: 4, arbitrary: fc.constant('none' as const) },
          {
            weight: 1,
            arbitrary: fc.constantFrom(
              ...([
                'unknownParent',
                'unknownDependency',
                'forward',
                'duplicate',
                'oddId',
                'labelTwice',
                'self',
              ] as const),
            ),
          },
        )
      : fc.constant('none' as const),
  });

function makeScripts(shapes: readonly Shape[], ids: readonly string[], order: readonly number[]): readonly Script[] {
  const usedLabels = new Map<string, number>();
  const scripts = shapes.map((one, index): Script => {
    let id = ids[index] ?? `r${index}`;
    if (one.fault === 'duplicate' && index > 0) id = ids[index - 1] ?? id;
    if (one.fault === 'oddId') id = ODD_IDS[index % ODD_IDS.length] ?? id;
    const at = (back: number): string | undefined => ids[index - 1 - back] ?? (index > 0 ? ids[index - 1] : undefined);
    const parents = one.base ? [] : one.parents.flatMap((back) => at(back) ?? []);
    const downRevision = one.fault === 'unknownParent' ? [...new Set(parents), 'nowhere'] : [...new Set(parents)];
    if (one.fault === 'forward') downRevision.push(ids[index + 1] ?? 'nowhere');
    if (one.fault === 'self') downRevision.push(id);
    const dependsOn = one.dependencies
      .flatMap((back) => at(back + 1) ?? [])
      .filter((dependency) => !downRevision.includes(dependency))
      .map((dependency) => {
        const label = [...usedLabels].find(([, owner]) => ids[owner] === dependency)?.[0];
        return one.dependByLabel && label !== undefined ? label : dependency;
      });
    if (one.fault === 'unknownDependency') dependsOn.push('nowhere');
    const label = one.label === null ? undefined : LABELS[one.label];
    const free =
      label !== undefined && (one.fault === 'labelTwice' || (!usedLabels.has(label) && !ids.includes(label)));
    if (free) usedLabels.set(label, index);
    return {
      id,
      downRevision,
      dependsOn: [...new Set(dependsOn)],
      branchLabels: free ? [label] : [],
      message: index % 3 === 0 ? '' : `message ${index}`,
      path: `versions/${index}.py`,
    };
  });
  const sorted = scripts.map((script, index) => ({ script, key: order[index] ?? index }));
  return sorted.toSorted((a, b) => a.key - b.key).map(({ script }) => script);
}

/** Texts a user may type to name a revision of these scripts. */
const identifier = (names: readonly string[]): fc.Arbitrary<string> => {
  const name = fc.constantFrom(...names);
  const prefix = fc.tuple(name, fc.nat(6)).map(([text, length]) => text.slice(0, length + 1));
  const symbol = fc.constantFrom('head', 'heads', 'base', 'nothing', '+1', '-1', '+2', '-2', '-3', '+9', '1', '@head');
  const plain = fc.oneof(name, prefix, symbol);
  const steps = fc.constantFrom('+1', '-1', '+2', '-2', '+3', '-5', '+0');
  return fc.oneof(
    { weight: 6, arbitrary: fc.oneof(name, fc.constantFrom('heads', 'base', '+1', '-1', 'head')) },
    { weight: 3, arbitrary: plain },
    { weight: 2, arbitrary: fc.tuple(name, plain).map(([branch, rest]) => `${branch}@${rest}`) },
    { weight: 1, arbitrary: fc.tuple(name, steps).map((parts) => parts.join('')) },
    { weight: 1, arbitrary: fc.tuple(name, plain, steps).map(([branch, rest, by]) => `${branch}@${rest}${by}`) },
    { weight: 1, arbitrary: fc.tuple(name, steps).map((parts) => parts.join('@')) },
  );
};

const questions = (scripts: readonly Script[]): fc.Arbitrary<readonly Question[]> => {
  const names = ['head', ...scripts.map(({ id }) => id), ...scripts.flatMap(({ branchLabels }) => branchLabels)];
  const id = identifier(names);
  const row = fc.constantFrom(...scripts.map((script) => script.id));
  const rows = fc.oneof(
    { weight: 6, arbitrary: fc.uniqueArray(row, { maxLength: 2 }) },
    { weight: 1, arbitrary: fc.uniqueArray(row, { maxLength: 4 }) },
    { weight: 1, arbitrary: fc.constant(['unknown00']) },
  );
  const one: fc.Arbitrary<Question> = fc.oneof(
    fc.record({ kind: fc.constant('resolve' as const), id }),
    fc.record({ kind: fc.constantFrom('upgrade' as const, 'downgrade' as const), rows, target: id }),
    fc.record({
      kind: fc.constant('stamp' as const),
      rows,
      targets: fc.array(id, { minLength: 1, maxLength: 2 }),
    }),
    fc.record({
      kind: fc.constant('history' as const),
      base: fc.oneof(fc.constant(''), id),
      head: fc.oneof(fc.constant(''), id),
    }),
  );
  return fc.array(one, { minLength: 12, maxLength: 12 });
};

/** A random graph with questions about it: with merges, labels and dependencies, half of them with faults. */
export const graph: fc.Arbitrary<Graph> = fc
  .tuple(fc.boolean(), fc.integer({ min: 1, max: 14 }))
  .chain(([faulty, size]) =>
    fc.tuple(
      fc.array(shape(faulty), { minLength: size, maxLength: size }),
      fc.shuffledSubarray(ID_POOL, { minLength: size, maxLength: size }),
      fc.oneof(fc.constant([]), fc.array(fc.nat(100), { minLength: size, maxLength: size })),
    ),
  )
  .map(([shapes, ids, order]) => makeScripts(shapes, ids, order))
  .chain((scripts) => questions(scripts).map((asked) => ({ scripts, questions: asked })));
