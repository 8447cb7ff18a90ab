import type { Literal } from '../../../common/literal';
import { raise } from '../exception';
import { pyBool, pyInt, pyStr } from '../make';
import { OwnObject } from '../objects/own';
import { compareTexts } from '../values/order';
import { type PyValue, PY_NONE, unknownData } from '../value';
import { NativeFunction } from '../objects/native';
import { moduleOf, strict, unknownFrom } from './native';

class Uuid extends OwnObject {
  readonly typeName = 'UUID';

  /** `text`: with hyphens, lower case. */
  constructor(readonly text: string) {
    super();
  }

  override literal(): Literal {
    return { kind: 'uuid', value: this.text };
  }

  override getAttribute(name: string): PyValue | undefined {
    const hex = this.text.replaceAll('-', '');
    if (name === 'hex') return pyStr(hex);
    if (name === 'int') return pyInt(BigInt(`0x${hex}`));
    return unknownData(`It is '${name}' of a UUID.`);
  }

  override binary(operator: string, other: PyValue): PyValue | undefined {
    if (!(other instanceof Uuid)) return undefined;
    const order = compareTexts(this.text, other.text);
    const answers: Readonly<Record<string, boolean>> = {
      '==': order === 0,
      '!=': order !== 0,
      '<': order < 0,
      '<=': order <= 0,
      '>': order > 0,
      '>=': order >= 0,
    };
    const answer = answers[operator];
    return answer === undefined ? undefined : pyBool(answer);
  }

  override str(): string {
    return this.text;
  }

  override repr(): string {
    return `UUID('${this.text}')`;
  }
}

export const UUID_MODULE = moduleOf(
  'uuid',
  {
    UUID: strict(({ positional: [value = PY_NONE, ...rest], keywords }, site) => {
      if (value.kind !== 'string' || rest.length > 0 || keywords.size > 0) return unknownFrom([], site);
      const hex = value.value
        .replaceAll('urn:', '')
        .replaceAll('uuid:', '')
        .replace(/^[{}]+|[{}]+$/g, '')
        .replaceAll('-', '');
      if (!/^[0-9a-fA-F]{32}$/.test(hex)) raise('ValueError', 'badly formed hexadecimal UUID string');
      const low = hex.toLowerCase();
      const parts = [low.slice(0, 8), low.slice(8, 12), low.slice(12, 16), low.slice(16, 20), low.slice(20)];
      return new Uuid(parts.join('-'));
    }),
  },
  Object.fromEntries(
    ['uuid1', 'uuid4', 'uuid6', 'uuid7'].map((name) => [
      name,
      new NativeFunction(name, () => unknownData('It is random.'), true),
    ]),
  ),
  (name) => unknownData(`It comes from 'uuid.${name}', which is not followed.`),
);
