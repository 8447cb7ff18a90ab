import type { Expression, Statement } from '../../python/ast';
import { boundNames } from '../../python/bindings';
import { layOut } from '../../python/layout';
import { parseChunks } from '../../python/parse';

export type Call = Extract<Expression, { readonly kind: 'call' }>;

/** A stretch of the text and what comes in its place. */
interface Change {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/** An env.py with the changes that are to be made to it. */
export class EnvironmentText {
  readonly statements: readonly Statement[];
  readonly calls: readonly Call[];
  readonly #changes: Change[] = [];
  readonly #lineEnd: string;

  constructor(readonly text: string) {
    this.statements = parseChunks(text, layOut(text).chunks);
    this.calls = callsIn(this.statements);
    this.#lineEnd = text.includes('\r\n') ? '\r\n' : '\n';
  }

  /** One-based, as people count lines. */
  lineOf(offset: number): number {
    return this.text.slice(0, offset).split('\n').length;
  }

  source({ from, to }: { readonly from: number; readonly to: number }): string {
    return this.text.slice(from, to);
  }

  /** The top-level assignment to one name, and to nothing else. */
  assignment(name: string): { readonly value: Expression; readonly to: number } | null {
    for (const statement of this.statements) {
      const target = statement.kind === 'assign' && statement.targets.length === 1 ? statement.targets[0] : null;
      if (statement.kind === 'assign' && target?.kind === 'name' && target.name === name) {
        return { value: statement.value, to: statement.to };
      }
      if (statement.kind !== 'annotated' || statement.value === undefined) continue;
      const annotated = statement.target;
      if (annotated.kind === 'name' && annotated.name === name) return { value: statement.value, to: statement.to };
    }
    return null;
  }

  binds(name: string): boolean {
    return boundNames(this.statements).some((bound) => bound.name === name);
  }

  /** The imports at the top, without those of `__future__`, which come first. */
  get imports(): readonly Statement[] {
    return this.statements.filter(
      (statement) =>
        statement.kind === 'import' || (statement.kind === 'importFrom' && statement.module !== '__future__'),
    );
  }

  replace(place: { readonly from: number; readonly to: number }, text: string): void {
    this.#changes.push({ from: place.from, to: place.to, text });
  }

  /** Whole lines before the line of an offset. */
  insertBefore(offset: number, ...lines: readonly string[]): void {
    const from = this.text.lastIndexOf('\n', offset - 1) + 1;
    this.#changes.push({ from, to: from, text: lines.map((line) => line + this.#lineEnd).join('') });
  }

  /** Whole lines after the line that an offset ends. */
  insertAfter(offset: number, ...lines: readonly string[]): void {
    const end = this.text.indexOf('\n', offset);
    const missing = end < 0 ? this.#lineEnd : '';
    const from = end < 0 ? this.text.length : end + 1;
    this.#changes.push({ from, to: from, text: missing + lines.map((line) => line + this.#lineEnd).join('') });
  }

  changed(): string {
    // Of two at one place the one made first comes first.
    return this.#changes
      .toSorted((a, b) => a.from - b.from)
      .reduceRight((text, { from, to, text: inserted }) => text.slice(0, from) + inserted + text.slice(to), this.text);
  }
}

/** Every call in a piece of syntax, bodies of functions included, in order of appearance. */
function callsIn(node: unknown): readonly Call[] {
  if (Array.isArray(node)) return node.flatMap(callsIn);
  if (typeof node !== 'object' || node === null) return [];
  const inner = Object.values(node).flatMap(callsIn);
  return isCall(node) ? [node, ...inner] : inner;
}

function isCall(node: object): node is Call {
  return 'kind' in node && node.kind === 'call' && 'callee' in node;
}

/** `a.b.c` for names and attributes of names; null for anything else. */
export function dottedName(expression: Expression): string | null {
  if (expression.kind === 'name') return expression.name;
  if (expression.kind !== 'attribute') return null;
  const object = dottedName(expression.object);
  return object === null ? null : `${object}.${expression.name.name}`;
}
