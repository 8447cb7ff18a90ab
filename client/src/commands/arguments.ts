const KINDS = {
  projectId: 'text',
  target: 'text',
  targets: 'texts',
  id: 'text',
  uri: 'text',
  tag: 'text',
  purge: 'flag',
  message: 'text',
  head: 'text',
  splice: 'flag',
  branchLabel: 'text',
  versionPath: 'text',
  revId: 'text',
  dependsOn: 'texts',
  direction: 'text',
  from: 'text',
  to: 'text',
  range: 'text',
  verbose: 'flag',
  indicateCurrent: 'flag',
  checkHeads: 'flag',
  resolveDependencies: 'flag',
  folder: 'text',
  template: 'text',
  directory: 'text',
  package: 'flag',
  metadata: 'text',
  urlVariable: 'text',
  renderAsBatch: 'flag',
  name: 'text',
  line: 'number',
  column: 'text',
  table: 'text',
} as const;

type Name = keyof typeof KINDS;

/** What a command can be told beforehand, by a key binding, a lens, a menu or a row of the tree. README says what each is. */
export type CommandArguments = {
  readonly [N in Name]?: { text: string; texts: readonly string[]; flag: boolean; number: number }[(typeof KINDS)[N]];
};

/** Reads the first argument of a command; what is not of its kind is left out, so that a picker asks for it. */
export function readArguments(argument: unknown): CommandArguments {
  if (typeof argument !== 'object' || argument === null) return {};
  const given = argument as Partial<Record<string, unknown>>;
  const read = Object.entries(KINDS).flatMap(([name, kind]) => {
    const value = valueOf(kind, given[name]);
    return value === undefined ? [] : [[name, value] as const];
  });
  return Object.fromEntries(read);
}

function valueOf(kind: (typeof KINDS)[Name], value: unknown): unknown {
  switch (kind) {
    case 'text':
      return typeof value === 'string' && value !== '' ? value : undefined;
    case 'number':
      return typeof value === 'number' && Number.isInteger(value) && value >= 0 ? value : undefined;
    case 'flag':
      return typeof value === 'boolean' ? value : undefined;
    case 'texts': {
      const all: readonly unknown[] = Array.isArray(value) ? value : [value];
      const texts = all.filter((one) => typeof one === 'string' && one !== '');
      return texts.length === 0 ? undefined : texts;
    }
  }
}
