import { NullContext, GeneratorContext } from '../objects/contextManager';
import { catches } from '../objects/exceptions';
import { PyGenerator } from '../objects/generator';
import { type NativeCall, NativeFunction } from '../objects/native';
import { PY_NONE, unknownPy } from '../value';
import { pyTuple } from '../make';
import { moduleOf } from './native';

/** `@contextmanager` */
const contextmanager: NativeCall = ({ positional: [callee = PY_NONE] }) =>
  new NativeFunction(
    'contextmanager',
    (args, site) => {
      const generator = site.interpreter.call(callee, args, site.place);
      return generator instanceof PyGenerator
        ? new GeneratorContext(generator)
        : unknownPy('It is a context made by a function that is not followed.');
    },
    true,
  );

const suppress: NativeCall = ({ positional }) =>
  new NullContext(PY_NONE, (raised) => catches(pyTuple(positional), raised));

export const CONTEXTS = [
  moduleOf(
    'contextlib',
    {
      contextmanager,
      suppress,
      nullcontext: ({ positional: [value = PY_NONE] }) => new NullContext(value),
      redirect_stdout: ({ positional: [value = PY_NONE] }) => new NullContext(value),
      redirect_stderr: ({ positional: [value = PY_NONE] }) => new NullContext(value),
    },
    {},
    (name) => unknownPy(`It is 'contextlib.${name}', which is not followed.`),
  ),
];
