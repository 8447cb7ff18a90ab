import { pyDictOf, pyList, pyStr } from '../python/interpreter/make';
import { bindArguments } from '../python/interpreter/signature';
import { HostObject, PY_NONE, type PyValue, unknownData } from '../python/interpreter/value';
import { toText } from '../sqlalchemy/names';
import { LibraryFunction, notKnown } from '../sqlalchemy/notKnown';
import { parameters } from '../sqlalchemy/parameters';
import type { Environment } from './environment';

/** `context.config`. */
export class ConfigObject extends HostObject {
  readonly typeName = 'Config';

  constructor(private readonly options: Environment['mainOptions']) {
    super();
  }

  override getAttribute(name: string): PyValue {
    const { options } = this;
    if (options === null || name !== 'get_main_option') return unknownData('It is in the configuration.');
    return new LibraryFunction(name, (args) => {
      const { given } = bindArguments(name, parameters('name default?'), args);
      const option = toText(given.get('name')) ?? notKnown('It is in the configuration.');
      const value = Object.hasOwn(options, option) ? options[option] : undefined;
      return value === undefined ? (given.get('default') ?? PY_NONE) : pyStr(value);
    });
  }
}

/** `context.get_x_argument(as_dictionary=False)`: each is `name=value`, or a name alone. */
export function xArguments(words: Environment['xArguments']): PyValue {
  return new LibraryFunction('get_x_argument', (args, site) => {
    const asDictionary = bindArguments('get_x_argument', parameters('as_dictionary?'), args).given.get('as_dictionary');
    const wanted = asDictionary === undefined ? false : site.interpreter.truth(asDictionary);
    if (words === null || wanted === undefined) return unknownData('It is said on the command line.');
    if (!wanted) return pyList(words.map(pyStr));
    return pyDictOf(
      new Map(
        words.map((argument) => {
          const at = argument.indexOf('=');
          return at < 0 ? [argument, pyStr('')] : [argument.slice(0, at), pyStr(argument.slice(at + 1))];
        }),
      ),
    );
  });
}
