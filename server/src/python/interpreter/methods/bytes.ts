import { pyStr } from '../make';
import type { PyValue } from '../value';
import { methodsOf, take, textArgument } from './method';

type Bytes = Extract<PyValue, { kind: 'string' | 'bytes' }>;

/** Methods of bytes. */
export const BYTES_METHODS = methodsOf<Bytes>((value): value is Bytes => value.kind === 'bytes', {
  decode: {
    run({ value }, args) {
      const { encoding, errors } = take(args, 'decode', [], ['encoding', 'errors']);
      const name = textArgument(encoding, 'utf-8').toLowerCase();
      if (errors !== undefined) return undefined;
      if (/^latin-?1$/.test(name)) return pyStr(value);
      return /^[\0-\x7f]*$/.test(value) && /^(?:utf-?8|ascii)$/.test(name) ? pyStr(value) : undefined;
    },
  },
  hex: {
    run: ({ value }, { positional }) =>
      positional.length > 0
        ? undefined
        : pyStr([...value].map((letter) => letter.charCodeAt(0).toString(16).padStart(2, '0')).join('')),
  },
});
