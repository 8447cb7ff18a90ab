/** The options that stand for the editor's settings, by the key below `alembicWorkbench.`. */
const OPTION_OF: Readonly<Record<string, string>> = {
  'python.applicationLoader': '--app',
  'python.interpreter': '--python',
  'python.pathMapping': '--path-mapping',
  'python.command': '--python-command',
};

/** A message of the engine with the terminal's options in place of the editor's settings. */
export function withOptionNames(message: string): string {
  return message.replace(
    /(?:[Tt]he setting )?alembicWorkbench\.(\w+(?:\.\w+)*)/g,
    (whole, key: string) => OPTION_OF[key] ?? whole,
  );
}
