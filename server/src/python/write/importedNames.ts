/** Names by which a file reaches modules and what is in them. */
export interface ImportScope {
  /** What stands before a member of a module: `sa.` for `sqlalchemy`. */
  readonly prefixes: ReadonlyMap<string, string>;
  /** Members that are imported by themselves: `Column` for `sqlalchemy.Column`. */
  readonly members: ReadonlyMap<string, string>;
  /** Every name the file gives to something, anywhere. */
  readonly taken: ReadonlySet<string>;
}

/** A file of which only its template's own imports are known: those that stand in every revision. */
const TEMPLATE_SCOPE: ImportScope = {
  prefixes: new Map([
    ['alembic.op', 'op.'],
    ['sqlalchemy', 'sa.'],
  ]),
  members: new Map(),
  taken: new Set(['op', 'sa', 'upgrade', 'downgrade']),
};

/** Names that modules are usually imported by, where it is not their own. */
const USUAL: Readonly<Record<string, string>> = { sqlalchemy: 'sa' };

/** Picks the names by which written Python reaches modules, and collects the imports that are missing for them. */
export class ImportedNames {
  readonly #added = new Map<string, { readonly prefix: string; readonly line: string }>();

  constructor(readonly scope: ImportScope = TEMPLATE_SCOPE) {}

  /** A member of a module as it is written: `sa.Column`, `Column`. */
  member(module: string, name: string): string {
    const prefix = this.scope.prefixes.get(module);
    if (prefix !== undefined) return prefix + name;
    const own = this.scope.members.get(`${module}.${name}`);
    if (own !== undefined) return own;
    const bound = this.scope.members.get(module);
    return (bound === undefined ? this.#prefix(module) : `${bound}.`) + name;
  }

  /** The lines that must be added to the file's imports, in order. */
  get lines(): readonly string[] {
    return [...this.#added.values()].map(({ line }) => line).toSorted();
  }

  /** Whether a name is given to something. */
  isTaken(name: string): boolean {
    return this.scope.taken.has(name) || [...this.#added.values()].some(({ prefix }) => prefix === `${name}.`);
  }

  #prefix(module: string): string {
    const added = this.#added.get(module);
    if (added !== undefined) return added.prefix;
    const dot = module.lastIndexOf('.');
    const last = module.slice(dot + 1);
    const usual = USUAL[module] ?? last;
    let name = usual;
    while (this.isTaken(name)) name += '_';
    const whole = dot < 0 ? `import ${module}` : `from ${module.slice(0, dot)} import ${last}`;
    const made = { prefix: `${name}.`, line: name === last ? whole : `${whole} as ${name}` };
    this.#added.set(module, made);
    return made.prefix;
  }
}
