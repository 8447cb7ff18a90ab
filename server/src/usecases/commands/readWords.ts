import { err, ok, type Result } from '../../common/result';

/** An option of a command line. */
export interface WordOption {
  /** With its dash: `-m`. */
  readonly short?: string;
  /** `value`: takes one, the last one given counts; `values`: one each time it is given. */
  readonly takes: 'nothing' | 'value' | 'values';
}

/** Options by their long name without dashes; of `only`-short ones (`-x`) the letter. */
export type WordOptions = Readonly<Record<string, WordOption>>;

/** Words of a command line, told apart. */
export interface ReadWords {
  readonly flags: ReadonlySet<string>;
  /** What `value` and `values` options were given, in order. */
  readonly values: ReadonlyMap<string, readonly string[]>;
  /** What is no option. */
  readonly words: readonly string[];
  /** What follows the word `until` stopped at; that word is the last of `words`. */
  readonly rest: readonly string[];
}

interface Found {
  readonly name: string;
  /** As the user wrote it. */
  readonly shown: string;
  /** What stands in the same word: `--head=x`, `-mx`. */
  readonly attached: string | null;
}

/** What argparse takes for a number, so not for an option. */
const NUMBER = /^-\d+$|^-\d*\.\d+$/;

/**
 * Reads words as Python's argparse does (docs.python.org, "argparse": option value syntax, abbreviations, arguments that
 * contain `-`), only that words and options may be mixed.
 * @param until reading stops after the first word it is true of.
 * @returns in the error one sentence about what is wrong.
 */
export function readWords(
  args: readonly string[],
  options: WordOptions,
  until: (word: string) => boolean = () => false,
): Result<ReadWords, string> {
  const flags = new Set<string>();
  const values = new Map<string, string[]>();
  const words: string[] = [];
  const waiting = [...args];
  let onlyWords = false;
  for (let word = waiting.shift(); word !== undefined; word = waiting.shift()) {
    if (!onlyWords && word === '--') {
      onlyWords = true;
      continue;
    }
    const found = onlyWords ? null : findOption(word, options);
    if (found === null) {
      words.push(word);
      if (!onlyWords && until(word)) break;
      continue;
    }
    if (typeof found === 'string') return err(found);
    const { name, shown, attached } = found;
    if (options[name]?.takes === 'nothing') {
      flags.add(name);
      if (attached === null) continue;
      // `-vi` is `-v -i`; `--verbose=x` and `-v=x` are mistakes.
      if (shown.startsWith('--') || attached.startsWith('=')) return err(`${shown} takes no value.`);
      waiting.unshift(`-${attached}`);
      continue;
    }
    let value = attached?.replace(/^=/, '') ?? null;
    if (value === null) {
      const next = waiting.shift();
      if (next === undefined || next === '--' || findOption(next, options) !== null) {
        const dashed = next?.startsWith('-') === true && next !== '--';
        return err(
          dashed
            ? `${shown} needs a value. One that begins with a dash follows '=', as in ${shown}=${next}.`
            : `${shown} needs a value.`,
        );
      }
      value = next;
    }
    const given = values.get(name);
    if (given === undefined) values.set(name, [value]);
    else given.push(value);
  }
  return ok({ flags, values, words, rest: waiting });
}

/** The option a word is; null for an ordinary word; a sentence for what looks like an option and is none. */
function findOption(word: string, options: WordOptions): Found | string | null {
  if (!word.startsWith('-') || word === '-') return null;
  const found = word.startsWith('--') ? findLong(word, options) : findShort(word, options);
  if (found !== null) return found;
  if (NUMBER.test(word) || word.includes(' ')) return null;
  return `Unknown option '${word}'.`;
}

function findLong(word: string, options: WordOptions): Found | string | null {
  const equals = word.indexOf('=');
  const written = equals < 0 ? word : word.slice(0, equals);
  const attached = equals < 0 ? null : word.slice(equals);
  const long = Object.keys(options).filter((name) => name.length > 1);
  const matches = long.includes(written.slice(2))
    ? [written.slice(2)]
    : long.filter((name) => `--${name}`.startsWith(written));
  const [name] = matches;
  if (name === undefined) return null;
  if (matches.length > 1) {
    return `'${written}' may be ${matches.map((one) => `--${one}`).join(' or ')}.`;
  }
  return { name, shown: `--${name}`, attached };
}

function findShort(word: string, options: WordOptions): Found | null {
  const shown = word.slice(0, 2);
  const name = Object.keys(options).find((one) => options[one]?.short === shown);
  return name === undefined ? null : { name, shown, attached: word.length === 2 ? null : word.slice(2) };
}
