/**
 * Our own Python syntax tree: plain readonly data, every node with its UTF-16 offsets. What the parser could not read is
 * a node of kind `unknown` with a reason, never an exception.
 */
export interface Ranged {
  readonly from: number;
  readonly to: number;
}

export interface Name extends Ranged {
  readonly kind: 'name';
  readonly name: string;
}

export interface StringLiteral extends Ranged {
  readonly kind: 'string';
  /** The value as Python computes it; null when it is not known (`\N{...}`) or the literal is malformed. Of bytes: latin-1. */
  readonly value: string | null;
  readonly bytes: boolean;
  /** What stands between the quotes. */
  readonly contentFrom: number;
  readonly contentTo: number;
  /** The text between the quotes is the value, letter for letter. */
  readonly plain: boolean;
}

/** A part of an f-string: literal text, or a replacement field. */
export type FormatPart =
  | { readonly kind: 'text'; readonly value: string | null }
  | {
      readonly kind: 'replacement';
      readonly value: Expression;
      /** The text before `=` in `{value=}`, blanks included; null without `=`. */
      readonly selfDocumenting: string | null;
      readonly conversion: 's' | 'r' | 'a' | null;
      /** The parts after `:`; null when there is no `:`. */
      readonly spec: readonly FormatPart[] | null;
    };

export interface FormatString extends Ranged {
  readonly kind: 'formatString';
  readonly parts: readonly FormatPart[];
}

export interface Argument extends Ranged {
  readonly kind: 'positional' | 'keyword' | 'star' | 'doubleStar';
  /** Of a keyword argument. */
  readonly name?: Name;
  readonly value: Expression;
}

export interface Parameter {
  readonly kind: 'positional' | 'keywordOnly' | 'star' | 'doubleStar';
  readonly name: Name;
  readonly annotation?: Expression;
  readonly default?: Expression;
}

export type ComprehensionClause =
  | {
      readonly kind: 'for';
      readonly isAsync: boolean;
      readonly target: Expression;
      readonly iterable: Expression;
    }
  | { readonly kind: 'if'; readonly test: Expression };

export type Expression =
  | Name
  | StringLiteral
  | FormatString
  | (Ranged &
      (
        | { readonly kind: 'none' | 'ellipsis' }
        | { readonly kind: 'boolean'; readonly value: boolean }
        /** The literal as written; `value.ts` knows its number. */
        | { readonly kind: 'number'; readonly text: string }
        /** Adjacent literals. */
        | { readonly kind: 'concatenation'; readonly parts: readonly (StringLiteral | FormatString)[] }
        | { readonly kind: 'tuple' | 'list' | 'set'; readonly items: readonly Expression[] }
        /** `key` null: `**value`. */
        | {
            readonly kind: 'dict';
            readonly entries: readonly { readonly key: Expression | null; readonly value: Expression }[];
          }
        | {
            readonly kind: 'comprehension';
            readonly form: 'generator' | 'list' | 'set' | 'dict';
            readonly element: Expression;
            /** The value of a dict comprehension. */
            readonly value?: Expression;
            readonly clauses: readonly ComprehensionClause[];
          }
        | { readonly kind: 'call'; readonly callee: Expression; readonly arguments: readonly Argument[] }
        | { readonly kind: 'attribute'; readonly object: Expression; readonly name: Name }
        | { readonly kind: 'subscript'; readonly object: Expression; readonly index: Expression }
        | {
            readonly kind: 'slice';
            readonly start?: Expression;
            readonly stop?: Expression;
            readonly step?: Expression;
          }
        | { readonly kind: 'unary'; readonly operator: '+' | '-' | '~' | 'not'; readonly operand: Expression }
        | {
            readonly kind: 'binary';
            readonly operator: string;
            readonly left: Expression;
            readonly right: Expression;
          }
        /** `a < b <= c`: one more operand than operators. */
        | {
            readonly kind: 'comparison';
            readonly operators: readonly string[];
            readonly operands: readonly Expression[];
          }
        | {
            readonly kind: 'conditional';
            readonly test: Expression;
            readonly then: Expression;
            readonly otherwise: Expression;
          }
        | { readonly kind: 'lambda'; readonly parameters: readonly Parameter[]; readonly body: Expression }
        | { readonly kind: 'await' | 'star'; readonly value: Expression }
        | { readonly kind: 'yield'; readonly value?: Expression; readonly isFrom: boolean }
        | { readonly kind: 'named'; readonly target: Name; readonly value: Expression }
        | Unknown
      ));

/** What was not understood. `names`: every identifier in it, since it may bind any of them. */
export interface Unknown {
  readonly kind: 'unknown';
  readonly reason: string;
  readonly names: readonly Name[];
}

export interface FunctionDefinition extends Ranged {
  readonly kind: 'function';
  readonly name: Name;
  readonly isAsync: boolean;
  /** `from` of the node is the first decorator's. */
  readonly decorators: readonly Expression[];
  /** Null when the parameter list does not parse. */
  readonly parameters: readonly Parameter[] | null;
  readonly returns?: Expression;
  readonly body: readonly Statement[];
}

export interface ImportedName extends Ranged {
  /** Of `import a.b`: `a.b`; of `from x import c`: `c`. */
  readonly name: string;
  /** The name it binds: the alias, the name, or the first part of a dotted name. */
  readonly binds: Name;
  readonly hasAlias: boolean;
}

export type Statement = Ranged &
  (
    | { readonly kind: 'expression'; readonly value: Expression }
    /** `a = b = value`: several targets. */
    | { readonly kind: 'assign'; readonly targets: readonly Expression[]; readonly value: Expression }
    | {
        readonly kind: 'annotated';
        readonly target: Expression;
        readonly annotation: Expression;
        readonly value?: Expression;
      }
    | {
        readonly kind: 'augmented';
        readonly target: Expression;
        /** Without the `=`. */
        readonly operator: string;
        readonly value: Expression;
      }
    | { readonly kind: 'delete'; readonly targets: readonly Expression[] }
    | { readonly kind: 'pass' | 'break' | 'continue' }
    | { readonly kind: 'return' | 'raise' | 'assert' | 'print'; readonly values: readonly Expression[] }
    | { readonly kind: 'import'; readonly names: readonly ImportedName[] }
    /** `level`: the number of leading dots. `names` null: `*`. */
    | {
        readonly kind: 'importFrom';
        readonly module: string;
        readonly level: number;
        readonly names: readonly ImportedName[] | null;
      }
    | { readonly kind: 'global' | 'nonlocal'; readonly names: readonly Name[] }
    | { readonly kind: 'typeAlias'; readonly name: Name }
    | {
        readonly kind: 'if';
        readonly branches: readonly { readonly test: Expression; readonly body: readonly Statement[] }[];
        readonly otherwise: readonly Statement[];
      }
    | {
        readonly kind: 'while';
        readonly test: Expression;
        readonly body: readonly Statement[];
        readonly otherwise: readonly Statement[];
      }
    | {
        readonly kind: 'for';
        readonly isAsync: boolean;
        readonly target: Expression;
        readonly iterable: Expression;
        readonly body: readonly Statement[];
        readonly otherwise: readonly Statement[];
      }
    | {
        readonly kind: 'try';
        readonly body: readonly Statement[];
        readonly handlers: readonly {
          readonly type?: Expression;
          readonly name?: Name;
          readonly body: readonly Statement[];
        }[];
        readonly otherwise: readonly Statement[];
        readonly finally: readonly Statement[];
      }
    | {
        readonly kind: 'with';
        readonly isAsync: boolean;
        readonly items: readonly { readonly context: Expression; readonly target?: Expression }[];
        readonly body: readonly Statement[];
      }
    | FunctionDefinition
    | {
        readonly kind: 'class';
        readonly name: Name;
        readonly decorators: readonly Expression[];
        readonly arguments: readonly Argument[];
        readonly body: readonly Statement[];
      }
    | Unknown
  );
