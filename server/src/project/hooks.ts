import type { PostWriteHook } from './model';
import type { AlembicOptions } from './options';

const SECTION = 'post_write_hooks';

/**
 * The programs that run over a new revision file: the INI section if it is there, even empty, else the tables of
 * pyproject.toml (Config.get_hooks_list). Both give the same shape.
 */
export function postWriteHooks(options: AlembicOptions): readonly PostWriteHook[] {
  const { ini } = options;
  if (ini?.hasSection(SECTION) !== true) {
    return options.tomlHooks().flatMap((hook) => {
      const { name, ...rest } = hook;
      if (name === undefined) return [];
      return [{ name: name.value, options: new Map(Object.entries(rest).map(([key, { value }]) => [key, value])) }];
    });
  }
  const value = (key: string): string => {
    const found = ini.get(SECTION, key);
    return found?.ok === true ? found.value : '';
  };
  return value('hooks')
    .split(/, *| +/)
    .filter((name) => name !== '')
    .map((name) => {
      const keys = ini.keys(SECTION).filter((key) => key.startsWith(`${name}.`));
      return { name, options: new Map(keys.map((key) => [key.slice(name.length + 1), value(key)])) };
    });
}
