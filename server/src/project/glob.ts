/**
 * Compiles a glob pattern over paths with forward slashes, as VS Code's settings write them: `*`, `?`, `**`, `{a,b}`, `[ab]`.
 * A pattern without a slash means a name in any folder.
 * @throws SyntaxError for a set that runs backwards, `[z-a]`
 */
export function globPattern(pattern: string): RegExp {
  const trimmed = pattern.replaceAll('\\', '/').replace(/^(\.?\/)+/, '');
  return new RegExp(`^${translate(trimmed.includes('/') ? trimmed : `**/${trimmed}`)}$`, 'u');
}

/** The folders a pattern names in full: `.db` and `conf` of `.db/conf/*.ini`. */
export function foldersNamed(pattern: string): readonly string[] {
  return pattern
    .replaceAll('\\', '/')
    .split('/')
    .slice(0, -1)
    .filter((name) => !/[*?[{]/.test(name));
}

function translate(glob: string): string {
  let result = '';
  let groups = 0;
  for (let at = 0; at < glob.length; at++) {
    const character = glob[at] ?? '';
    const set = character === '[' ? /^\[([!^]?)([^\]/]+)\]/.exec(glob.slice(at)) : null;
    if (glob.startsWith('**/', at)) {
      result += '(?:[^/]+/)*';
      at += 2;
    } else if (glob.startsWith('**', at)) {
      result += '.*';
      at++;
    } else if (set !== null) {
      result += `[${set[1] === '' ? '' : '^'}${(set[2] ?? '').replace(/[\\[\]^]/g, '\\$&')}]`;
      at += set[0].length - 1;
    } else if (character === '{' && glob.includes('}', at)) {
      result += '(?:';
      groups++;
    } else if (character === '}' && groups > 0) {
      result += ')';
      groups--;
    } else if (character === ',' && groups > 0) {
      result += '|';
    } else {
      result +=
        character === '*' ? '[^/]*' : character === '?' ? '[^/]' : character.replace(/[$()*+.?[\\\]^{|}/]/, '\\$&');
    }
  }
  return result + ')'.repeat(groups);
}
