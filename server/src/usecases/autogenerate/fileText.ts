import { type Directive, type DirectiveBody, type FunctionBody, MARK } from '../../engine/alembic/comparison';

/**
 * The text Alembic will write when only some operations are kept. Put together from what Alembic rendered.
 * @returns null where the project's template does more with the operations than to insert them: what it would make of a part
 * of them is not known.
 */
export function fileText(directive: Directive, kept: ReadonlySet<string>): string | null {
  return isAssembled(directive) ? assemble(directive, kept) : null;
}

/** Whether the parts put together are what Alembic made of the whole, and of nothing. */
function isAssembled(directive: Directive): boolean {
  const all = new Set(directive.bodies.flatMap(({ operations }) => operations.map(({ key }) => key)));
  return assemble(directive, all) === directive.full && assemble(directive, new Set()) === directive.bare;
}

function assemble({ bodies, imports, marked, markedWithoutImports }: Directive, kept: ReadonlySet<string>): string {
  const needed = new Set(imports);
  const values = new Map<string, string>();
  for (const body of bodies) {
    for (const operation of keptOperations(body, kept)) for (const line of operation.imports) needed.add(line);
    values.set(body.upgradeToken, functionText(body.upgrade, kept));
    values.set(body.downgradeToken, functionText(body.downgrade, kept));
  }
  values.set('imports', [...needed].sort(byCodePoint).join('\n'));
  const template = needed.size === 0 ? markedWithoutImports : marked;
  return template.replace(MARK, (whole, name: string) => values.get(name) ?? whole);
}

function keptOperations({ operations }: DirectiveBody, kept: ReadonlySet<string>): DirectiveBody['operations'] {
  return operations.filter(({ key }) => kept.has(key));
}

function functionText({ chunks, empty }: FunctionBody, kept: ReadonlySet<string>): string {
  const lines = chunks.flatMap(({ head, tail, leaves }) => {
    const texts = leaves.filter(({ key, text }) => kept.has(key) && text !== '').map(({ text }) => text);
    return texts.length === 0 ? [] : [...head, ...texts, ...tail];
  });
  return lines.length === 0 ? empty.join('\n') : [...empty.slice(0, 1), ...lines, ...empty.slice(-1)].join('\n');
}

/** As Python sorts: by code points, where JavaScript goes by UTF-16 units. */
function byCodePoint(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
