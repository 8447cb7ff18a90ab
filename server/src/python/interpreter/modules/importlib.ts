import { raise } from '../exception';
import { machineOf } from '../machine';
import { textArgument } from '../methods/method';
import { PY_NONE, type PyValue, unknownPy } from '../value';
import { moduleOf, strict } from './native';

/** The absolute name of a module that is named from a package: `.c`, `..c`. */
function absoluteName(name: string, packageName: string): string {
  const dots = /^\.*/.exec(name)?.[0].length ?? 0;
  if (dots === 0) return name;
  const parts = packageName.split('.');
  if (dots > parts.length) raise('ImportError', 'attempted relative import beyond top-level package');
  const rest = name.slice(dots);
  return [...parts.slice(0, parts.length - dots + 1), ...(rest === '' ? [] : [rest])].join('.');
}

/** `importlib`: modules by names that are worked out. What loads files by their paths is not followed. */
export const IMPORTLIB = moduleOf(
  'importlib',
  {
    import_module: strict(({ positional, keywords }, site): PyValue => {
      const [name = keywords.get('name') ?? PY_NONE, from = keywords.get('package') ?? PY_NONE] = positional;
      const text = textArgument(name, 'import_module');
      const packageName = from.kind === 'none' ? '' : textArgument(from, 'import_module');
      if (text.startsWith('.') && packageName === '') {
        raise('TypeError', "the 'package' argument is required to perform a relative import");
      }
      return machineOf(site).module(absoluteName(text, packageName), site);
    }),
  },
  {},
  (name) => unknownPy(`It is 'importlib.${name}', which is not followed.`),
);
