import { pyBool, pyInt } from '../make';
import type { PyValue } from '../value';
import { integerOf } from '../values/number';
import { methodsOf } from './method';

type Numeric = Extract<PyValue, { kind: 'integer' | 'boolean' | 'float' }>;

/** Methods of numbers. */
export const NUMBER_METHODS = methodsOf<Numeric>(
  (value): value is Numeric => value.kind === 'integer' || value.kind === 'boolean' || value.kind === 'float',
  {
    bit_length: {
      bare: true,
      run(self) {
        const value = integerOf(self);
        if (value === undefined) return undefined;
        return pyInt(value === 0n ? 0 : (value < 0n ? -value : value).toString(2).length);
      },
    },
    is_integer: {
      bare: true,
      run: (self) => (self.kind === 'float' ? pyBool(Number.isInteger(self.value)) : undefined),
    },
  },
);
